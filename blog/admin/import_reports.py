"""What the page of an old blog shows of its report: lines with a link where a post stands, and the posts that came."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.core.paginator import Page, Paginator
from django.http import HttpRequest

from blog.admin.moving import state_in_words
from blog.checking import Problem, problems_of, with_what_checks_need
from blog.models import ImportRun, Post
from coprod.paging import page_of

POSTS_A_PAGE = 50


@dataclass(frozen=True)
class Line:
    """One line of a report. It begins with the address of a post here, or with nothing of the kind."""

    address: str
    words: str


@dataclass(frozen=True)
class Came:
    """One post that came, as it is now: staff may have put right since what was missing."""

    post: Post
    state: str
    problems: list[Problem]


def lists_of(run: ImportRun) -> list[dict[str, Any]]:
    return [{**one, "lines": list(map(_line, one["lines"]))} for one in run.found.get("lists", [])]


def _line(text: str) -> Line:
    """The file's own words may look like an address: only ours, and only as a path, becomes a link."""
    if not text.startswith(f"{settings.SITE_URL}/"):
        return Line("", text)
    address, _space, words = text.removeprefix(settings.SITE_URL).partition(" ")
    return Line("/" + address.lstrip("/"), words)


def page_of_posts(run: ImportRun, request: HttpRequest) -> Page:
    page = page_of(Paginator(run.found.get("posts", []), POSTS_A_PAGE), request)
    page.object_list = list(_came(list(page.object_list)))
    return page


def _came(numbers: list[int]) -> Iterator[Came]:
    rows = with_what_checks_need(Post.objects.kept().with_state().filter(pk__in=numbers)).in_bulk()
    for number in numbers:
        if post := rows.get(number):
            blocking = [problem for problem in problems_of(post) if problem.blocks]
            yield Came(post, state_in_words(post), blocking)
