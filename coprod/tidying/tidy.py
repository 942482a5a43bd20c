"""Turns what people typed and editors left into what was meant: bullets into lists, bold lines into headings."""

import re
from collections.abc import Callable
from dataclasses import replace

from coprod.richtext import clean
from coprod.tidying.blocks import Block, Box, Run, joined, lines, tidied, to_html
from coprod.tidying.markup import Picture, Text, no_place, read

LONGEST_HEADING = 120
BOLD_LINE = 7  # ranks below every heading that was marked as one

_BULLET = re.compile(r"(?:[•·●▪■‣◦⁃∙○➢➤►❖\uf0b7\uf0a7]\s*)+(?=\S)")
_WORD_BULLET = re.compile(r"[oØ§ü·•–-]\s+(?=\S)")
_DASH = re.compile(r"[-–—*]\s+(?=\S)")
_NUMBER = re.compile(r"(\d{1,2})[.)]\s+(?=\S)")
_ENDS_LIKE_A_SENTENCE = re.compile(r"(?<!\.)[.,;]$")
_LETTER = re.compile(r"[^\W\d_]")


def mended(source: str, link: Callable[[str], str] = str, place: Callable[[Picture], str] = no_place) -> Text:
    """Read an editor's HTML and mend it. The blocks are whole paragraphs, headings, tables and items of lists."""
    text = read(source, link, place)
    text.blocks = _mended(text.blocks)
    return text


def _mended(blocks: list[Block]) -> list[Block]:
    return _regrouped(_with_headings(_with_lists(_by_line(blocks))))


def finished(blocks: list[Block]) -> str:
    """Return the HTML that a post may hold."""
    return clean(to_html(_without_lost_pictures(blocks)))


def tidy(source: str) -> str:
    """Return clean HTML for an editor's HTML. Doing it twice changes nothing."""
    # Lines that only a lost picture parts are one list, now and the next time.
    return finished(_mended(_without_lost_pictures(read(source).blocks)))


def _without_lost_pictures(blocks: list[Block]) -> list[Block]:
    return [block for block in blocks if block.kind != "picture" or block.key]


def _by_line(blocks: list[Block]) -> list[Block]:
    """Take paragraphs apart into lines: a bullet or a heading may be any of them."""
    out = []
    for block in blocks:
        if block.kind != "p" or block.in_item:
            out.append(replace(block, runs=_without(block.runs, _BULLET)) if block.in_item else block)
            continue
        for number, line in enumerate(lines(block.runs)):
            out.append(replace(block, runs=line, goes_on=number > 0))
    return [block for block in out if block.runs or block.rows or block.kind == "picture"]


def _without(runs: tuple[Run, ...], mark: re.Pattern[str]) -> tuple[Run, ...]:
    """Return the runs without the bullet that they begin with."""
    found = mark.match("".join(run.text for run in runs))
    left = found.end() if found else 0
    out = []
    for run in runs:
        gone = min(left, len(run.text))
        left -= gone
        out.append(replace(run, text=run.text[gone:]) if gone else run)
    return tidied(out)


def _with_lists(blocks: list[Block]) -> list[Block]:
    out: list[Block] = []
    number = max((box.number for block in blocks for box in block.path), default=0)
    place = 0
    while place < len(blocks):
        mark, tag, length = _list_at(blocks, place)
        if not length:
            out.append(blocks[place])
            place += 1
            continue
        number += 1
        holder = Box(tag, number)
        for block in blocks[place : place + length]:
            number += 1
            runs = _without(_without(block.runs, mark), _BULLET)
            out.append(Block("p", runs, (*block.path, holder, Box("li", number))))
        place += length
    return out


def _list_at(blocks: list[Block], place: int) -> tuple[re.Pattern[str], str, int]:
    """Return how the list that begins here is marked, and how many lines long it is; 0 if none begins here."""
    first = blocks[place]
    if first.kind == "p" and not first.in_item:
        for mark, tag, least in ((_BULLET, "ul", 1), (_DASH, "ul", 2), (_NUMBER, "ol", 2), (_WORD_BULLET, "ul", 1)):
            length = 0
            for block in blocks[place:]:
                found = mark.match(block.text) if block.kind == "p" and block.path == first.path else None
                if found is None or (mark is _WORD_BULLET and not block.is_list_paragraph):
                    break
                if mark is _NUMBER and int(found[1]) != length + 1:
                    break
                length += 1
            if length >= least:
                return mark, tag, length
    return _BULLET, "ul", 0


def _with_headings(blocks: list[Block]) -> list[Block]:
    """A line that is bold and nothing else was meant as a heading — unless everything is bold."""
    if all(_is_bold(block) for block in blocks if block.kind != "picture"):
        return blocks
    return [_as_heading(block) if _is_bold_line(block) else block for block in blocks]


def _is_bold(block: Block) -> bool:
    return block.kind == "p" and not block.path and all(run.bold or not run.text.strip() for run in block.runs)


def _is_bold_line(block: Block) -> bool:
    text = block.text.strip()
    return (
        _is_bold(block)
        and len(text) <= LONGEST_HEADING
        and _LETTER.search(text) is not None
        and _ENDS_LIKE_A_SENTENCE.search(text) is None
    )


def _as_heading(block: Block) -> Block:
    return Block("h", tidied(replace(run, bold=False) for run in block.runs), rank=BOLD_LINE)


def _regrouped(blocks: list[Block]) -> list[Block]:
    """Put lines of one paragraph together again, where nothing has come between them."""
    groups: list[list[Block]] = []
    for block in blocks:
        if block.goes_on and block.kind == "p" and groups and _takes_more(groups[-1][-1], block):
            groups[-1].append(block)
        else:
            groups.append([block])
    return [replace(group[0], runs=tidied(joined(one.runs for one in group)), goes_on=False) for group in groups]


def _takes_more(block: Block, line: Block) -> bool:
    return block.kind == "p" and block.path == line.path and not block.in_item
