"""WordPress's export, WXR: a news feed with everything else that WordPress knows in `wp:` elements."""

from typing import Any
from urllib.parse import unquote
from xml.etree.ElementTree import Element

from django.utils.timezone import get_current_timezone
from django.utils.translation import gettext as _

from blog.importers.entries import Entry, Kind, Sight, address_path, host_of, moment, words, written_moment
from blog.importers.exports import Broken, Export
from blog.importers.wordpress_text import as_html
from blog.models import Post
from coprod.richtext import plain
from coprod.tidying.markup import Picture

EXCERPT = "{http://wordpress.org/export/1.2/excerpt/}"
_KINDS = {"post": Kind.POST, "page": Kind.PAGE}
_NEVER_WRITTEN = {"auto-draft", "inherit"}
_NOT_LABELS = {"uncategorized", "uncategorised"}
_STATES = {
    "publish": Post.Status.PUBLISHED,
    "future": Post.Status.PUBLISHED,
    "draft": Post.Status.DRAFT,
    "pending": Post.Status.IN_REVIEW,
}


class WordPress:
    """One WordPress export."""

    def __init__(self, export: Export) -> None:
        channel = export.head.find("{*}channel")
        assert channel is not None  # noqa: S101 - else the file would not have been opened as an export
        addresses = [words(channel, name) for name in ("base_blog_url", "base_site_url", "link")]
        self.base = next((f"{address.rstrip('/')}/" for address in addresses if host_of(address)), "")
        self.hosts = self.picture_hosts = frozenset(host for address in addresses if (host := host_of(address)))
        self.attachments: dict[str, Picture] = {}
        self.thumbnails: dict[str, str] = {}
        self.title = words(channel, "title")
        self.names = {
            words(author, "author_login"): words(author, "author_display_name")
            for author in channel.findall("{*}author")
        }

    def look(self, element: Element) -> Sight:
        self._note_pictures(element)
        state = words(element, "status")
        kind = _KINDS.get(words(element, "post_type"), Kind.OTHER)
        if kind is not Kind.OTHER and state in _NEVER_WRITTEN:
            kind = Kind.OTHER
        elif kind is not Kind.OTHER and state == "trash":
            kind = Kind.IN_THE_BIN
        return Sight(
            kind=kind,
            title=plain(words(element, "title")),
            source_id=words(element, "guid"),
            comments=sum(
                words(one, "comment_approved") not in {"spam", "trash"} for one in element.findall("{*}comment")
            ),
            paths=_paths(words(element, "link"), words(element, "post_id")) if kind is Kind.POST else (),
        )

    def _note_pictures(self, element: Element) -> None:
        """Pictures of the library are entries of their own, and a post names the one that stands above it."""
        meta = {words(one, "meta_key"): words(one, "meta_value") for one in element.findall("{*}postmeta")}
        if words(element, "post_type") == "attachment":
            caption = plain(element.findtext(f"{EXCERPT}encoded") or "")
            picture = Picture(words(element, "attachment_url"), meta.get("_wp_attachment_image_alt", ""), caption)
            self.attachments[words(element, "post_id")] = picture
        elif "_thumbnail_id" in meta:
            self.thumbnails[words(element, "guid")] = meta["_thumbnail_id"]

    def lead_of(self, source_id: str) -> Picture | None:
        return self.attachments.get(self.thumbnails.get(source_id, ""))

    def read(self, found: Any) -> Entry:
        status, note = _status(found)
        publish_at = _date(found)
        if publish_at is None and status == Post.Status.PUBLISHED:
            raise Broken(_("its date cannot be read"))
        login = found.get("author", "")
        name = self.names.get(login, "")
        text, shortcodes = as_html(found.content[0].value if found.get("content") else "")
        notes = [_("the shortcode [%(name)s] was left out") % {"name": name} for name in shortcodes]
        return Entry(
            source_id=found.get("id", ""),
            title=plain(found.get("title", "")),
            html=text,
            status=status,
            publish_at=publish_at if status == Post.Status.PUBLISHED else None,
            created_at=publish_at,
            labels=_labels(found),
            paths=_paths(found.get("link", ""), found.get("wp_post_id", "")),
            address_name=unquote(found.get("wp_post_name", "")),
            standfirst=plain(found.get("excerpt_encoded", "")),
            account=name or login,
            account_is_author=bool(name) and name.casefold() not in {login.casefold(), self.title.casefold()},
            notes=tuple(filter(None, [note, *notes])),
        )


def _status(found: Any) -> tuple[str, str]:
    """Return the status here, and what staff must know. What was not open to everyone there is a draft here."""
    state = found.get("wp_status", "")
    if found.get("wp_post_password"):
        return Post.Status.DRAFT, _("it had a password, so it is a draft")
    if state == "private":
        return Post.Status.DRAFT, _("it was private, so it is a draft")
    if state not in _STATES:
        return Post.Status.DRAFT, _("we do not know its state “%(state)s”, so it is a draft") % {"state": state}
    return _STATES[state], ""


def _date(found: Any) -> Any:
    """Return when it was published. A draft has no date in UTC: WordPress writes zeros."""
    return (
        written_moment(found.get("wp_post_date_gmt", ""))
        or moment(found.get("published_parsed"))
        or written_moment(found.get("wp_post_date", ""), get_current_timezone())
    )


def _labels(found: Any) -> tuple[str, ...]:
    labels = (tag.term or "" for tag in found.get("tags", []) if tag.scheme in {"category", "post_tag"})
    return tuple(label for label in labels if label.casefold() not in _NOT_LABELS)


def _paths(link: str, number: str) -> tuple[str, ...]:
    """Return where the post lived: its permalink, and the short address that always works in WordPress."""
    paths = [address_path(link), address_path(f"/?p={number}")]
    return tuple(dict.fromkeys(path for path in paths if path))
