"""The cookie of someone who has opened the link in our e-mail: for one record, for these pages, for an hour."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import add_never_cache_headers

from networks.models import AccessLink

COOKIE = "__Secure-your-details" if settings.HTTPS else "your-details"
LASTS = 60 * 60  # seconds after the last page
SALT = "networks.your_details"

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, AccessLink, P], HttpResponse]


def link_of(request: HttpRequest) -> AccessLink | None:
    """Return the link that this browser has opened, if it may still be used."""
    try:
        number, opened_at = signing.loads(request.COOKIES.get(COOKIE, ""), salt=SALT, max_age=LASTS)
    except signing.BadSignature:
        return None
    links = AccessLink.objects.usable().filter(purpose=AccessLink.Purpose.DETAILS)
    link = links.select_related("person").filter(pk=number).first()
    if link is None or link.is_refused or (link.closed_at and link.closed_at.timestamp() >= opened_at):
        return None
    link.opened_at = opened_at
    return link


def remember(response: HttpResponse, link: AccessLink, opened_at: float | None = None) -> HttpResponse:
    """Keep these pages open for another hour."""
    value = signing.dumps([link.pk, opened_at or timezone.now().timestamp()], salt=SALT)
    response.set_cookie(
        COOKIE,
        value,
        max_age=LASTS,
        path=reverse("your_details"),
        secure=settings.HTTPS,
        httponly=True,
        samesite="Lax",
    )
    return response


def forget(response: HttpResponse) -> HttpResponse:
    response.delete_cookie(COOKIE, path=reverse("your_details"), samesite="Lax")
    return response


def with_link(view: "View[P]") -> Callable[Concatenate[HttpRequest, P], HttpResponse]:
    """Show a page about a person to who opened their link, and to nobody else."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        link = link_of(request)
        if link is None:
            response = render(request, "networks/your_details/closed.html", status=403)
        else:
            response = view(request, link, *args, **kwargs)
            if COOKIE not in response.cookies:
                remember(response, link, link.opened_at)
        add_never_cache_headers(response)
        return response

    return guarded
