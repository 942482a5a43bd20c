"""An export, opened: refused when it is unusable as a whole, else cut into pieces without trusting any of them.

Every entry becomes a small document of its own. A broken one costs nothing but itself, and a file of 200 MB is never in
memory as a whole.
"""

import codecs
import mmap
import re
import stat
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from typing import IO
from xml.etree import ElementTree

from django.utils.translation import gettext as _

MAX_BYTES = 200 * 1024 * 1024
MAX_ENTRY_BYTES = 20 * 1024 * 1024

_MARKS = [  # the longer marks first: UTF-32 begins as UTF-16 does
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, ""),
    (codecs.BOM_UTF32_BE, ""),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
    (b"<\0", "utf-16-le"),
    (b"\0<", "utf-16-be"),
]
_NAMES = {"utf-8": "utf-8", "utf8": "utf-8", "us-ascii": "utf-8", "ascii": "utf-8"} | {
    name: name for name in ("utf-16", "iso-8859-1", "iso-8859-15", "windows-1252")
}
_DECLARED = re.compile(rb"""\s*<\?xml[^>]*?encoding\s*=\s*["']([\w.-]+)["']""")
_BEFORE_ROOT = re.compile(rb"\s*(?:(?:<!--.*?-->|<\?.*?\?>)\s*)*", re.DOTALL)
_ROOT = re.compile(rb"""<(feed|rss)(?:\s+[\w:.-]+\s*=\s*(?:"[^"]*"|'[^']*'))*\s*>""")
_TOKEN = re.compile(rb"<!\[CDATA\[|<!--|<!DOCTYPE|<!ENTITY|</?(?:entry|item)(?=[\s>])")
_ENDS = {b"<![CDATA[": b"]]>", b"<!--": b"-->"}
_LAST = re.compile(rb"(?:</channel\s*>\s*)?</(?:feed|rss)\s*>\s*(?:<!--(?:(?!-->).)*-->\s*)*\Z", re.DOTALL)
_LAST_BYTES = 4096
# XML cannot hold these; WordPress exports do, where someone pasted from an old word processor.
_FORBIDDEN = bytes(code for code in range(32) if code not in b"\t\n\r")


class Unusable(Exception):
    """Nothing of the file can be imported. The message is one line, for the person who chose the file."""


class Broken(Exception):
    """One entry cannot be imported. The message says why; the rest of the file is not touched by it."""


@dataclass(frozen=True)
class Piece:
    """Where one entry begins and ends in the file, and on which line."""

    line: int
    start: int
    end: int


@dataclass
class Export:
    """A file that is an export, as far as can be told before its entries are read."""

    data: mmap.mmap
    root: bytes
    head: ElementTree.Element
    pieces: list[Piece] = field(default_factory=list)

    @property
    def is_wordpress(self) -> bool:
        return self.root.startswith(b"<rss")

    def document(self, piece: Piece) -> bytes:
        """Return the entry as a document: the root's own opening tag, with its namespaces, around it."""
        if piece.end - piece.start > MAX_ENTRY_BYTES:
            raise Broken(_("it is longer than 20 MB"))
        opening, closing = _frame(self.root)
        inside = self.data[piece.start : piece.end].translate(None, _FORBIDDEN)
        return b'<?xml version="1.0" encoding="utf-8"?>' + opening + inside + closing

    def element(self, piece: Piece) -> ElementTree.Element | None:
        """Return the entry's element, or None where something else than an entry stands between two entries."""
        try:
            # No entity can be declared in it: a DOCTYPE anywhere made the whole file unusable.
            top = ElementTree.fromstring(self.document(piece))  # noqa: S314
        except ElementTree.ParseError as error:
            line = piece.line + error.position[0] - 1
            raise Broken(_("it is damaged near line %(line)s of the file") % {"line": line}) from error
        return top.find("{*}channel/{*}item" if self.is_wordpress else "{*}entry")


def open_export(path: Path) -> Export:
    """Open the file and find its entries. Raises Unusable with one plain line."""
    data = _in_utf8(path)
    start = len(codecs.BOM_UTF8) if data[:3] == codecs.BOM_UTF8 else 0
    root = _root(data, start)
    boundaries = list(_boundaries(data, root.end()))
    last = _LAST.search(data, max(root.end(), len(data) - _LAST_BYTES))
    if last is None:
        lines = data[:].count(b"\n") + 1
        raise Unusable(_("This file stops in the middle, at line %(line)s. Export the blog again.") % {"line": lines})
    boundaries = [place for place in boundaries if place <= last.start()]
    head_end = boundaries[0] if boundaries else last.start()
    export = Export(data, root[0], _head(data, root, head_end))
    export.pieces = list(_pieces(data, [*boundaries, last.start()]))
    return export


