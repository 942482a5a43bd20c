"""An entry made ready to be a post: clean text, a title that fits, labels that can be tags, and who wrote it."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any

from django.utils.text import slugify
from django.utils.translation import gettext as _

from blog.importers import byline
from blog.importers.byline import Credit
from blog.importers.entries import Entry
from blog.importers.exports import Broken
from blog.importers.pictures import Wanted, key_of
from blog.models import Post
from blog.slugs import free_slug
from coprod.richtext import plain
from coprod.tidying.blocks import Block
from coprod.tidying.markup import Picture, Text
from coprod.tidying.tidy import finished, mended
from coprod.tidying.well_formed import TooDeep

LONGEST_TITLE = 300
LONGEST_STANDFIRST = 500
LONGEST_LABEL = 90  # a tag has room for 100, a number after a clash included
LARGEST_BODY = 400_000  # bytes; PostgreSQL cannot index a text much longer than that
TITLE_WORDS = 8


@dataclass
class Draft:
    """What an entry becomes, and what staff must be told about it."""

    entry: Entry
    text: Text
    columns: dict[str, Any]
    credits: list[Credit]
    labels: list[str]
    notes: list[str] = field(default_factory=list)
    blocks: list[Block] = field(default_factory=list)

    @classmethod
    def of(cls, entry: Entry, link: Callable[[str], str]) -> "Draft":
        try:
            text = mended(entry.html, link)
        except TooDeep as error:
            raise Broken(str(error)) from error
        credits_, blocks = byline.take(text.blocks)
        if not credits_ and entry.account_is_author and byline.is_name(entry.account):
            credits_ = [Credit(" ".join(entry.account.split()))]
        body = finished(blocks)
        if len(body.encode()) > LARGEST_BODY:
            raise Broken(_("its text is too long for one post"))
        notes = list(entry.notes)
        title = _title(entry, body, notes)
        standfirst, _rest = _cut(" ".join(entry.standfirst.split()), LONGEST_STANDFIRST)
        columns = {
            "title": title,
            "standfirst": standfirst,
            "body": body,
            "status": entry.status,
            "publish_at": entry.publish_at,
        }
        return cls(entry, text, columns, credits_, _labels(entry, notes), notes, blocks)

    def pictures(self, lead: Picture | None) -> list[Wanted]:
        """Return the pictures that the post should have. The old blog's own choice leads, or one before all words."""
        begins = bool(self.blocks) and self.blocks[0].kind == "picture"
        first = lead or (self.text.pictures[self.blocks[0].picture] if begins else None)
        found = [first] if first else []
        for picture in self.text.pictures:
            found += [] if any(picture.address == one.address for one in found) else [picture]
        return [
            Wanted(self.key(picture), picture, is_lead=picture is first, position=position)
            for position, picture in enumerate(found, start=1)
        ]

    def key(self, picture: Picture) -> str:
        return key_of(self.entry.source_id, picture.address)

    def place(self, keys: set[str]) -> None:
        """Give the pictures of these keys their places in the text."""
        in_text = [
            replace(block, key=key if (key := self.key(self.text.pictures[block.picture])) in keys else "")
            if block.kind == "picture"
            else block
            for block in self.blocks
        ]
        self.columns["body"] = finished(in_text)

    def slug(self) -> str:
        """Return a free address, made from the old one where that had words in it."""
        return free_slug(Post, self.entry.address_name or self.columns["title"], otherwise="post")


def _title(entry: Entry, body: str, notes: list[str]) -> str:
    title = " ".join(entry.title.split())
    if title:
        short, rest = _cut(title, LONGEST_TITLE)
        if rest:
            notes.append(_("its title was too long. This was cut: “%(rest)s”") % {"rest": rest})
        return short
    words = plain(body).split()
    if not words:
        raise Broken(_("it has no title and no text"))
    notes.append(_("it had no title. We took the first words of the text"))
    return _cut(" ".join(words[:TITLE_WORDS]), LONGEST_TITLE)[0]


def _cut(text: str, longest: int) -> tuple[str, str]:
    """Return the text cut after a word so that it fits, and what was cut off."""
    if len(text) <= longest:
        return text, ""
    end = text.rfind(" ", 0, longest)
    end = end if end > 0 else longest - 1
    return text[:end].rstrip() + "…", text[end:].strip()


def _labels(entry: Entry, notes: list[str]) -> list[str]:
    """Return the labels as tags: one for each, however its letters are written, and none without an address."""
    labels: dict[str, str] = {}
    for written in entry.labels:
        label = " ".join(written.split())
        short, rest = _cut(label, LONGEST_LABEL)
        if rest:
            notes.append(_("a label was too long. This was cut: “%(rest)s”") % {"rest": rest})
        address = slugify(short, allow_unicode=True)
        if label and (not re.search(r"\w", address) or len(address) > LONGEST_LABEL + 5):
            notes.append(_("the label “%(label)s” cannot be a tag") % {"label": short})
        elif label:
            labels.setdefault(short.casefold(), short)
    return list(labels.values())
