"""Atom and RSS feeds with the full text of each post: of all posts, of one tag, of one author.

A person who opens one in a browser sees a page: a stylesheet hides what is for programs, and a few elements of XHTML,
which feed readers pass over, hold what is for people. (XSLT, the usual way, was taken out of browsers in 2026.)

A feed has an ETag, as every public page has, and no Last-Modified: a date cannot tell a reader's program that a post
was withdrawn or deleted.
"""

import re
from datetime import datetime
from functools import partial
from io import StringIO
from typing import Any
from urllib.parse import urljoin, urlsplit

from django.conf import settings
from django.db.models import BigIntegerField, IntegerField, prefetch_related_objects
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.urls import reverse
from django.utils import timezone
from django.utils.feedgenerator import Atom1Feed, Rss201rev2Feed, Stylesheet, SyndicationFeed
from django.utils.formats import date_format
from django.utils.html import escape
from django.utils.translation import gettext as _
from django.utils.xmlutils import SimplerXMLGenerator
from django.views.decorators.http import require_safe

from blog.models import Post, PostQuerySet
from blog.stories import AUTHOR, TAG, some_or_404
from coprod import richtext
from coprod.context_processors import organisation
from coprod.page_cache.parts import once
from coprod.page_cache.public import public_page
from coprod.prepared import Later, Prepared

NEWEST = 20
XHTML = "http://www.w3.org/1999/xhtml"
_NOT_XML = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ufdd0-\ufdef\ufffe\uffff]")
_RELATIVE = re.compile(r'(<a (?:lang="[^"]*" )?href=")(?![a-z]+:)([^"]*)', re.IGNORECASE)


def _newest(posts: PostQuerySet) -> Any:
    rows = posts.with_by_line().with_lead().with_tags().newest_first()[:NEWEST]
    return rows.only("title", "slug", "standfirst", "body", "publish_at", "updated_at", "created_at")


OF_ALL: Prepared[Post] = Prepared(lambda: _newest(Post.objects.public()))
OF_A_TAG: Prepared[Post] = Prepared(
    lambda: _newest(Post.objects.public().tagged(Later("tag", IntegerField()))), plan_each=True
)
OF_AN_AUTHOR: Prepared[Post] = Prepared(lambda: _newest(Post.objects.public().by(Later("author", BigIntegerField()))))


def xml(text: object) -> str:
    """Return the text without the characters that XML 1.0 forbids or advises against."""
    return _NOT_XML.sub("", str(text))


class ForPeople(SyndicationFeed):
    """A feed of `posts`, with what a person sees who opens it in a browser. Each entry is written once."""

    def add_root_elements(self, handler: Any) -> None:
        self._show(handler, "h1", self.feed["title"], self.feed["link"], [self.feed["for_people"]])
        super().add_root_elements(handler)

    def add_item_elements(self, handler: Any, item: Any) -> None:
        self._show(handler, "h2", item["title"], item["link"], item["for_people"])
        super().add_item_elements(handler, item)

    def add_stylesheets(self, handler: Any) -> None:
        for stylesheet in self.feed["stylesheets"]:
            handler.processingInstruction("xml-stylesheet", stylesheet)

    def latest_post_date(self) -> datetime:
        return max((post.changed_at for post in self.feed["posts"]), default=super().latest_post_date())

    def write_items(self, handler: Any) -> None:
        for post in self.feed["posts"]:
            handler.ignorableWhitespace(once(self.__class__.__name__, post, partial(self._entry, post)))  # as it is

    def _entry(self, post: Post) -> str:
        text = StringIO()
        self.items = []
        self.add_item(**_item(post))
        super().write_items(SimplerXMLGenerator(text, "utf-8", short_empty_elements=True))  # type: ignore[misc]
        return text.getvalue()

    def _show(self, handler: Any, heading: str, title: str, link: str, lines: list[str]) -> None:
        handler.startElement("div", {"xmlns": XHTML})
        handler.startElement(heading, {})
        handler.addQuickElement("a", title, {"href": link})
        handler.endElement(heading)
        for words in lines:
            handler.addQuickElement("p", words)
        handler.endElement("div")


class Atom(ForPeople, Atom1Feed):
    """Atom with the whole by-line: Django's own knows one author an entry."""

    def write(self, outfile: Any, encoding: str) -> None:
        handler: Any = SimplerXMLGenerator(outfile, encoding, short_empty_elements=True)
        handler.startDocument()
        self.add_stylesheets(handler)  # which Django does for RSS only
        handler.startElement("feed", self.root_attributes())
        self.add_root_elements(handler)
        self.write_items(handler)
        handler.endElement("feed")

    def add_item_elements(self, handler: Any, item: Any) -> None:
        super().add_item_elements(handler, item)
        for name in item["authors"]:
            handler.startElement("author", {})
            handler.addQuickElement("name", name)
            handler.endElement("author")
        handler.addQuickElement("content", item["content"], {"type": "html"})


