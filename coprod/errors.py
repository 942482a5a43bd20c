"""The pages for when something went wrong: ours, in plain words, each with the phone number."""

import sys
from typing import Any

import psycopg2
from django.db import DatabaseError, InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string

from coprod.accounts import roles
from coprod.context_processors import organisation, remembered_organisation

DATABASE_AWAY = (OperationalError, InterfaceError)
ON_CSRF_FAILURE = "on_csrf_failure"  # an attribute of a view (coprod/journeys/pages.py)
RETRY_AFTER = 60  # seconds
CARRIED = {"csrfmiddlewaretoken", "token"}  # what a form sends that nobody typed
LONG = 40  # letters, from which on people want to see that their text is still there


def _page(request: HttpRequest, status: int, template: str = "", **more: Any) -> HttpResponse:
    ours = organisation(request)
    context = {"organisation": ours, "phone": ours.phone, **more}
    return render(request, template or f"{status}.html", context, status=status)


def _bare_page(status: int, **context: Any) -> HttpResponse:
    # No request, so no context processors: nothing here may ask the database.
    context["phone"] = remembered_organisation().phone
    return HttpResponse(render_to_string(f"{status}.html", context), status=status)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    return _page(request, 400)


def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Say to who is logged in what their account is for, and to anybody else that there is a log-in."""
    user = getattr(request, "user", None)
    is_in = user is not None and user.is_authenticated
    return _page(request, 403, is_in=is_in, roles=roles.in_words(user) if is_in else [])


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    match = request.resolver_match
    answer = getattr(match.func, ON_CSRF_FAILURE, None) if match else None
    if match and answer:  # a page that can show again what was typed
        page: HttpResponse = answer(request, *match.args, **match.kwargs)
        return page
    return _page(request, 403, "403_csrf.html")


def page_not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return _page(request, 404)


def gone(request: HttpRequest) -> HttpResponse:
    """For what was public once and was taken down: search engines then forget it."""
    return _page(request, 410)


def not_allowed(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """Give the empty answer that Django has for a wrong method a page."""
    page = _page(request, 405)
    page["Allow"] = response["Allow"]
    return page


def is_database_away(error: BaseException | None) -> bool:
    # psycopg2 has no better name than DatabaseError for a server that hangs up in the middle of an answer.
    hung_up = type(error) is DatabaseError and isinstance(error.__cause__, psycopg2.DatabaseError)
    return hung_up or isinstance(error, DATABASE_AWAY)


def server_error(request: HttpRequest) -> HttpResponse:
    # Also called for what failed in a middleware, where unavailable() was not asked.
    if is_database_away(sys.exc_info()[1]):
        return unavailable(request)
    return _bare_page(500)


def unavailable(request: HttpRequest) -> HttpResponse:
    page = _bare_page(503, typed=_typed(request), again=request.get_full_path(), had_files=bool(request.FILES))
    page["Retry-After"] = str(RETRY_AFTER)
    page["Cache-Control"] = "no-store"
    return page


def _typed(request: HttpRequest) -> list[tuple[str, str, bool]]:
    """What was sent through a form of a visitor's, with whether it is long: the page carries it, to be sent again."""
    match = request.resolver_match
    if request.method != "POST" or match is None or "admin" in match.app_names:  # passwords are typed there
        return []
    typed = [(name, value) for name, values in request.POST.lists() for value in values]
    return [(name, value, name not in CARRIED and len(value) > LONG) for name, value in typed]
