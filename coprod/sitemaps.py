"""The sitemap for search engines: every public page, and when it last changed. One query a section at most."""

from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.sitemaps import Sitemap, views
from django.db.models import Max
from django.db.models.functions import Greatest
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.functional import cached_property
from django.views.decorators.http import require_safe
from taggit.models import Tag

from blog.models import Author, ByLine, Post
from coprod.models import Page
from coprod.page_cache.public import public_page
from networks.models import Network


def _changed_at(posts: str = "") -> Greatest:
    """Post.changed_at, in SQL."""
    return Greatest(f"{posts}updated_at", f"{posts}publish_at")


class Section(Sitemap):
    """Addresses are those of SITE_URL, whatever name the site was asked by."""

    limit = 10_000
    protocol = urlsplit(settings.SITE_URL).scheme

    def get_domain(self, site: Any = None) -> str:
        return urlsplit(settings.SITE_URL).netloc

    def rows(self) -> Any:
        raise NotImplementedError

    @cached_property
    def found(self) -> list[Any]:
        return list(self.rows())

    def items(self) -> list[Any]:
        # Asked for again and again, and a QuerySet would be counted with a query of its own.
        return self.found

    def location(self, item: Any) -> str:
        return item[0]

    def lastmod(self, item: Any) -> datetime | None:
        return item[1]


class Pages(Section):
    def rows(self) -> list[tuple[str, None]]:
        names = ["home", "posts", "tags", "authors", "archive", "write_for_us", "networks", "contact"]
        names += Page.Address.values
        return [(reverse(name), None) for name in names]


class Posts(Section):
    def rows(self) -> Any:
        posts = Post.objects.public().newest_first().values_list("slug", _changed_at())
        return ((reverse("post", args=[slug]), changed) for slug, changed in posts)


class Tags(Section):
    def rows(self) -> Any:
        tags = (
            Tag.objects.filter(post__in=Post.objects.public())
            .annotate(changed=Max(_changed_at("post__")))
            .order_by("slug")
        )
        return ((reverse("tag", args=[tag.slug]), tag.changed) for tag in tags)


class Authors(Section):
    def rows(self) -> Any:
        signed = Author.objects.filter(by_line__in=ByLine.objects.public())
        authors = signed.annotate(changed=Max(_changed_at("by_line__post__"))).order_by("slug").only("slug")
        return ((author.get_absolute_url(), author.changed) for author in authors)


class Networks(Section):
    def rows(self) -> Any:
        networks: Any = Network.objects.public().with_group_count().only("slug", "updated_at")
        for network in networks:
            yield network.get_absolute_url(), network.updated_at
            if network.group_count:
                yield reverse("groups", args=[network.slug]), network.updated_at


SECTIONS: dict[str, type[Section]] = {
    "pages": Pages,
    "stories": Posts,
    "tags": Tags,
    "authors": Authors,
    "networks": Networks,
}


@require_safe
@public_page("p")
def sitemap(request: HttpRequest) -> HttpResponse:
    """List everything, or, on a site too large for one list, the lists of each section."""
    sections = _sections()
    if any(section.paginator.num_pages > 1 for section in sections.values()):
        return views.index(request, sections, sitemap_url_name="sitemap_section")
    return views.sitemap(request, sections)


@require_safe
@public_page("p")
def sitemap_section(request: HttpRequest, section: str) -> HttpResponse:
    return views.sitemap(request, _sections(), section=section)


def _sections() -> dict[str, Any]:
    return {name: section() for name, section in SECTIONS.items()}
