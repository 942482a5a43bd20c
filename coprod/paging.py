"""Long lists, a page at a time."""

from typing import Any

from django.core.paginator import Page, Paginator
from django.http import HttpRequest
from django.utils.functional import cached_property

PAGE_SIZE = 10
MOST_PAGES = 20  # nobody turns over more; to count and to skip what lies beyond would cost more with every story


class Newest(Paginator):
    """Pages of the newest rows, as many as people turn over."""

    @cached_property
    def count(self) -> int:
        rows: Any = self.object_list
        return rows.order_by().values("pk")[: MOST_PAGES * self.per_page].count()

    @property
    def has_older(self) -> bool:
        """Whether there may be rows that no page shows."""
        return self.count == MOST_PAGES * self.per_page

    def page(self, number: Any) -> Page:
        """Take a whole page, whatever the count said: a story may have come out since, and would push out another."""
        number = self.validate_number(number)
        start = (number - 1) * self.per_page
        return self._get_page(self.object_list[start : start + self.per_page], number, self)

    def _get_page(self, *args: Any, **kwargs: Any) -> Page:
        """Find the keys of a later page first and its rows after, so that skipped rows are never put together."""
        wanted, number, *rest = args
        rows: Any = self.object_list
        found = wanted if number == 1 else rows.filter(pk__in=wanted.values("pk"))
        return super()._get_page(found, number, *rest, **kwargs)  # type: ignore[misc]  # not in the stubs


def page_of(rows: Any, request: HttpRequest, pages: type[Paginator] = Newest, *, size: int = PAGE_SIZE) -> Page:
    """Return the page that `?page=` names, or the nearest that there is: a link may be old."""
    return pages(rows, size).get_page(request.GET.get("page", 1))
