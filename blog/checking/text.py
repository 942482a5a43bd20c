"""The text of a post as a reader meets it: headings, paragraphs and links, in order."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from html.parser import HTMLParser
from itertools import pairwise

from django.db.models import prefetch_related_objects

from blog.models import ByLine, Post

BLOCKS = {"p", "h2", "h3", "li", "td", "th", "blockquote", "cite", "figcaption"}
HEADINGS = {"h2", "h3"}
FIRST_WORDS = 8
WORD = re.compile(r"[^\W_][\w’'-]*")
SENTENCE_END = re.compile(r"(?<=[.!?…])[”’\")\]]*\s+(?=[“‘\"'(\[]?[^\Wa-z_])")


@dataclass
class Link:
    address: str
    words: str = ""


@dataclass
class Block:
    """One paragraph, heading, cell or item of a list."""

    tag: str
    heading: str = ""  # the words of the heading above it
    words: str = ""
    links: list[Link] = field(default_factory=list)

    @property
    def is_heading(self) -> bool:
        return self.tag in HEADINGS

    @property
    def count(self) -> int:
        return len(WORD.findall(self.words))

    @property
    def sentences(self) -> list[str]:
        return [part for part in SENTENCE_END.split(self.words) if WORD.search(part)]

    @property
    def where(self) -> str:
        """Where staff find it: by its own first words, and the heading above them."""
        start = first_words(self.words)
        return f"{self.heading}: {start}" if self.heading and start and not self.is_heading else start or self.heading


def first_words(text: str) -> str:
    words = text.split()
    return " ".join(words[:FIRST_WORDS]) + (" …" if len(words) > FIRST_WORDS else "")


class _Reader(HTMLParser):
    """Reads what the sanitiser let through: each tag is closed, and blocks stand in blocks only in quotes and lists."""

    def __init__(self) -> None:
        super().__init__()
        self.blocks: list[Block] = []
        self.open: list[Block] = []
        self.heading = ""
        self.link: Link | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in BLOCKS:
            self.open.append(Block(tag, self.heading))
            self.blocks.append(self.open[-1])
        elif tag == "a":
            self.link = Link(dict(attrs).get("href") or "")
            self._here().links.append(self.link)
        elif tag == "br":
            self.handle_data(" ")

    def handle_endtag(self, tag: str) -> None:
        if tag in BLOCKS and self.open:
            block = self.open.pop()
            if block.is_heading:
                self.heading = " ".join(block.words.split())
        elif tag == "a":
            self.link = None

    def handle_data(self, data: str) -> None:
        if self.link is not None:
            self.link.words += data
        if data.strip() or self.open:
            self._here().words += data

    def _here(self) -> Block:
        if not self.open:  # words outside any paragraph are one of their own
            self.blocks.append(Block("p", self.heading))
            return self.blocks[-1]
        return self.open[-1]


def read(source: str) -> list[Block]:
    reader = _Reader()
    reader.feed(source)
    reader.close()
    for block in reader.blocks:
        block.words = " ".join(block.words.split())
        for link in block.links:
            link.words = " ".join(link.words.split())
    return [block for block in reader.blocks if block.words or block.links or block.is_heading]


class Piece:
    """A post, and its text read once for all the checks."""

    def __init__(self, post: Post) -> None:
        self.post = post

    @cached_property
    def blocks(self) -> list[Block]:
        return read(self.post.body)

    @cached_property
    def by_line(self) -> list[ByLine]:
        lines = list(self.post.by_line.all())
        prefetch_related_objects(lines, "author")  # asks nothing if a list has brought them along
        return lines

    @property
    def prose(self) -> list[Block]:
        return [block for block in self.blocks if not block.is_heading and block.words]

    @property
    def links(self) -> Iterator[tuple[Block, Link]]:
        for block in self.blocks:
            yield from ((block, link) for link in block.links)

    @property
    def steps(self) -> Iterator[tuple[Block, Block]]:
        """Each heading with the one before it. The title of the page comes before the first."""
        yield from pairwise([Block("h1"), *(block for block in self.blocks if block.is_heading)])
