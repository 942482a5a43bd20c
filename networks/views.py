"""The networks' pages, and the form through which people ask to be called."""

from uuid import UUID

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.cache import add_never_cache_headers, patch_cache_control
from django.views.decorators.http import require_http_methods, require_safe

from coprod import guards
from coprod.journeys.pages import on_csrf_failure
from coprod.page_cache.public import public_page
from networks.forms import CallBackForm
from networks.models import PUBLIC_NETWORK, PUBLIC_NETWORKS, Enquiry, Network, Resource
from networks.receiving import receive_enquiry

form_methods = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
@public_page()
def networks(request: HttpRequest) -> HttpResponse:
    return render(request, "networks/networks.html", {"networks": PUBLIC_NETWORKS.ask()})


@require_safe
@public_page()
def network(request: HttpRequest, slug: str, *, large_print: bool = False) -> HttpResponse:
    network = PUBLIC_NETWORK.first_or_404(slug=slug)
    context = {"network": network, "resources": list(network.resources.all()), "large_print": large_print}
    return render(request, "networks/network.html", context)


@require_safe
@public_page()
def resource(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    public = Resource.objects.filter(network__is_listed=True, network__slug=slug).select_related("network")
    return render(request, "networks/resource.html", {"resource": get_object_or_404(public, pk=pk)})


def _call_again(request: HttpRequest, slug: str = "") -> HttpResponse:
    """Show the form again that came without its safety code, with all that was typed."""
    network = get_object_or_404(Network.objects.public(), slug=slug) if slug else None
    response = _call_page(request, CallBackForm(request.POST, network=network), once_more=True)
    response.status_code = 403
    return response


@on_csrf_failure(_call_again)
@form_methods
@guards.no_floods
def call_me_back(request: HttpRequest, slug: str) -> HttpResponse:
    network = get_object_or_404(Network.objects.public(), slug=slug)
    enquiry = _called(request, form := CallBackForm(_posted(request), network=network))
    return redirect("call_me_back_done", slug, enquiry.key) if enquiry else _call_page(request, form)


@on_csrf_failure(_call_again)
@form_methods
@guards.no_floods
def contact_call_me_back(request: HttpRequest) -> HttpResponse:
    enquiry = _called(request, form := CallBackForm(_posted(request)))
    return redirect("contact_call_me_back_done", enquiry.key) if enquiry else _call_page(request, form)


@require_safe
def call_me_back_done(request: HttpRequest, slug: str, key: UUID) -> HttpResponse:
    return _done_page(request, get_object_or_404(_calls(), network__slug=slug, key=key))


@require_safe
def contact_call_me_back_done(request: HttpRequest, key: UUID) -> HttpResponse:
    return _done_page(request, get_object_or_404(_calls(), network=None, key=key))


def _calls() -> QuerySet[Enquiry]:
    return Enquiry.objects.filter(kind=Enquiry.Kind.CALL_BACK).select_related("network")


def _posted(request: HttpRequest) -> QueryDict | None:
    return request.POST if request.method == "POST" else None


def _called(request: HttpRequest, form: CallBackForm) -> Enquiry | None:
    """Store what a valid form brings."""
    if not form.is_valid():
        return None
    trap = form.cleaned_data["website"]
    return receive_enquiry(
        kind=Enquiry.Kind.CALL_BACK,
        network=form.network,
        answers=form.cleaned_data,
        agreed=form.agreed(),
        key=form.key,
        looks_automatic=guards.looks_automatic(request, ticket=form.ticket, trap=trap),
    )


def _call_page(request: HttpRequest, form: CallBackForm, *, once_more: bool = False) -> HttpResponse:
    context = {"form": form, "network": form.network, "once_more": once_more}
    response = render(request, "networks/call_me_back.html", context)
    if form.is_bound:
        add_never_cache_headers(response)  # it shows what someone typed
    else:
        patch_cache_control(response, private=True)  # kept by the browser, so that Back keeps what was typed
    return response


def _done_page(request: HttpRequest, received: Enquiry) -> HttpResponse:
    context = {"received": received, "network": received.network}
    response = render(request, "networks/call_me_back_done.html", context)
    add_never_cache_headers(response)
    return response
