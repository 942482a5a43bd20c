"""The lists of all tags and of all authors, through which one finds a story."""

from collections.abc import Iterable
from itertools import groupby
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from blog.models import Author
from blog.models.tags import public_tags
from coprod.page_cache.public import public_page
from coprod.paging import page_of

A_PAGE = 60  # names are short: more of them than of stories can be looked through


@require_safe
@public_page("page")
def tags(request: HttpRequest) -> HttpResponse:
    page_obj = page_of(Paginator(public_tags(), A_PAGE), request)
    return render(request, "blog/tags.html", {"page_obj": page_obj, "trail": _trail()})


@require_safe
@public_page("page")
def authors(request: HttpRequest) -> HttpResponse:
    page_obj = page_of(Paginator(Author.objects.public().by_letter(), A_PAGE), request)
    context = {"page_obj": page_obj, "letters": _by_letter(page_obj), "trail": _trail()}
    return render(request, "blog/authors.html", context)


def _trail() -> list[tuple[str, str]]:
    return [(_("Stories"), reverse("posts"))]


def _by_letter(authors: Iterable[Any]) -> list[tuple[str, list[Author]]]:
    """Put the authors below the first letter of their names. What begins with no letter has an empty heading."""
    return [(letter, list(group)) for letter, group in groupby(authors, key=lambda author: author.letter)]
