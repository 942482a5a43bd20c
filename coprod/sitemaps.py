"""The sitemap for search engines: every public page, and when it last changed. One query a section at most.

A large site gets an index of sections. Its stories have a section for each year, so that none grows with the site.
"""

from collections.abc import Callable, Iterable, Iterator
from datetime import date, datetime
from functools import cache
from typing import Any
from urllib.parse import quote

from django.conf import settings
from django.db.models import DateTimeField, Exists, Func, OuterRef, QuerySet, Subquery
from django.db.models.functions import Greatest
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.views.decorators.http import require_safe
from taggit.models import Tag, TaggedItem

from blog.models import Author, ByLine, Post, PostQuerySet
from blog.months import months_of
from coprod.models import Page
from coprod.page_cache.public import public_page
from networks.models import Network

LIMIT = 1_000  # stories: with more of them the sitemap is an index
NEWEST = 10  # stories of a tag or an author that its page shows first: when one of them changes, the page does
YEARLY = "stories-"  # and the year
Row = tuple[str, datetime | None]


def pages() -> Iterator[Row]:
    names = ["home", "posts", "tags", "authors", "archive", "write_for_us", "networks", "contact", *Page.Address.values]
    return ((reverse(name), None) for name in names)


def stories(posts: PostQuerySet) -> Iterator[Row]:
    return _addressed("post", posts.newest_first().values_list("slug", _changed()))


def tags() -> Iterator[Row]:
    tagged = TaggedItem.objects.filter(tag=OuterRef(OuterRef("pk")))
    return _addressed("tag", _with_last_change(Tag.objects.all(), tagged, "object_id"))


def authors() -> Iterator[Row]:
    signed = ByLine.objects.filter(author=OuterRef(OuterRef("pk")), name_withheld=False)
    return _addressed("author", _with_last_change(Author.objects.all(), signed, "post_id"))


def networks() -> Iterator[Row]:
    found: Any = Network.objects.public().with_group_count().only("slug", "updated_at")
    for network in found:
        yield network.get_absolute_url(), network.updated_at
        if network.group_count:
            yield reverse("groups", args=[network.slug]), network.updated_at


SECTIONS: dict[str, Callable[[], Iterable[Row]]] = {
    "pages": pages,
    "tags": tags,
    "authors": authors,
    "networks": networks,
}


@require_safe
@public_page()
def sitemap(request: HttpRequest) -> HttpResponse:
    """List everything, or, on a site too large for one list, the lists of each section."""
    public = Post.objects.public()
    if public.order_by().values("pk")[: LIMIT + 1].count() > LIMIT:
        years = sorted({month.year for month in months_of(public)}, reverse=True)
        names = [*SECTIONS, *(f"{YEARLY}{year}" for year in years)]
        places = ((reverse("sitemap_section", args=[name]), None) for name in names)
        return _answer(request, "sitemap_index.xml", "sitemap", places)
    rows = [*stories(public), *(row for section in SECTIONS.values() for row in section())]
    return _answer(request, "sitemap.xml", "url", rows)


@require_safe
@public_page()
def sitemap_section(request: HttpRequest, section: str) -> HttpResponse:
    return _answer(request, "sitemap.xml", "url", _rows_of(section))


def _rows_of(section: str) -> Iterable[Row]:
    if section in SECTIONS:
        return SECTIONS[section]()
    year = section.removeprefix(YEARLY)
    if not section.startswith(YEARLY) or not year.isascii() or not year.isdigit() or len(year) != 4 or year < "1970":
        raise Http404
    return stories(Post.objects.public().in_year(int(year)))


def _changed() -> Greatest:
    """Post.changed_at, in SQL."""
    return Greatest("updated_at", "publish_at")


def _with_last_change(rows: "QuerySet[Any]", of_each: "QuerySet[Any]", post: str) -> "QuerySet[Any, Any]":
    """The slugs of those with public stories, each with the last change of its newest ones, which `post` names."""
    public = Exists(Post.objects.public().filter(pk=OuterRef(post)))
    newest = of_each.filter(public).order_by(f"-{post}").values(post)[:NEWEST]
    changed = Post.objects.filter(pk__in=newest).order_by().values(last=Func(_changed(), function="max"))
    return rows.order_by("slug").values_list("slug", Subquery(changed, output_field=DateTimeField()))


def _addressed(view: str, rows: "QuerySet[Any, Any]") -> Iterator[Row]:
    """The addresses of what has changed at some time. One is asked for: to ask for each takes longer than all else."""
    before, after = reverse(view, args=["-"]).rsplit("-", 1)
    return ((f"{before}{quote(slug)}{after}", changed) for slug, changed in rows if changed)


def _answer(request: HttpRequest, template: str, tag: str, rows: Iterable[Row]) -> HttpResponse:
    """Addresses are those of SITE_URL, whatever name the site was asked by."""
    entry = f"<{tag}><loc>{settings.SITE_URL}{{}}</loc>{{}}</{tag}>"
    entries = format_html_join("\n", entry, ((address, _last_change(at)) for address, at in rows))
    response = render(request, f"machines/{template}", {"entries": entries}, content_type="application/xml")
    response["X-Robots-Tag"] = "noindex"
    return response


def _last_change(at: datetime | None) -> str:
    return _day(timezone.localtime(at).date()) if at else ""


@cache
def _day(day: date) -> SafeString:
    return format_html("<lastmod>{}</lastmod>", day.isoformat())
