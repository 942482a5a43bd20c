"""Reads an editor's HTML into blocks, whatever it is nested in, and notes the pictures and frames that stay behind."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from typing import Any

from bs4 import BeautifulSoup, NavigableString, Tag
from django.utils.translation import gettext as _

from coprod.tidying.blocks import BREAK, Block, Box, Cell, Run, joined, tidied
from coprod.tidying.tables import holds_data, with_header
from coprod.tidying.well_formed import BLOCKS, BOXES, FRAMES, HEADINGS, well_formed

DEEPEST_BOXES = 8

_UNSEEN = re.compile("[\u200b\u2060\ufeff]")
_SPACE = re.compile(r"\s+")
_BOLD = re.compile(r"(?<![\w-])font-weight\s*:\s*(bold|bolder|[6-9]00)")
_NOT_BOLD = re.compile(r"(?<![\w-])font-weight\s*:\s*(normal|lighter|[1-5]00)")
_ITALIC = re.compile(r"(?<![\w-])font-style\s*:\s*(italic|oblique)")
_NOT_ITALIC = re.compile(r"(?<![\w-])font-style\s*:\s*normal")
_PICTURE_FILE = re.compile(r"\.(?:jpe?g|png|webp|avif|heic)(?:$|\?)|/(?:s\d{3,4}|w\d+-h\d+)[\w-]*/", re.IGNORECASE)
_SPAN = re.compile(r"[1-9]\d?")


@dataclass(frozen=True)
class Picture:
    address: str
    alt: str = ""
    caption: str = ""
    larger: str = ""  # what a click on it showed

    def __str__(self) -> str:
        return " ".join(filter(None, [self.address, self.alt, self.caption]))


@dataclass
class Text:
    """What was read: the blocks, and what stays behind."""

    blocks: list[Block] = field(default_factory=list)
    pictures: list[Picture] = field(default_factory=list)
    frames: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class _Place:
    """Where the reader is: how letters look here, and what they stand in."""

    bold: bool = False
    italic: bool = False
    href: str = ""
    path: tuple[Box, ...] = ()
    rank: int = 0
    preformatted: bool = False
    is_list_paragraph: bool = False
    is_source: bool = False  # under a quotation: who said it


def no_place(picture: Picture) -> str:
    return ""


def read(source: str, link: Callable[[str], str] = str, place: Callable[[Picture], str] = no_place) -> Text:
    """Read HTML. `link` may change the address of a link; an empty answer leaves its words without one.

    `place` may give a picture a key, by which the text keeps its place; those without stay behind.
    """
    # The wrapping keeps BeautifulSoup from taking a short text for a file's name.
    soup = BeautifulSoup(f"<div>{well_formed(source)}</div>", "html.parser")
    reader = _Reader(link, place)
    reader.walk(soup)
    return reader.text


class _Reader:
    def __init__(
        self, link: Callable[[str], str], place: Callable[[Picture], str] = no_place, *, tables: bool = True
    ) -> None:
        self.link, self.place, self.tables = link, place, tables
        self.text = Text()
        self.runs: list[Run] = []
        self.after: list[Block] = []
        self.boxes = 0
        self.last_items: dict[Box, Box] = {}

    def walk(self, top: Tag) -> None:
        """Go through the tree with a stack of our own: a deep one would exhaust Python's."""
        stack: list[tuple[Iterator[Any], _Place, bool]] = [(iter(top.children), _Place(), True)]
        while stack:
            children, place, is_block = stack[-1]
            node = next(children, None)
            if node is None:
                stack.pop()
                if is_block:
                    self.flush(place)
            elif isinstance(node, Tag):
                inner = self.enter(node, place)
                if inner is not None:
                    stack.append((iter(node.children), inner, node.name in BLOCKS | BOXES))
            elif type(node) is NavigableString:
                self.write(str(node), place)

    def enter(self, tag: Tag, place: _Place) -> _Place | None:
        """Return the place inside the tag, or None if it has been dealt with."""
        name = tag.name
        if name == "br":
            self.runs.append(BREAK)
        elif name == "img":
            self.take_picture(tag, place)
        elif name == "figure" and tag.get("data-picture"):
            self.put_picture(str(tag["data-picture"]), place)
        elif self.text.pictures and _is_caption(tag):
            caption = _SPACE.sub(" ", tag.get_text(" ")).strip()
            self.text.pictures[-1] = replace(self.text.pictures[-1], caption=caption)
        elif name in FRAMES:
            self.text.frames.append(str(tag.get("src") or tag.get("data") or _("(no address)")))
        elif name == "table" and self.tables and holds_data(tag):
            self.flush(place)
            self.text.blocks.append(Block("table", path=self.inside_item(place.path), rows=self.rows(tag)))
        elif name in BLOCKS | BOXES:
            self.flush(place)
            return self.in_block(tag, place)
        else:
            return self.in_words(tag, place)
        return None

    def in_block(self, tag: Tag, place: _Place) -> _Place:
        place = self.in_words(tag, place)
        if tag.name in HEADINGS:
            # A heading inside a list or a quote is only big letters.
            return replace(place, bold=True) if place.path else replace(place, rank=HEADINGS[tag.name])
        if tag.name == "figcaption" and place.path and place.path[-1].tag == "figure":
            return replace(place, is_source=True)
        if tag.name in BOXES or _is_quotation(tag):
            return replace(place, path=self.boxed(tag.name, place.path), rank=0)
        if tag.name == "pre":
            return replace(place, preformatted=True)
        is_word = "MsoList" in " ".join(tag.get_attribute_list("class") or ())
        return replace(place, is_list_paragraph=place.is_list_paragraph or is_word)

    def boxed(self, name: str, path: tuple[Box, ...]) -> tuple[Box, ...]:
        if name == "li":
            if not path or path[-1].tag not in {"ul", "ol"}:
                return path
            self.last_items[path[-1]] = self.new_box("li")
            return (*path, self.last_items[path[-1]])
        path = self.inside_item(path)
        return path if len(path) >= DEEPEST_BOXES else (*path, self.new_box(name))

    def inside_item(self, path: tuple[Box, ...]) -> tuple[Box, ...]:
        """What stands in a list beside its items belongs to the item before it."""
        if not path or path[-1].tag not in {"ul", "ol"}:
            return path
        item = self.last_items.get(path[-1]) or self.new_box("li")
        self.last_items[path[-1]] = item
        return (*path, item)

    def new_box(self, name: str) -> Box:
        self.boxes += 1
        return Box(name, self.boxes)

    def in_words(self, tag: Tag, place: _Place) -> _Place:
        style = str(tag.get("style") or "").lower()
        bold = (place.bold or tag.name in {"b", "strong", "th"} or bool(_BOLD.search(style))) and not (
            _NOT_BOLD.search(style)
        )
        italic = (place.italic or tag.name in {"i", "em"} or bool(_ITALIC.search(style))) and not (
            _NOT_ITALIC.search(style)
        )
        href = self.link(str(tag.get("href") or "").strip()) if tag.name == "a" else place.href
        return replace(place, bold=bold, italic=italic, href=href)

    def write(self, text: str, place: _Place) -> None:
        text = _UNSEEN.sub("", text)
        for number, line in enumerate(text.split("\n") if place.preformatted else [text]):
            if number:
                self.runs.append(BREAK)
            self.runs.append(Run(_SPACE.sub(" ", line), place.bold, place.italic, place.href))

    def flush(self, place: _Place) -> None:
        """End the paragraph. A second line break in a row has ended one too."""
        runs, self.runs = self.runs, []
        for part in _parts(runs):
            block = Block("p", part, self.inside_item(place.path), is_list_paragraph=place.is_list_paragraph)
            if place.is_source:
                block = replace(block, kind="figcaption")
            elif place.rank:
                letters = (replace(run, bold=False) if run is not BREAK else Run(" ") for run in part)
                block = replace(block, kind="h", rank=place.rank, runs=tidied(letters))
            self.text.blocks.append(block)
        self.text.blocks += self.after
        self.after = []

    def put_picture(self, key: str, place: _Place) -> None:
        self.flush(place)
        self.text.blocks.append(Block("picture", path=self.inside_item(place.path), key=key))

    def take_picture(self, tag: Tag, place: _Place) -> None:
        if tag.get("width") == "1" and tag.get("height") in {"1", "0"}:
            return  # it counted readers; nobody saw it
        address = str(tag.get("src") or _("(inside the text)"))
        holder = tag.find_parent("a")
        href = str(holder.get("href") or "") if holder else ""
        larger = href if _PICTURE_FILE.search(href) else ""
        picture = Picture(address, _SPACE.sub(" ", str(tag.get("alt") or "")).strip(), larger=larger)
        if key := self.place(picture):
            self.put_picture(key, place)
        else:
            self.note_picture(picture, place)

    def note_picture(self, picture: Picture, place: _Place) -> None:
        """Note where it stands too: before the paragraph that it begins, after one that it is in."""
        block = Block("picture", path=self.inside_item(place.path), picture=len(self.text.pictures))
        begins = not any(run.text.strip() for run in self.runs)
        (self.text.blocks if begins else self.after).append(block)
        self.text.pictures.append(picture)

    def rows(self, table: Tag) -> tuple[tuple[Cell, ...], ...]:
        rows: list[tuple[Cell, ...]] = []
        for row in table.find_all("tr"):
            cells = row.find_all(["td", "th"], recursive=False)
            rows.append(tuple(self.cell(cell, is_first=not rows) for cell in cells))
        return with_header(tuple(row for row in rows if row))

    def cell(self, cell: Tag, *, is_first: bool) -> Cell:
        reader = _Reader(self.link, tables=False)  # a cell holds words: its pictures stay behind
        reader.walk(cell)
        before, self.text.pictures = len(self.text.pictures), self.text.pictures + reader.text.pictures
        self.after += [Block("picture", picture=before + number) for number in range(len(reader.text.pictures))]
        self.text.frames += reader.text.frames
        runs = joined(block.runs for block in reader.text.blocks if block.kind != "picture")
        if cell.name == "th":
            runs = tuple(run if run is BREAK else replace(run, bold=False) for run in runs)
        spans = [(name, str(cell.get(name))) for name in ("colspan", "rowspan") if _SPAN.fullmatch(str(cell.get(name)))]
        scope = [("scope", "col")] if cell.name == "th" and is_first else []
        return Cell(cell.name, tidied(runs), tuple(scope + spans))


def _parts(runs: list[Run]) -> Iterator[tuple[Run, ...]]:
    """Yield the paragraphs of what was between two block tags."""
    part: list[Run] = []
    line_is_empty = True
    for run in [*runs, BREAK, BREAK]:
        if run is BREAK and line_is_empty:
            if tidy := tidied(part):
                yield tidy
            part = []
        else:
            part.append(run)
        line_is_empty = run is BREAK or (line_is_empty and not run.text.strip())


def _is_caption(tag: Tag) -> bool:
    """Words under a picture say nothing without it: they go where the picture goes, into the report."""
    classes = set(tag.get_attribute_list("class") or ())
    holder = tag.find_parent(["figure", "table", "div"])
    is_one = tag.name == "figcaption" or classes & {"tr-caption", "wp-caption-text"}
    return bool(is_one and holder is not None and holder.find("img"))


def _is_quotation(tag: Tag) -> bool:
    """Tell a quotation with who said it from the other things that editors call a figure."""
    return tag.name == "figure" and all(tag.find(part, recursive=False) for part in ("blockquote", "figcaption"))
