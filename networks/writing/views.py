"""The pages of writing to us, to a network or to the organisation: the start, each question, and the reference."""

from uuid import UUID

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.cache import add_never_cache_headers
from django.views.decorators.http import require_http_methods, require_safe

from coprod.journeys import pages
from networks.journey.reaching import ways_in_words
from networks.models import Enquiry, Network
from networks.writing.message import Message

form_methods = require_http_methods(["GET", "HEAD", "POST"])
CHECK = "networks/message/check.html"


@form_methods
def contact(request: HttpRequest) -> HttpResponse:
    return pages.start(request, Message(request), "networks/message/start.html")


@form_methods
def contact_network(request: HttpRequest, slug: str) -> HttpResponse:
    return pages.start(request, Message(request, _network(slug)), "networks/message/start.html")


def _again(request: HttpRequest, step: str) -> HttpResponse:
    return _step_again(request, Message(request), step)


def _again_to_network(request: HttpRequest, slug: str, step: str) -> HttpResponse:
    return _step_again(request, Message(request, _network(slug)), step)


@pages.on_csrf_failure(_again)
@form_methods
def contact_step(request: HttpRequest, step: str) -> HttpResponse:
    return _step(request, Message(request), step)


@pages.on_csrf_failure(_again_to_network)
@form_methods
def contact_network_step(request: HttpRequest, slug: str, step: str) -> HttpResponse:
    return _step(request, Message(request, _network(slug)), step)


@require_safe
def contact_done(request: HttpRequest, key: UUID) -> HttpResponse:
    return _done(request, get_object_or_404(_messages(), network=None, key=key))


@require_safe
def contact_network_done(request: HttpRequest, slug: str, key: UUID) -> HttpResponse:
    return _done(request, get_object_or_404(_messages(), network__slug=slug, key=key))


def _step(request: HttpRequest, journey: Message, step: str) -> HttpResponse:
    if step == "check":
        return pages.check(request, journey, CHECK)
    if step == "delete":
        return pages.delete(request, journey)
    return pages.step(request, journey, step)


def _step_again(request: HttpRequest, journey: Message, step: str) -> HttpResponse:
    if step == "check":
        return pages.check(request, journey, CHECK, once_more=True)
    return pages.once_more(request, journey, step)


def _done(request: HttpRequest, received: Enquiry) -> HttpResponse:
    context = {"received": received, "network": received.network, "ways": ways_in_words(received.person.reach_by)}
    response = render(request, "networks/message/done.html", context)
    add_never_cache_headers(response)
    return response


def _network(slug: str) -> Network:
    return get_object_or_404(Network.objects.public().defer("search"), slug=slug)


def _messages() -> QuerySet[Enquiry]:
    return Enquiry.objects.filter(kind=Enquiry.Kind.MESSAGE).select_related("network", "person")
