"""What is decided about every request and answer, whatever the page."""

import logging
from collections.abc import Callable

from django.conf import settings
from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.urls import reverse

from coprod import errors, views

METHODS = ["GET", "HEAD", "POST", "OPTIONS"]
logger = logging.getLogger(__name__)

GetResponse = Callable[[HttpRequest], HttpResponse]


class Health:
    """Answers probes before anything else looks at the request: they know neither our host name nor https."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response
        self.views = {reverse("healthz"): views.healthz, reverse("readyz"): views.readyz}

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.views.get(request.path_info, self.get_response)(request)


class PlainRequests:
    """Only the methods that the site uses, and no NUL in an address or a cookie: PostgreSQL cannot hold one."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        allowed = request.method in METHODS
        response = self.get_response(request) if allowed else HttpResponseNotAllowed(METHODS)
        return errors.not_allowed(request, response) if response.status_code == 405 else response

    def process_view(self, request: HttpRequest, *_: object) -> None:
        typed = [value for _name, values in request.GET.lists() for value in values]
        if any("\0" in text for text in (request.path, *typed, *request.COOKIES.values())):
            raise BadRequest("NUL in the address or a cookie")


class DatabaseAway:
    """Answers 503 with the phone number when the database cannot be reached or does not answer in time."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if not errors.is_database_away(exception):
            return None
        # The message may quote what someone typed. Its kind and PostgreSQL's code for it (57014: too slow) say enough.
        code = getattr(exception.__cause__, "pgcode", None) or "no answer"
        logger.error("Database away: %s (%s)", type(exception).__name__, code)
        return errors.unavailable(request)


class Freshness:
    """Says what caches may keep: nothing made for one visitor, and the rest only if they ask again each time."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if response.status_code >= 500:
            response["Cache-Control"] = "no-store"
        elif "Cache-Control" not in response:
            theirs = response.cookies or "Cookie" in response.get("Vary", "") or request.method == "POST"
            personal = theirs or settings.SESSION_COOKIE_NAME in request.COOKIES
            response["Cache-Control"] = "private, no-cache" if personal else "public, max-age=0, must-revalidate"
        return response
