"""The pages of joining: the start, each question, the answers, deleting them, and the page with the reference."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.cache import add_never_cache_headers
from django.views.decorators.http import require_http_methods, require_safe

from coprod.journeys import pages
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
    context = {"received": sign_up, "network": sign_up.network, "record": _record(request, sign_up)}
    to_helper = bool(sign_up.person.helper_name)
    context["to_helper"], context["next_steps"] = to_helper, next_steps(sign_up, to_helper=to_helper)
    context["mail_to"] = emails.told_by_mail(sign_up)
    response = render(request, "networks/join/done.html", context)
    add_never_cache_headers(response)
    return response


def _journey(request: HttpRequest, slug: str) -> Join:
    return Join(request, get_object_or_404(Network.objects.public().defer("search"), slug=slug))


def _record(request: HttpRequest, sign_up: SignUp) -> str:
    """The address of the record, for staff who may see it: they have entered it for someone."""
    mine = SignUp.objects.seen_by(request.user).filter(pk=sign_up.pk)
    return sign_up.get_absolute_url() if request.user.has_perm("networks.view_signup") and mine.exists() else ""
