"""What changed between two versions of a post, paragraph by paragraph and word by word, in a time that has an end."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from html.parser import HTMLParser
from typing import Any

from django.utils.dateparse import parse_date
from django.utils.formats import date_format
from django.utils.translation import gettext as _

BLOCKS = {"p", "h2", "h3", "li", "blockquote", "figcaption", "cite", "td", "th", "figure"}
MOST_WORDS = 1_500  # of two paragraphs that are compared word by word; more is shown as gone and come
MOST_PARAGRAPHS = 2_000


@dataclass(frozen=True)
class Part:
    kind: str  # same, gone or new
    text: str


@dataclass(frozen=True)
class Section:
    title: str
    paragraphs: list[list[Part]]


class _Paragraphs(HTMLParser):
    """The text as a reader meets it, a paragraph at a time, with what stands behind a link."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[str] = [""]
        self._address = ""
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        named = dict(attrs)
        if tag in BLOCKS:
            self.found.append({"h2": "# ", "h3": "## ", "li": "• "}.get(tag, ""))
        if named.get("data-picture"):
            self.found.append(_("[Picture %(key)s]") % {"key": named["data-picture"]})
        if tag == "br":
            self.found[-1] += " "
        self._address = named.get("href") or "" if tag == "a" else self._address

    def handle_endtag(self, tag: str) -> None:
        if tag == "a" and self._address:
            self.found[-1] += f" ({self._address})"
            self._address = ""
        if tag in BLOCKS:
            self.found.append("")

    def handle_data(self, data: str) -> None:
        self.found[-1] += data


def paragraphs(html: str) -> list[str]:
    texts = (" ".join(text.split()) for text in _Paragraphs(html).found)
    return [text for text in texts if text.strip("# •")]


def compared(old: dict[str, Any], new: dict[str, Any]) -> list[Section]:
    """The parts of the post that differ, in the order of its form."""
    before, after = dict(_sections(old)), dict(_sections(new))
    changed = [name for name in after if before[name] != after[name]]
    sections = [Section(name, list(_differences(before[name], after[name]))) for name in changed]
    if old["body"] != new["body"] and _("Text") not in changed:
        same = _("The words are the same. What differs is how they look, for example what is bold.")
        sections.append(Section(_("Text"), [[Part("same", same)]]))
    return sections


def _sections(content: dict[str, Any]) -> Iterator[tuple[str, list[str]]]:
    yield _("Title"), [content["title"]]
    yield _("Standfirst"), [content["standfirst"]]
    yield _("Text"), paragraphs(content["body"])
    yield _("Tags"), [", ".join(content["tags"])]
    yield _("By-line"), [text for line in content["by_line"] for text in _line(line)]
    yield _("Pictures"), [_picture(picture) for picture in content["pictures"]]


def _line(line: dict[str, Any]) -> Iterator[str]:
    yield ", ".join(filter(None, [line["name"], line["role"], line["organisation"]]))
    if line["name_withheld"]:
        yield _("%(name)s: readers do not see the name") % line
    if line["consent_given_by"]:
        said = _("%(name)s said yes on %(day)s") % {"name": line["consent_given_by"], "day": _day(line["consented_on"])}
        again = (
            _("Ask again on %(day)s") % {"day": _day(line["consent_review_on"])} if line["consent_review_on"] else ""
        )
        yield ". ".join(filter(None, [said, again]))


def _picture(picture: dict[str, Any]) -> str:
    shown = picture["alt"] or (_("Decoration") if picture["decorative"] else _("Not described"))
    at_the_top = _("At the top of the post") if picture["is_lead"] else ""
    said = picture.get("consent_given_by") or ""
    yes = _("%(name)s said yes") % {"name": said} if said else ""
    words = [shown, picture["caption"], picture["credit"], at_the_top, yes]
    return f"[{picture['key']}] " + ". ".join(filter(None, words))


def _day(text: str | None) -> str:
    day = parse_date(text or "")
    return date_format(day) if day else "?"


def _differences(old: list[str], new: list[str]) -> Iterator[list[Part]]:
    old, new = old[:MOST_PARAGRAPHS], new[:MOST_PARAGRAPHS]
    for step, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if step == "equal":
            yield from ([Part("same", text)] for text in _shortened(old[a:b]))
            continue
        gone, come = old[a:b], new[c:d]
        for before, after in zip(gone, come, strict=False):
            yield list(_words(before, after))
        yield from ([Part("gone", text)] for text in gone[len(come) :])
        yield from ([Part("new", text)] for text in come[len(gone) :])


def _shortened(same: list[str]) -> list[str]:
    """Of a long stretch that did not change the first and the last paragraph are enough to find one's way."""
    return same if len(same) <= 3 else [same[0], "…", same[-1]]


def _words(before: str, after: str) -> Iterator[Part]:
    old, new = re.split(r"(?<=\s)", before), re.split(r"(?<=\s)", after)
    if len(old) + len(new) > MOST_WORDS:
        yield from (Part("gone", before), Part("new", after))
        return
    for step, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if step == "equal":
            yield Part("same", "".join(old[a:b]))
            continue
        if gone := "".join(old[a:b]):
            yield Part("gone", gone)
        if come := "".join(new[c:d]):
            yield Part("new", come)
