"""Answers from the pages that this process keeps, and keeps those that views marked with @public_page make."""

from collections.abc import Callable
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.db import connection
from django.http import HttpRequest, HttpResponse, QueryDict
from django.urls import Resolver404, resolve

from coprod.page_cache.pages import Asked, KeptPage, Key, Pages, is_for_everyone
from coprod.page_cache.public import READING, parameters_of
from coprod.page_cache.version import Clock, Reading

LONGEST_PARAMETER = 200
REMEMBERED = 300  # letters of a query of which it is remembered what is asked


class PageCache:
    """Stands outside of everything that costs: a page that is kept knows no session, no user and no template."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self.clock = Clock()
        self.pages = Pages(settings.PAGE_CACHE_BYTES)

    def __call__(self, request: HttpRequest) -> HttpResponse:
        key = _key_of(request)
        return (key and self._kept(request, key)) or self._made(request, key)

    def process_view(self, request: HttpRequest, view: Any, *_: object) -> None:
        """Read the version before the page is made: what changes meanwhile makes it old, not wrong."""
        if parameters_of(view) is not None and not _is_staff(request):
            setattr(request, READING, self._reading())

    def _kept(self, request: HttpRequest, key: Key) -> HttpResponse | None:
        if not self.pages.holds(key):
            return None
        request.get_host()  # a foreign host is refused here as it is further in
        if reading := self._reading():
            page, how = self.pages.get(key, reading.version), "hit"
        else:
            last = self.clock.before_it_went()
            page, how = self.pages.get(key, last.version) if last else None, "hit; detail=database-away"
        return page.answer(request, how) if page else None

    def _made(self, request: HttpRequest, key: Key | None) -> HttpResponse:
        response = self.get_response(request)
        if not hasattr(request, READING) or not is_for_everyone(response):
            return response
        page, reading = KeptPage(response), getattr(request, READING)
        if key and reading and request.method == "GET":
            self.pages.put(key, reading.version, page)
        return page.answer(request, "fwd=miss")

    def _reading(self) -> Reading | None:
        if _sees_what_others_do_not():
            return None
        if reading := self.clock.now():
            self.pages.turn_to(reading.version)
        return reading


def _sees_what_others_do_not() -> bool:
    return connection.in_atomic_block  # only tests ask from within a transaction


def _is_staff(request: HttpRequest) -> bool:
    return settings.SESSION_COOKIE_NAME in request.COOKIES  # readers have none


def _key_of(request: HttpRequest) -> Key | None:
    """Return the name under which the answer may be kept: the path, and only the parameters that its page knows."""
    if request.method not in {"GET", "HEAD"} or _is_staff(request):
        return None
    query = request.META.get("QUERY_STRING", "")
    if not query:
        return request.path_info, ()
    read = _read if len(query) <= REMEMBERED else _read.__wrapped__
    asked = read(request.path_info, query)
    return None if asked is None else (request.path_info, asked)


@lru_cache(maxsize=1000)
def _read(path: str, query: str) -> Asked | None:
    """Return what is asked of the page by parameters that it knows, or None where it is not for keeping."""
    known = None if "%00" in query else _parameters_of(path)
    if known is None:
        return None
    given = QueryDict(query.encode("iso-8859-1"))  # as request.GET does: WSGI hands on bytes so
    asked = tuple((name, *given.getlist(name)) for name in known if name in given)
    return None if any(len(text) > LONGEST_PARAMETER for texts in asked for text in texts) else asked


def _parameters_of(path: str) -> tuple[str, ...] | None:
    try:
        return parameters_of(resolve(path).func)
    except Resolver404:
        return None
