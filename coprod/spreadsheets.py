"""Tables that people open in Excel or LibreOffice: no cell of theirs may be taken for a formula."""

import csv
from collections.abc import Iterable
from io import StringIO

# What starts a formula, and the full-width twins that some versions take for the same.
STARTS_A_FORMULA = tuple("=+-@\t\r\n＝＋－＠|%")
BYTE_ORDER_MARK = "\N{ZERO WIDTH NO-BREAK SPACE}"  # without it Excel spoils every accent


def safe(value: object) -> str:
    """Return a cell that is read as text: “+44 1632 960001” gets a mark in front, and stays readable."""
    text = str(value)
    return f"'{text}" if text.startswith(STARTS_A_FORMULA) or text.lstrip().startswith(STARTS_A_FORMULA) else text


def table(rows: Iterable[Iterable[object]]) -> str:
    """Return the rows as CSV, each cell safe."""
    text = StringIO()
    writer = csv.writer(text, quoting=csv.QUOTE_ALL)
    writer.writerows([safe(value) for value in row] for row in rows)
    return BYTE_ORDER_MARK + text.getvalue()
