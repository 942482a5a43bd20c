"""A text as a list of blocks — paragraphs, headings, tables — each knowing the lists and quotes that it stands in.

Editors nest anything in anything. In this form nothing can be nested wrongly, and writing it out gives clean HTML.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from html import escape
from itertools import groupby


@dataclass(frozen=True)
class Run:
    """Letters that look the same. The text has single spaces only; a line break is BREAK."""

    text: str
    bold: bool = False
    italic: bool = False
    href: str = ""

    def like(self, other: "Run") -> bool:
        return (self.bold, self.italic, self.href) == (other.bold, other.italic, other.href)


BREAK = Run("\n")


@dataclass(frozen=True)
class Box:
    """A list, a list's item or a quote that blocks stand in. Two are the same if their numbers are."""

    tag: str
    number: int


@dataclass(frozen=True)
class Cell:
    tag: str
    runs: tuple[Run, ...]
    attributes: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Block:
    """One paragraph ("p"), heading ("h"), table, line under a quotation ("figcaption") or place of a picture."""

    kind: str
    runs: tuple[Run, ...] = ()
    path: tuple[Box, ...] = ()
    rank: int = 0  # of a heading: the smaller, the higher
    rows: tuple[tuple[Cell, ...], ...] = ()
    is_list_paragraph: bool = False  # Word's class for a bullet that is only typed
    picture: int = -1  # which of the text's pictures stands here, until it has a key
    key: str = ""  # of a picture's place: without one it is not written
    goes_on: bool = field(default=False)  # one line of a paragraph, and not its first

    @property
    def text(self) -> str:
        return "".join(run.text for run in self.runs)

    @property
    def in_item(self) -> bool:
        return any(box.tag == "li" for box in self.path)


def tidied(runs: Iterable[Run]) -> tuple[Run, ...]:
    """Return the runs with single spaces, none at either end of a line, and neighbours that look the same as one."""
    out: list[Run] = []
    for run in runs:
        text = run.text
        if run is BREAK:
            _trim_end(out)
        elif not out or out[-1].text.endswith((" ", "\n")):
            text = text.lstrip(" ")
        if not text:
            continue
        if run is not BREAK and out and out[-1] is not BREAK and out[-1].like(run):
            out[-1] = replace(run, text=out[-1].text + text)
        else:
            out.append(run if run is BREAK else replace(run, text=text))
    while out and (out[-1] is BREAK or not out[-1].text.strip()):
        out.pop()
    _trim_end(out)
    while out and out[0] is BREAK:
        del out[0]
    return tuple(out)


def _trim_end(out: list[Run]) -> None:
    while out and out[-1] is not BREAK:
        text = out[-1].text.rstrip(" ")
        if text:
            out[-1] = replace(out[-1], text=text)
            return
        out.pop()


def lines(runs: Iterable[Run]) -> list[tuple[Run, ...]]:
    """Return the runs of each line."""
    found: list[list[Run]] = [[]]
    for run in runs:
        if run is BREAK:
            found.append([])
        else:
            found[-1].append(run)
    return [tuple(line) for line in found]


def joined(parts: Iterable[tuple[Run, ...]]) -> tuple[Run, ...]:
    """Return lines as one block's runs."""
    out: list[Run] = []
    for part in parts:
        out += [BREAK, *part] if out else part
    return tuple(out)


def to_html(blocks: list[Block]) -> str:
    """Write the blocks as HTML. Headings start at h2 and leave no level out."""
    inside = Counter(block.path[-1] for block in blocks if block.path)
    levels = _levels(blocks)
    out: list[str] = []
    open_boxes: tuple[Box, ...] = ()
    for block, level in zip(blocks, levels, strict=True):
        same = _common(open_boxes, block.path)
        out += [f"</{box.tag}>" for box in reversed(open_boxes[same:])]
        out += [f"<{box.tag}>" for box in block.path[same:]]
        open_boxes = block.path
        alone = bool(block.path) and block.path[-1].tag == "li" and inside[block.path[-1]] == 1
        out.append(_written(block, level, bare=alone))
    out += [f"</{box.tag}>" for box in reversed(open_boxes)]
    return "".join(out)


def _common(one: tuple[Box, ...], other: tuple[Box, ...]) -> int:
    return next((i for i, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))


def _levels(blocks: list[Block]) -> list[int]:
    above: list[int] = []
    levels = []
    for block in blocks:
        if block.kind == "h":
            while above and above[-1] >= block.rank:
                above.pop()
            above.append(block.rank)
        levels.append(min(len(above) + 1, 3))
    return levels


def _written(block: Block, level: int, *, bare: bool) -> str:
    if block.kind == "table":
        rows = "".join(f"<tr>{''.join(map(_cell, row))}</tr>" for row in block.rows)
        return f"<table><tbody>{rows}</tbody></table>"
    if block.kind == "picture":
        return f'<figure data-picture="{escape(block.key)}"></figure>'
    if block.kind == "h":
        return f"<h{level}>{_inline(block.runs)}</h{level}>"
    if block.kind == "figcaption":
        return f"<figcaption>{_inline(block.runs)}</figcaption>"
    return _inline(block.runs) if bare else f"<p>{_inline(block.runs)}</p>"


def _cell(cell: Cell) -> str:
    attributes = "".join(f' {name}="{escape(value)}"' for name, value in cell.attributes)
    return f"<{cell.tag}{attributes}>{_inline(cell.runs)}</{cell.tag}>"


def _inline(runs: Iterable[Run]) -> str:
    parts = []
    for href, group in groupby(runs, key=lambda run: run.href):
        text = "".join("<br>" if run is BREAK else _marked(run) for run in group)
        parts.append(f'<a href="{escape(href)}">{text}</a>' if href else text)
    return "".join(parts)


def _marked(run: Run) -> str:
    text = escape(run.text, quote=False)
    if run.italic:
        text = f"<em>{text}</em>"
    return f"<strong>{text}</strong>" if run.bold else text
