"""Marks a view whose page is the same for every reader, so that it may be kept."""

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec

from django.http import HttpRequest, HttpResponse

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponse]
KNOWS = "knows_parameters"  # an attribute of such a view
READING = "_page_reading"  # an attribute of a request for its page


def public_page(*parameters: str) -> Callable[[View[P]], View[P]]:
    """Name every query parameter that the page knows. The view never sees another: a link may carry anything."""

    def mark(view: View[P]) -> View[P]:
        @wraps(view)
        def shown(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
            _leave_only(request, parameters)
            return view(request, *args, **kwargs)

        setattr(shown, KNOWS, parameters)
        return shown

    return mark


def parameters_of(view: Any) -> tuple[str, ...] | None:
    """Return the parameters that a public page knows, or None for any other view."""
    return getattr(view, KNOWS, None)


def version_of(request: HttpRequest | None) -> str | None:
    """Return the version of the content that a public page is made of, or None where nothing says which it is."""
    reading = getattr(request, READING, None)
    return reading.version if reading else None


def _leave_only(request: HttpRequest, parameters: tuple[str, ...]) -> None:
    if request.GET.keys() <= {*parameters}:
        return
    known = request.GET.copy()
    for name in request.GET.keys() - {*parameters}:
        del known[name]
    known._mutable = False
    request.GET = known  # type: ignore[assignment]  # as the framework itself does
    request.META["QUERY_STRING"] = known.urlencode()
