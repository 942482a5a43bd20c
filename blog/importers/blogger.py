"""Blogger's exports: the `feed.atom` of Google Takeout, and the file that Blogger itself used to write.

Today's says what an entry is in `blogger:type` and where it lived in `blogger:filename`; the older one has a category
whose name ends in `kind#post`, and a link.
"""

import html
from typing import Any
from urllib.parse import urljoin
from xml.etree.ElementTree import Element

from django.utils.translation import gettext as _

from blog.importers.entries import Entry, Kind, Sight, address_path, host_of, moment, words, written_moment
from blog.importers.exports import Broken, Export
from blog.models import Post
from coprod.tidying.markup import Picture

KIND_SCHEME = "http://schemas.google.com/g/2005#kind"
# Where Blogger keeps the pictures of every blog.
BLOGGER_HOSTS = {".blogger.com", ".bp.blogspot.com", ".googleusercontent.com"}
_KINDS = {"post": Kind.POST, "page": Kind.PAGE, "comment": Kind.COMMENT}
_PUBLISHED = {"live", "scheduled", "published", ""}


class Blogger:
    """One Blogger export."""

    def __init__(self, export: Export) -> None:
        links = export.head.findall("{*}link")
        address = next((link.get("href", "") for link in links if link.get("rel") == "alternate"), "")
        host = host_of(address)
        self.base = urljoin(address, "/") if host else ""
        self.hosts = frozenset({host} if host else ())
        self.picture_hosts = self.hosts | BLOGGER_HOSTS

    def look(self, element: Element) -> Sight:
        kind = _KINDS.get(words(element, "type").lower() or _old_kind(element), Kind.OTHER)
        if kind is not Kind.COMMENT and (words(element, "status") == "SOFT_TRASHED" or words(element, "trashed")):
            kind = Kind.IN_THE_BIN
        reply = element.find("{*}in-reply-to")
        return Sight(
            kind=kind,
            title=html.unescape(words(element, "title")),
            source_id=words(element, "id"),
            comment_on=words(element, "parent") or (reply.get("ref", "") if reply is not None else ""),
            paths=_paths(element) if kind is Kind.POST else (),
        )

    def lead_of(self, source_id: str) -> Picture | None:
        return None  # Blogger showed whichever picture came first

    def read(self, found: Any) -> Entry:
        state = found.get("blogger_status", "").lower()
        is_draft = state == "draft" or found.get("app_draft", "").lower() == "yes"
        known = is_draft or state in _PUBLISHED
        published = moment(found.get("published_parsed"))
        if published is None and not is_draft:
            raise Broken(_("its date cannot be read"))
        path = address_path(found.get("blogger_filename", "") or found.get("link", ""))
        return Entry(
            source_id=found.get("id", ""),
            title=html.unescape(found.get("title", "")),
            html=found.content[0].value if found.get("content") else found.get("summary", ""),
            status=Post.Status.PUBLISHED if known and not is_draft else Post.Status.DRAFT,
            publish_at=published if known and not is_draft else None,
            created_at=written_moment(found.get("blogger_created", "")) or published,
            labels=tuple(tag.term or "" for tag in found.get("tags", []) if tag.scheme != KIND_SCHEME),
            paths=(path,) if path else (),
            address_name=path.rpartition("/")[2].removesuffix(".html"),
            standfirst=found.get("blogger_metadescription", ""),
            account=found.get("author_detail", {}).get("name", ""),
            notes=() if known else (_("we do not know its state “%(state)s”, so it is a draft") % {"state": state},),
        )


def _old_kind(element: Element) -> str:
    kinds = (tag.get("term", "") for tag in element.findall("{*}category") if tag.get("scheme") == KIND_SCHEME)
    return next(kinds, "").rpartition("#")[2]


def _paths(element: Element) -> tuple[str, ...]:
    links = [link.get("href", "") for link in element.findall("{*}link") if link.get("rel") == "alternate"]
    paths = (address_path(address) for address in [words(element, "filename"), *links])
    return tuple(path for path in paths if path)
