"""What word processors and mail programs put on the clipboard: their own marks, turned into what they stand for.

It works on a well-formed tree that still has classes and styles: only they tell a list in Word from a paragraph.
"""

import re
from typing import Any

from bs4 import BeautifulSoup, NavigableString, Tag

_LEVEL = re.compile(r"mso-list\s*:[^;]*\blevel(\d)", re.IGNORECASE)
_MARK = re.compile(r"mso-list\s*:\s*ignore", re.IGNORECASE)
_NUMBER = re.compile(r"\(?(?:\d+|[a-z]{1,2}|[ivxlc]+)[.)]", re.IGNORECASE)
_COMMENT_STYLE = re.compile(r"mso-(?:element|special-character)\s*:\s*comment", re.IGNORECASE)
_COMMENT_CLASSES = {"MsoCommentReference", "msocomanchor", "msocomtxt", "MsoCommentText", "MsoCommentSubject"}
_COMMENT = re.compile(r"#(?:_msocom_|cmnt)\d+")
_BACK_TO_TEXT = re.compile(r"#(?:_msoanchor_|cmnt_ref)\d+")
_NAMED = {"MsoTitle": "h1", "MsoQuote": "blockquote", "MsoIntenseQuote": "blockquote"}
_SMILEY = 4  # letters: mail programs send an emoji as a picture of it


def without_comments(soup: BeautifulSoup) -> int:
    """Take out the remarks in the margin. Return how many there were."""
    remarks = {tag["href"] for tag in soup.find_all("a", href=_COMMENT)}
    for link in soup.find_all("a", href=_BACK_TO_TEXT):
        (link.find_parent(["p", "div"]) or link).decompose()
    for tag in [*soup.find_all("a", href=_COMMENT), *soup.find_all(_is_remark)]:
        if not tag.decomposed:
            tag.decompose()
    return len(remarks)


def without_deleted(soup: BeautifulSoup) -> int:
    """Take out what tracked changes have struck out. What they put in stays."""
    struck = soup.find_all(lambda tag: tag.name == "del" or "msoDel" in _classes(tag))
    for tag in struck:
        tag.decompose()
    return len(struck)


def with_named_styles(soup: BeautifulSoup) -> None:
    """A title is a heading and a quote is a quote, although Word calls both a paragraph."""
    for tag in soup.find_all("p"):
        for name in _classes(tag) & _NAMED.keys():
            if _NAMED[name] == "blockquote":
                tag.wrap(soup.new_tag("blockquote"))
            else:
                tag.name = _NAMED[name]


def with_smileys(soup: BeautifulSoup) -> None:
    for picture in soup.find_all("img"):
        alt = str(picture.get("alt") or "")
        if 0 < len(alt) <= _SMILEY and not alt.isascii():
            picture.replace_with(alt)


def with_lists(soup: BeautifulSoup) -> None:
    """Make lists of the paragraphs that only look like items, as deep as their styles say."""
    levels: list[tuple[int, Tag]] = []  # the lists that are open, the outermost first
    for item in soup.find_all("p", style=_LEVEL):
        level, kind = _level(item), _kind(item)
        goes_on = levels and _before(item) is levels[0][1] and (level > levels[0][0] or levels[0][1].name == kind)
        if not goes_on:
            levels = [(level, soup.new_tag(kind))]
            item.insert_before(levels[0][1])
        while len(levels) > 1 and level < levels[-1][0]:
            levels.pop()
        if level > levels[-1][0] and (above := levels[-1][1].find_all("li", recursive=False)):
            inner = soup.new_tag(kind)
            above[-1].append(inner)
            levels.append((level, inner))
        line = soup.new_tag("li")
        levels[-1][1].append(line)
        line.append(item.extract())


def _is_remark(tag: Tag) -> bool:
    return bool(_classes(tag) & _COMMENT_CLASSES or _COMMENT_STYLE.search(str(tag.get("style") or "")))


def _classes(tag: Tag) -> set[str]:
    return {str(name) for name in tag.get_attribute_list("class") if name}


def _level(item: Tag) -> int:
    found = _LEVEL.search(str(item["style"]))
    return int(found[1]) if found else 1


def _kind(item: Tag) -> str:
    """Take the typed bullet or number out of an item, and return which of the two it was."""
    mark = item.find(style=_MARK)
    words = mark.get_text().strip() if mark else ""
    if mark:
        mark.decompose()
    return "ol" if _NUMBER.fullmatch(words) and words.lower() != "o" else "ul"


def _before(item: Tag) -> Any:
    """What stands before it, past the white space."""
    before = item.previous_sibling
    while isinstance(before, NavigableString) and not before.strip():
        before = before.previous_sibling
    return before