def _in_utf8(path: Path) -> mmap.mmap:
    """Return the bytes of the file, or of a temporary copy in UTF-8 where it is written in something else."""
    try:
        status = path.stat()
        if not stat.S_ISREG(status.st_mode):
            raise Unusable(_("This is not a file: %(path)s") % {"path": path})
        if status.st_size == 0:
            raise Unusable(_("This file is empty."))
        if status.st_size > MAX_BYTES:
            raise Unusable(_("This file is over 200 MB. That is more than we can import."))
        with path.open("rb") as file:
            encoding = _encoding(file.read(512))
            file.seek(0)
            return _mapped(file) if encoding == "utf-8" else _converted(file, encoding)
    except OSError as error:
        raise Unusable(_("We cannot open %(path)s: %(why)s") % {"path": path, "why": error.strerror}) from error


def _mapped(file: IO[bytes]) -> mmap.mmap:
    # It keeps the file open by itself, and a temporary one in being.
    return mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)


def _encoding(start: bytes) -> str:
    if start.startswith(b"PK\x03\x04"):
        raise Unusable(_("This is a ZIP file. Unpack it first and choose the export inside."))
    marked = next((name for mark, name in _MARKS if start.startswith(mark)), None)
    declared = _DECLARED.match(start)
    name = declared[1].decode("ascii").lower() if declared else "utf-8"
    encoding = _NAMES.get(name, "") if marked is None else marked
    if not encoding:
        raise Unusable(_("This file is written in an encoding that we do not know. Save it as UTF-8."))
    return encoding


def _converted(file: IO[bytes], encoding: str) -> mmap.mmap:
    # Half a character makes its own entry unreadable and not the file, so it is passed on.
    errors = "surrogatepass" if encoding.startswith("utf-16") else "replace"
    with tempfile.TemporaryFile() as copy:
        reader = codecs.getreader(encoding)(file, errors)
        try:
            while part := reader.read(1024 * 1024):
                copy.write(part.encode("utf-8", "surrogatepass"))
        except UnicodeError as error:
            raise Unusable(_("This file stops in the middle of a letter. Export the blog again.")) from error
        copy.flush()
        if copy.tell() == 0:
            raise Unusable(_("This file is empty."))
        return _mapped(copy)


def _root(data: mmap.mmap, start: int) -> re.Match[bytes]:
    before = _BEFORE_ROOT.match(data, start)
    place = before.end() if before else start
    if data[place : place + 9] == b"<!DOCTYPE" and data[place + 9 : place + 14].lower() != b" html":
        raise Unusable(_("This file declares entities (a DOCTYPE). No export does, so we do not read it."))
    root = _ROOT.match(data, place)
    if root is None:
        raise Unusable(_("This file is not a Blogger or WordPress export."))
    return root


def _boundaries(data: mmap.mmap, place: int) -> Iterator[int]:
    """Yield each place where an entry begins or has ended; what is between two tags of an entry is not looked at."""
    unclosed: set[bytes] = set()
    while token := _TOKEN.search(data, place):
        place, word = token.end(), token[0]
        if word in {b"<!DOCTYPE", b"<!ENTITY"}:
            raise Unusable(_("This file declares entities (a DOCTYPE). No export does, so we do not read it."))
        if word in _ENDS and word not in unclosed:
            end = data.find(_ENDS[word], place)
            # One that never ends is searched for once only: else a crafted file would take for ever.
            unclosed |= {word} if end < 0 else set()
            place = place if end < 0 else end
        elif word.startswith(b"</"):
            end = data.find(b">", place)
            yield (end + 1) if end >= 0 else len(data)
        elif word not in _ENDS:
            yield token.start()


def _pieces(data: mmap.mmap, boundaries: list[int]) -> Iterator[Piece]:
    line, counted = 1, 0
    for before, end in pairwise(boundaries):
        text = data[before:end]
        start = before + len(text) - len(text.lstrip())
        line += data[counted:start].count(b"\n")
        counted = start
        if text.strip():
            yield Piece(line, start, end)


def _frame(root: bytes) -> tuple[bytes, bytes]:
    return (root + b"<channel>", b"</channel></rss>") if root.startswith(b"<rss") else (root, b"</feed>")


def _head(data: mmap.mmap, root: re.Match[bytes], end: int) -> ElementTree.Element:
    """Return what stands before the first entry, once it has shown that this is an export and not just any feed."""
    wordpress = root[1] == b"rss"
    inside = data[root.end() : end].translate(None, _FORBIDDEN)
    try:
        # Safe for the same reason as in Export.element.
        head = ElementTree.fromstring(root[0] + inside + (b"</channel></rss>" if wordpress else b"</feed>"))  # noqa: S314
    except ElementTree.ParseError as error:
        line = data[: root.end()].count(b"\n") + error.position[0]
        raise Unusable(_("This file is damaged near line %(line)s. Export the blog again.") % {"line": line}) from error
    if wordpress and head.find("{*}channel/{*}wxr_version") is None:
        raise Unusable(_("This is a news feed, not an export. In WordPress choose Tools, then Export."))
    identity = head.findtext("{*}id") or ""
    if not wordpress and b"//schemas.google.com/blogger/" not in root[0] and not identity.startswith("tag:blogger.com"):
        raise Unusable(_("This is a news feed, not an export of a Blogger blog."))
    return head
