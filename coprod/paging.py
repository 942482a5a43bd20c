"""Long lists, a page at a time."""

from typing import Any

from django.core.paginator import Page, Paginator
from django.http import HttpRequest

PAGE_SIZE = 10


class RowsLater(Paginator):
    """Finds the keys of a page first and its rows after, so that the rows of skipped pages are never put together."""

    def _get_page(self, *args: Any, **kwargs: Any) -> Page:
        wanted, *rest = args
        rows: Any = self.object_list
        return super()._get_page(rows.filter(pk__in=wanted.values("pk")), *rest, **kwargs)  # type: ignore[misc]  # not in the stubs


def page_of(rows: Any, request: HttpRequest, pages: type[Paginator] = RowsLater, *, size: int = PAGE_SIZE) -> Page:
    """Return the page that `?page=` names, or the nearest that there is: a link may be old."""
    return pages(rows, size).get_page(request.GET.get("page", 1))
