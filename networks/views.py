"""The networks' pages, and the forms through which people join, write or ask to be called."""

from collections import Counter
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.cache import add_never_cache_headers, patch_cache_control
from django.views.decorators.http import require_http_methods, require_safe

from coprod import guards
from networks.forms import CallBackForm, ConsentForm, MessageForm
from networks.models import Enquiry, Network, Region, Resource
from networks.receiving import receive_enquiry

form_methods = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
def networks(request: HttpRequest) -> HttpResponse:
    return render(request, "networks/networks.html", {"networks": Network.objects.public().with_group_count()})


@require_safe
def network(request: HttpRequest, slug: str) -> HttpResponse:
    network = get_object_or_404(Network.objects.public().with_group_count(), slug=slug)
    return render(request, "networks/network.html", {"network": network, "resources": list(network.resources.all())})


@require_safe
def groups(request: HttpRequest, slug: str) -> HttpResponse:
    network = get_object_or_404(Network.objects.public(), slug=slug)
    asked = request.GET.get("region", "")
    groups = list(network.groups.filter(is_listed=True))
    counts = Counter(group.region for group in groups)
    region = asked if asked in counts else ""
    context = {
        "network": network,
        "groups": [group for group in groups if region in ("", group.region)],
        "regions": [(value, label, counts[value]) for value, label in Region.choices if value in counts],
        "region": region,
        "region_name": Region(region).label if region else "",
        "unknown_region": bool(asked) and not region,
        "total": len(groups),
    }
    return render(request, "networks/groups.html", context)


@require_safe
def resource(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    public = Resource.objects.filter(network__is_listed=True, network__slug=slug).select_related("network")
    return render(request, "networks/resource.html", {"resource": get_object_or_404(public, pk=pk)})


@form_methods
@guards.no_floods
def contact(request: HttpRequest) -> HttpResponse:
    form = MessageForm(_posted(request))
    if not form.is_valid():
        return _form_page(request, "networks/contact.html", form)
    enquiry = receive_enquiry(kind=Enquiry.Kind.MESSAGE, network=None, **_received(request, form))
    return redirect("contact_done", enquiry.key)


@require_safe
def contact_done(request: HttpRequest, key: UUID) -> HttpResponse:
    enquiry = get_object_or_404(Enquiry, network=None, kind=Enquiry.Kind.MESSAGE, key=key)
    return _done_page(request, "networks/contact_done.html", enquiry)


@form_methods
@guards.no_floods
def contact_network(request: HttpRequest, slug: str) -> HttpResponse:
    network = get_object_or_404(Network.objects.public(), slug=slug)
    form = MessageForm(_posted(request), network=network)
    if not form.is_valid():
        return _form_page(request, "networks/contact_network.html", form)
    enquiry = receive_enquiry(kind=Enquiry.Kind.MESSAGE, network=network, **_received(request, form))
    return redirect("contact_network_done", slug, enquiry.key)


@require_safe
def contact_network_done(request: HttpRequest, slug: str, key: UUID) -> HttpResponse:
    messages = Enquiry.objects.filter(kind=Enquiry.Kind.MESSAGE).select_related("network")
    enquiry = get_object_or_404(messages, network__slug=slug, key=key)
    return _done_page(request, "networks/contact_network_done.html", enquiry)


@form_methods
@guards.no_floods
def call_me_back(request: HttpRequest, slug: str) -> HttpResponse:
    network = get_object_or_404(Network.objects.public(), slug=slug)
    form = CallBackForm(_posted(request), network=network)
    if not form.is_valid():
        return _form_page(request, "networks/call_me_back.html", form)
    enquiry = receive_enquiry(kind=Enquiry.Kind.CALL_BACK, network=network, **_received(request, form))
    return redirect("call_me_back_done", slug, enquiry.key)


@require_safe
def call_me_back_done(request: HttpRequest, slug: str, key: UUID) -> HttpResponse:
    calls = Enquiry.objects.filter(kind=Enquiry.Kind.CALL_BACK).select_related("network")
    enquiry = get_object_or_404(calls, network__slug=slug, key=key)
    return _done_page(request, "networks/call_me_back_done.html", enquiry)


def _posted(request: HttpRequest) -> QueryDict | None:
    return request.POST if request.method == "POST" else None


def _received(request: HttpRequest, form: ConsentForm) -> dict[str, Any]:
    """What a valid form brings to be stored, beside what it is about."""
    return {
        "answers": form.cleaned_data,
        "agreed": form.agreed(),
        "key": form.key,
        "looks_automatic": guards.looks_automatic(request, ticket=form.ticket, trap=form.cleaned_data["website"]),
    }


def _form_page(request: HttpRequest, template: str, form: ConsentForm) -> HttpResponse:
    response = render(request, template, {"form": form, "network": form.network})
    if form.is_bound:
        add_never_cache_headers(response)  # it shows what someone typed
    else:
        patch_cache_control(response, private=True)  # kept by the browser, so that Back keeps what was typed
    return response


def _done_page(request: HttpRequest, template: str, received: Enquiry) -> HttpResponse:
    response = render(request, template, {"received": received, "network": received.network})
    add_never_cache_headers(response)
    return response
