"""Long lists, a page at a time."""

from typing import Any

from django.core.paginator import Page, Paginator
from django.http import HttpRequest

PAGE_SIZE = 10


def page_of(rows: Any, request: HttpRequest) -> Page:
    """Return the page that `?page=` names, or the nearest that there is: a link may be old."""
    return Paginator(rows, PAGE_SIZE).get_page(request.GET.get("page", 1))
