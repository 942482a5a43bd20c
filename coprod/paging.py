"""Long lists, a page at a time."""

from collections.abc import Callable
from typing import Any

from django.core.paginator import Page, Paginator
from django.http import HttpRequest

PAGE_SIZE = 10
MOST_PAGES = 20  # nobody turns over more; to count and to skip what lies beyond would cost more with every story
MOST = MOST_PAGES * PAGE_SIZE


class Newest(Paginator):
    """Pages of the newest rows, as many as people turn over. It has all their keys, and finds the rows of one page."""

    def __init__(self, keys: list[Any], per_page: int = PAGE_SIZE, *, find: Callable[[list[Any]], Any]) -> None:
        super().__init__(keys, per_page)
        self._find = find

    @property
    def has_older(self) -> bool:
        """Whether there may be rows that no page shows."""
        return self.count == MOST

    def _get_page(self, keys: Any, *args: Any, **kwargs: Any) -> Page:
        return super()._get_page(self._find(keys), *args, **kwargs)  # type: ignore[misc]  # not in the stubs


def newest_of(rows: Any, request: HttpRequest) -> Page:
    """Return a page of the newest of these rows, which are in that order."""
    keys = list(rows.values_list("pk", flat=True)[:MOST])
    return page_of(Newest(keys, find=lambda some: rows.filter(pk__in=some)), request)


def page_of(pages: Paginator, request: HttpRequest) -> Page:
    """Return the page that `?page=` names, or the nearest that there is: a link may be old."""
    return pages.get_page(request.GET.get("page", 1))
