"""Tables: which of them hold data and which only put things side by side, and what the heads of the columns are."""

from dataclasses import replace

from bs4 import Tag

from coprod.tidying.blocks import BREAK, Cell
from coprod.tidying.well_formed import FRAMES, HEADINGS


def holds_data(table: Tag) -> bool:
    """Tell a table of data from one that only puts things side by side, or a picture above its caption."""
    rows = table.find_all("tr")
    cells = [len(row.find_all(["td", "th"], recursive=False)) for row in rows]
    holds_blocks = table.find(["table", "ul", "ol", "blockquote", "img", *FRAMES, *HEADINGS]) is not None
    return len(rows) > 1 and max(cells) > 1 and not holds_blocks and bool(table.get_text(strip=True))


def with_header(rows: tuple[tuple[Cell, ...], ...]) -> tuple[tuple[Cell, ...], ...]:
    """A first row in bold letters was meant as the heads of the columns."""
    cells = [cell for row in rows for cell in row]
    bold = [all(run.bold for run in cell.runs if run is not BREAK) and bool(cell.runs) for cell in cells]
    first = len(rows[0]) if rows else 0
    if any(cell.tag == "th" for cell in cells) or not first or not all(bold[:first]) or all(bold):
        return rows
    heads = tuple(
        Cell("th", tuple(r if r is BREAK else replace(r, bold=False) for r in cell.runs),
             (("scope", "col"), *cell.attributes))
        for cell in rows[0]
    )  # fmt: skip
    return (heads, *rows[1:])