class Rss(ForPeople, Rss201rev2Feed):
    """RSS with the standfirst as description and the text beside it."""

    def rss_attributes(self) -> dict[str, str]:
        return {
            **super().rss_attributes(),
            "xmlns:content": "http://purl.org/rss/1.0/modules/content/",
            "xmlns:dc": "http://purl.org/dc/elements/1.1/",
        }

    def add_item_elements(self, handler: Any, item: Any) -> None:
        super().add_item_elements(handler, item)
        for name in item["authors"]:
            handler.addQuickElement("dc:creator", name)
        handler.addQuickElement("content:encoded", item["content"])


@require_safe
@public_page()
def feed(request: HttpRequest) -> HttpResponse:
    return _answer(Atom, request, OF_ALL.ask(), _("Stories"), reverse("posts"))


@require_safe
@public_page()
def feed_rss(request: HttpRequest) -> HttpResponse:
    return _answer(Rss, request, OF_ALL.ask(), _("Stories"), reverse("posts"))


@require_safe
@public_page()
def tag_feed(request: HttpRequest, slug: str, kind: type[SyndicationFeed] = Atom) -> HttpResponse:
    tag = TAG.first_or_404(slug=slug)
    posts = some_or_404(OF_A_TAG.ask(tag=tag.pk))
    title = _("Stories about %(tag)s") % {"tag": tag.name}
    return _answer(kind, request, posts, title, reverse("tag", args=[slug]))


@require_safe
@public_page()
def author_feed(request: HttpRequest, slug: str, kind: type[SyndicationFeed] = Atom) -> HttpResponse:
    author = AUTHOR.first_or_404(slug=slug)
    title = _("Stories by %(author)s") % {"author": author.name}
    return _answer(kind, request, some_or_404(OF_AN_AUTHOR.ask(author=author.pk)), title, author.get_absolute_url())


def _answer(
    kind: type[SyndicationFeed], request: HttpRequest, posts: list[Post], title: str, page: str
) -> HttpResponse:
    name = organisation(request).name
    made: Any = kind(
        title=xml(f"{title} – {name}"),
        link=settings.SITE_URL + page,
        description=xml(_("Stories by people living with dementia, carers and the people who work with them.")),
        language="en-gb",
        author_name=xml(name),
        feed_url=settings.SITE_URL + request.path,
        feed_guid=settings.SITE_URL + page,
        posts=_with_pictures(posts),
        stylesheets=[Stylesheet(static("css/feed.css"), mimetype="text/css")],
        for_people=xml(
            _("This is a feed. Copy this page’s address into your news reader. Or read the newest stories here.")
        ),
    )
    return HttpResponse(made.writeString("utf-8"), content_type=made.content_type)


def _with_pictures(posts: list[Post]) -> list[Post]:
    prefetch_related_objects([post for post in posts if richtext.has_pictures(post.body)], "pictures")
    return posts


def _item(post: Any) -> dict[str, Any]:
    link = settings.SITE_URL + post.get_absolute_url()
    return {
        "title": xml(post.title),
        "link": link,
        "description": xml(escape(post.standfirst)),  # both kinds of feed read it as HTML
        "pubdate": post.publish_at,
        "updateddate": post.changed_at,
        "categories": [xml(tag["name"]) for tag in post.tag_list],
        "unique_id": f"tag:{urlsplit(settings.SITE_URL).hostname},{post.created_at:%Y-%m-%d}:post/{post.pk}",
        "unique_id_is_permalink": False,
        "authors": [xml(credit["name"]) for credit in post.credits],
        "for_people": [xml(post.standfirst), xml(_by_line(post))],
        "content": _content(post, link),
    }


def _by_line(post: Any) -> str:
    """Return who wrote it and when, for people."""
    day = date_format(timezone.localtime(post.publish_at))
    names = ", ".join(credit["name"] for credit in post.credits)
    return _("By %(names)s, %(day)s") % {"names": names, "day": day} if names else day


def _content(post: Any, link: str) -> str:
    content = render_to_string("blog/feed_item.html", {"post": post, "site_url": settings.SITE_URL})
    return xml(_RELATIVE.sub(lambda found: found[1] + urljoin(link, found[2]), content))
