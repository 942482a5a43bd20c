"""Staff enter what someone told them by phone, by post or in person: the same questions, with a word on every page."""

from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from coprod.forms import ChoiceField, PlainForm
from coprod.models import StaffAccess
from networks.admin.walls import own_networks
from networks.journey.join import Join
from networks.journey.views import told_afterwards
from networks.models import Consent, Network, SignUp

Route = Consent.Route
TOLD_STAFF = [(route.value, route.label) for route in (Route.PHONE, Route.POST, Route.IN_PERSON)]


class EnterForm(PlainForm):
    network = ChoiceField(label=_("Which network do they want to join?"), missing=_("Choose a network"))
    route = ChoiceField(
        label=_("How did they tell you?"),
        choices=TOLD_STAFF,
        missing=_("Choose how they told you"),
    )

    def __init__(self, data: Any = None, *, networks: dict[str, Network]) -> None:
        super().__init__(data)
        self.networks = networks
        self.fields["network"].choices = [(key, str(network)) for key, network in networks.items()]  # type: ignore[attr-defined]

    def clean_network(self) -> Network:
        return self.networks[self.cleaned_data["network"]]


@require_http_methods(["GET", "HEAD", "POST"])
def enter_sign_up(request: HttpRequest) -> HttpResponse:
    """Begin a form for someone in one of one's own networks."""
    if not request.user.has_perm("networks.add_signup"):
        raise PermissionDenied
    networks = {str(network.pk): network for network in own_networks(request.user).filter(is_listed=True)}
    form = EnterForm(request.POST if request.method == "POST" else None, networks=networks)
    if form.is_valid():
        journey = Join(request, form.cleaned_data["network"])
        journey.found.begin(route=form.cleaned_data["route"], entered_by=request.user)
        return journey.remember(redirect(journey.first_address))
    context = {**admin.site.each_context(request), "form": form, "title": _("Enter a sign-up")}
    return render(request, "admin/networks/signup/enter.html", context)


@require_safe
def entered(request: HttpRequest, pk: int) -> HttpResponse:
    """The page after it is sent: what to tell the person, and where to go on."""
    if not request.user.has_perm("networks.view_signup"):
        raise PermissionDenied
    sign_ups = SignUp.objects.all().seen_by(request.user).select_related("network", "group", "person")
    sign_up = get_object_or_404(sign_ups, pk=pk)
    StaffAccess.record(
        request.user, StaffAccess.Action.VIEWED, "networks.person", [sign_up.person_id], sign_up.reference
    )
    context = {
        **admin.site.each_context(request),
        "title": _("The sign-up is entered"),
        "sign_up": sign_up,
        **told_afterwards(sign_up),
    }
    return render(request, "admin/networks/signup/entered.html", context)
