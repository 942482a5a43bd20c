"""What an old blog's export is read into, whichever blog it was: posts, and what stands beside them."""

import hashlib
import json
import time
from calendar import timegm
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime, tzinfo
from enum import Enum, auto
from io import BytesIO
from typing import Any, Protocol
from urllib.parse import unquote, urlsplit
from xml.etree.ElementTree import Element

import feedparser
from django.utils.dateparse import parse_datetime
from django.utils.timezone import is_naive
from django.utils.translation import gettext as _

from blog.importers.exports import Broken
from coprod.tidying.markup import Picture

OLDEST_YEAR = 1990


class Kind(Enum):
    POST = auto()
    PAGE = auto()
    COMMENT = auto()
    IN_THE_BIN = auto()
    OTHER = auto()  # settings, templates, menus, attachments: nothing that a reader read


@dataclass(frozen=True)
class Sight:
    """What a first look at an element tells, before its text is read."""

    kind: Kind
    title: str
    source_id: str = ""
    comments: int = 0
    comment_on: str = ""
    paths: tuple[str, ...] = ()


@dataclass(frozen=True)
class Entry:
    """One post as the old blog had it."""

    source_id: str
    title: str
    html: str
    status: str
    publish_at: datetime | None
    created_at: datetime | None
    labels: tuple[str, ...] = ()
    paths: tuple[str, ...] = ()
    address_name: str = ""
    standfirst: str = ""
    account: str = ""
    account_is_author: bool = False
    notes: tuple[str, ...] = field(default=())

    @property
    def digest(self) -> str:
        """Changes when the post changed over there, and not when somebody commented on it."""
        text = json.dumps(asdict(self), default=str, sort_keys=True, ensure_ascii=True)
        return hashlib.sha256(text.encode()).hexdigest()


class Source(Protocol):
    """A kind of export."""

    hosts: frozenset[str]
    base: str
    picture_hosts: frozenset[str]

    def look(self, element: Element) -> Sight: ...

    def read(self, found: Any) -> Entry: ...

    def lead_of(self, source_id: str) -> Picture | None:
        """Return the picture that the old blog showed above a post and in lists, where it knew one."""


def parsed(document: bytes) -> Any:
    """Return feedparser's reading of a document with one entry in it, the text as it was written."""
    feed = feedparser.parse(BytesIO(document), sanitize_html=False, resolve_relative_uris=False)
    if len(feed.entries) != 1:
        raise Broken(_("it cannot be read"))
    return feed.entries[0]


def moment(value: time.struct_time | None) -> datetime | None:
    """Return feedparser's date, which is in UTC already, or None for one that no blog can have had."""
    if value is None or not OLDEST_YEAR <= value.tm_year < 3000:
        return None
    try:
        return datetime.fromtimestamp(timegm(value), UTC)
    except (ValueError, OverflowError):
        return None


def written_moment(text: str, zone: tzinfo = UTC) -> datetime | None:
    """Return a written date, or None for one that no blog can have had. Without a time zone it is in `zone`."""
    try:
        value = parse_datetime(text)
        if value is None:
            return None
        return moment((value.replace(tzinfo=zone) if is_naive(value) else value).utctimetuple())
    except (ValueError, OverflowError):  # the 31st of February; the year 0 in another time zone
        return None


def host_of(address: str) -> str:
    try:
        return urlsplit(address).hostname or ""
    except ValueError:
        return ""


def address_path(address: str) -> str:
    """Return the path of an old address as a request has it: `/2018/06/some-title.html`, or `/?p=12`."""
    try:
        parts = urlsplit(address.strip())
    except ValueError:
        return ""
    path = unquote(parts.path)
    if path in {"", "/"}:
        number = parts.query.removeprefix("p=")
        return f"/?p={number}" if parts.query.startswith("p=") and number.isascii() and number.isdigit() else ""
    return path if path.startswith("/") and len(path) <= 500 and "\0" not in path else ""


def words(element: Element, name: str) -> str:
    """Return the text of a child element, whatever its namespace, with single spaces."""
    return " ".join((element.findtext(f"{{*}}{name}") or "").split())
