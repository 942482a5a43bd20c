"""The pages of joining: the start, each question, the answers, deleting them, and the page with the reference."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.cache import add_never_cache_headers
from django.views.decorators.http import require_http_methods, require_safe

from coprod.journeys import pages
from coprod.journeys.models import Draft
from networks import emails
from networks.journey.afterwards import next_steps
from networks.journey.join import Join
from networks.models import Network, SignUp

form_methods = require_http_methods(["GET", "HEAD", "POST"])


@form_methods
def join(request: HttpRequest, slug: str) -> HttpResponse:
    return pages.start(request, _journey(request, slug), "networks/join/start.html")


def _again(request: HttpRequest, slug: str, step: str) -> HttpResponse:
    journey = _journey(request, slug)
    if step == "check":
        return pages.check(request, journey, "networks/join/check.html", once_more=True)
    return pages.once_more(request, journey, step)


@pages.on_csrf_failure(_again)
@form_methods
def join_step(request: HttpRequest, slug: str, step: str) -> HttpResponse:
    journey = _journey(request, slug)
    if step == "check":
        return pages.check(request, journey, "networks/join/check.html")
    if step == "delete":
        return pages.delete(request, journey)
    return pages.step(request, journey, step)


@require_safe
def join_done(request: HttpRequest, slug: str, key: UUID) -> HttpResponse:
    sign_ups = SignUp.objects.select_related("network", "group", "person")
    sign_up = get_object_or_404(sign_ups, network__slug=slug, key=key)
    to_staff = _entered_it(request, sign_up)
    response = redirect("admin:networks_signup_entered", sign_up.pk) if to_staff else _thanks(request, sign_up)
    add_never_cache_headers(response)
    return response


def _journey(request: HttpRequest, slug: str) -> Join:
    return Join(request, get_object_or_404(Network.objects.public().defer("search"), slug=slug))


def _thanks(request: HttpRequest, sign_up: SignUp) -> HttpResponse:
    context = {"received": sign_up, "network": sign_up.network, **told_afterwards(sign_up)}
    return render(request, "networks/join/done.html", context)


def told_afterwards(sign_up: SignUp) -> dict[str, Any]:
    """What a page says after it: to whom, what comes, and whether a mail says the same."""
    to_helper = bool(sign_up.person.helper_name)
    steps = next_steps(sign_up, to_helper=to_helper)
    return {"to_helper": to_helper, "next_steps": steps, "mail_to": emails.told_by_mail(sign_up)}


def _entered_it(request: HttpRequest, sign_up: SignUp) -> bool:
    """Whether staff entered this for someone, and this is one of them: the page is not for the person then."""
    if not request.user.has_perm("networks.view_signup"):
        return False
    mine = SignUp.objects.seen_by(request.user).filter(pk=sign_up.pk)
    by_staff = (
        sign_up.person.consents.exclude(recorded_by=None),
        Draft.objects.filter(key=sign_up.key, entered_by__isnull=False),
    )
    return mine.exists() and any(rows.exists() for rows in by_staff)
