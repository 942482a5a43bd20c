"""Reading the blog: the list, a post, and the ways to find one by tag, author and month."""

from collections.abc import Iterable
from datetime import date
from itertools import groupby

from django.core.paginator import Page
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from blog import related
from blog.models import Post
from blog.months import months_of
from blog.stories import (
    AUTHOR,
    NEWEST,
    OF_A_TAG,
    OF_AN_AUTHOR,
    PUBLIC_STORY,
    TAG,
    page_of_stories,
    some_or_404,
    whole_stories,
)
from coprod import errors
from coprod.page_cache.public import public_page


@require_safe
@public_page("page")
def posts(request: HttpRequest) -> HttpResponse:
    return render(request, "blog/posts.html", {"page_obj": page_of_stories(request, NEWEST.ask())})


@require_safe
@public_page()
def post(request: HttpRequest, slug: str, *, large_print: bool = False) -> HttpResponse:
    """Show a post. Who is asking is looked up only when the public may not see it: readers have no session."""
    story = PUBLIC_STORY.first(slug=slug)
    public = story is not None
    if story is None:
        if not (request.user.is_staff and request.user.has_perm("blog.view_post")):
            if Post.objects.taken_down().filter(slug=slug).exists():
                return errors.gone(request)
            raise Http404
        story = get_object_or_404(whole_stories(), slug=slug)
    more, alike = ([], False) if large_print else related.like(story)
    context = {"post": story, "more": more, "alike": alike, "public": public, "large_print": large_print}
    response = render(request, "blog/post.html", context | {"trail": _trail()})
    if not public:
        response["Cache-Control"] = "private, no-store"
        response["X-Robots-Tag"] = "noindex"
    return response


@require_safe
@public_page("page")
def tag(request: HttpRequest, slug: str) -> HttpResponse:
    found = TAG.first_or_404(slug=slug)
    page_obj = _page_of_some(request, OF_A_TAG.ask(tag=found.pk))
    context = {"tag": found, "page_obj": page_obj, "trail": _trail((_("By subject"), reverse("tags")))}
    return render(request, "blog/tag.html", context)


@require_safe
@public_page("page")
def author(request: HttpRequest, slug: str) -> HttpResponse:
    found = AUTHOR.first_or_404(slug=slug)
    page_obj = _page_of_some(request, OF_AN_AUTHOR.ask(author=found.pk))
    context = {"author": found, "page_obj": page_obj, "trail": _trail((_("By author"), reverse("authors")))}
    return render(request, "blog/author.html", context)


@require_safe
@public_page()
def archive(request: HttpRequest) -> HttpResponse:
    years = _by_year(months_of(Post.objects.public()))
    return render(request, "blog/archive.html", {"years": years, "trail": _trail()})


@require_safe
@public_page("page")
def archive_year(request: HttpRequest, year: int) -> HttpResponse:
    months = list(Post.objects.public().in_year(_year(year)).by_month())
    if not months:
        raise Http404
    page_obj = page_of_stories(request, list(Post.objects.public().in_year(year).newest_keys()))
    context = {"year": year, "months": months, "page_obj": page_obj, "trail": _archive_trail()}
    return render(request, "blog/archive_year.html", context)


@require_safe
@public_page("page")
def archive_month(request: HttpRequest, year: int, month: int) -> HttpResponse:
    if not 1 <= month <= 12:
        raise Http404
    stories = Post.objects.public().in_month(_year(year), month)
    context = {
        "month": date(year, month, 1),
        "page_obj": _page_of_some(request, list(stories.newest_keys())),
        "trail": _archive_trail((str(year), reverse("archive_year", args=[year]))),
    }
    return render(request, "blog/archive_month.html", context)


def _trail(*below: tuple[str, str]) -> list[tuple[str, str]]:
    """Return the names and addresses above a page of the blog."""
    return [(_("Stories"), reverse("posts")), *below]


def _archive_trail(*below: tuple[str, str]) -> list[tuple[str, str]]:
    return _trail((_("By month"), reverse("archive")), *below)


def _page_of_some(request: HttpRequest, keys: list[int]) -> Page:
    return page_of_stories(request, some_or_404(keys))


def _year(year: int) -> int:
    if not 1970 <= year <= timezone.localdate().year:
        raise Http404
    return year


def _by_year(months: Iterable[date]) -> list[tuple[int, list[dict[str, date]]]]:
    return [(year, [{"month": month} for month in group]) for year, group in groupby(months, key=lambda day: day.year)]
