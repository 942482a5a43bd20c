"""What staff do with a record because the person asked: put it right, take back a yes, leave a network.

It is the same that people do themselves on “your details”, with a note of how they told us and who entered it.
"""

import json
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from coprod.forms import ChoiceField, LineField, PlainForm, Words
from coprod.inbox.moves import CHANGED_MEANWHILE, write_down
from coprod.model_admin import NOT_SAID
from coprod.models import StaffAccess
from networks import merging
from networks.admin.entering import TOLD_STAFF
from networks.admin.merging import wholly_of
from networks.admin.walls import may_answer
from networks.models import Consent, ConsentStatement, Person, Region, SignUp
from networks.your_details import changing
from networks.your_details.changing import DETAILS, Told
from networks.your_details.forms import ContactForm

GivenBy, Purpose = Consent.GivenBy, ConsentStatement.Purpose
WHAT_IT_MEANS: dict[str, Words] = {
    Purpose.JOIN: gettext_lazy("They leave every network that they are in. Nobody contacts them about it any more."),
    Purpose.HEALTH: gettext_lazy("We delete at once what they told us about their health, and what helps them."),
    Purpose.CONTACT: gettext_lazy("Their messages are closed. We do not answer them."),
}
form_methods = require_http_methods(["GET", "HEAD", "POST"])


class PutRightForm(ContactForm):
    """What people change themselves, their name and where they live. It carries what the page showed."""

    name = LineField(missing=gettext_lazy("Enter their name"), longest=300)
    region = forms.ChoiceField(required=False, choices=[("", NOT_SAID), *Region.choices])
    place = LineField(longest=200)
    field_order = DETAILS

    def __init__(self, data: QueryDict | None = None, *, person: Person) -> None:
        super().__init__(data, person=person)
        self.person, self.whose = person, str(person)
        for name, field in self.fields.items():
            field.label, field.help_text = capfirst(merging.label(name)), ""
            if "autocomplete" in field.widget.attrs:  # what the browser knows are the details of the staff
                field.widget.attrs["autocomplete"] = "off"
        ways: Any = self.fields["reach_by"]
        ways.choices = [(way, Person.ReachBy(way).label) for way, _words in ways.choices]
        ways.error_messages["required"] = _("Choose how we can reach them")
        self.fields["region"].error_messages["invalid_choice"] = _("Choose from the list")
        self.fields["email"].help_text = _("If you change it, we write to the old address that we do not use it now.")
        self.fields["shown"] = forms.CharField(
            required=False, widget=forms.HiddenInput, initial=json.dumps(self._stored())
        )

    def clean(self) -> dict[str, Any]:
        shown, stored = self._shown(), self._stored()
        for name in DETAILS:
            if shown.get(name) != stored[name]:
                self._changed_meanwhile(name, shown.get(name), stored[name])
        self.data["shown"] = json.dumps(stored)
        return super().clean()

    def _changed_meanwhile(self, name: str, shown: Any, stored: Any) -> None:
        """Of two who have the page open, neither undoes what the other did."""
        typed = self.cleaned_data.get(name)
        if name not in self.errors and typed in (shown, stored):
            self.cleaned_data[name] = stored
            self.data.setlist(name, stored if isinstance(stored, list) else [stored])
            return
        now = {"now": merging.in_words(self.person, name) or NOT_SAID}
        self.add_error(name, ValidationError(CHANGED_MEANWHILE, params=now))

    def _stored(self) -> dict[str, Any]:
        return {name: getattr(self.person, name) for name in DETAILS}

    def _shown(self) -> dict[str, Any]:
        try:
            shown = json.loads(self.data.get("shown", ""))
        except (ValueError, RecursionError):
            shown = None
        return shown if isinstance(shown, dict) else {}


class ToldForm(PlainForm):
    """How the person told us what they want. Most phone."""

    route = ChoiceField(
        label=gettext_lazy("How did they tell you?"),
        choices=TOLD_STAFF,
        initial=Consent.Route.PHONE,
        missing=gettext_lazy("Choose how they told you"),
    )
    given_by = ChoiceField(
        label=gettext_lazy("Who told you?"), choices=GivenBy.choices, missing=gettext_lazy("Choose who told you")
    )

    def __init__(self, data: QueryDict | None = None, *, person: Person) -> None:
        super().__init__(data)
        if not person.helper_name:
            del self.fields["given_by"]

    def told(self, user: Any) -> Told:
        return Told(recorded_by=user, **self.cleaned_data)

    def in_words(self) -> str:
        """Say how we heard it, for the log."""
        labels = {**dict(Consent.Route.choices), **dict(GivenBy.choices)}
        return " ".join(f"{labels[self.cleaned_data[name]]}." for name in self.fields)


def offered(user: Any, person: Person) -> dict[str, Any]:
    """What the page of a person offers to do because they asked."""
    is_whole = wholly_of(user).filter(pk=person.pk).exists()
    sign_ups = person.sign_ups.all().seen_by(user).select_related("network")
    yeses = changing.standing(person)
    return {
        "standing": yeses if is_whole else [],
        "is_shared": bool(yeses) and not is_whole,
        "leaving": [row for row in sign_ups if row.is_current],
    }


@form_methods
@transaction.atomic
def put_right(request: HttpRequest, pk: int) -> HttpResponse:
    """Change a detail for whoever cannot or does not want to do it on the website."""
    person = _person(request, pk)
    form, told = PutRightForm(_posted(request), person=person), ToldForm(_posted(request), person=person)
    if all([form.is_valid(), told.is_valid()]):
        changed = changing.change_details(person=person, answers=form.cleaned_data, told=told.told(request.user))
        if changed:
            what = ", ".join(merging.label(name) for name in changed)
            write_down(request, person, _("They asked, and it is put right: %s.") % what + f" {told.in_words()}")
        return _back(request, person, _("It is put right.") if changed else "")
    return _page(request, person, title=_("Put something right"), forms=[form, told], button=_("Save"))


@form_methods
@transaction.atomic
def take_back(request: HttpRequest, pk: int) -> HttpResponse:
    """Add a no to a yes that stands, with what that means."""
    consent = _seen(request, Consent.objects.select_related("statement"), pk)
    person, purpose = _person(request, consent.person_id), consent.statement.purpose
    if not wholly_of(request.user).filter(pk=person.pk).exists():
        raise PermissionDenied  # it would close what another network received
    if consent not in changing.standing(person):
        return _back(request, person, "")
    form = ToldForm(_posted(request), person=person)
    if form.is_valid():
        changing.withdraw(person=person, purpose=purpose, told=form.told(request.user))
        words = _("They took back a yes: %s.") % consent.statement.get_purpose_display()
        write_down(request, person, f"{words} {form.in_words()}")
        return _back(request, person, _("The yes is taken back."))
    return _page(
        request,
        person,
        title=_("They take back a yes"),
        quoted=consent.statement.text,
        means=WHAT_IT_MEANS[purpose],
        forms=[form],
        button=_("Yes, take it back"),
    )


@form_methods
@transaction.atomic
def left(request: HttpRequest, pk: int) -> HttpResponse:
    """Let someone leave one network."""
    rows = SignUp.objects.select_related("network")
    person = _person(request, _seen(request, rows, pk).person_id)
    row = _seen(request, rows, pk)  # as it is now that nobody else changes this person
    if not row.is_current:
        return _back(request, person, "")
    form = ToldForm(_posted(request), person=person)
    if form.is_valid():
        changing.leave(sign_up=row, told=form.told(request.user))
        write_down(request, row, f"{_('They left the network.')} {form.in_words()}")
        return _back(request, person, _("They have left the %s.") % row.network)
    means = _("They leave the %s. Nobody contacts them about it any more. They can come back at any time.")
    return _page(
        request,
        person,
        title=_("They leave a network"),
        means=means % row.network,
        forms=[form],
        button=_("Yes, they leave"),
    )


def _person(request: HttpRequest, pk: int) -> Person:
    """Return a person of one's own networks, locked for whoever is about to change them."""
    if not may_answer(request.user) or not request.user.has_perm("networks.view_person"):
        raise PermissionDenied
    rows = Person.objects.all().seen_by(request.user)
    person = (rows.select_for_update() if request.method == "POST" else rows).filter(pk=pk).first()
    if person is None:
        raise Http404
    return person


def _seen(request: HttpRequest, rows: Any, pk: int) -> Any:
    row = rows.seen_by(request.user).filter(pk=pk).first()
    if row is None:
        raise Http404
    return row


def _page(request: HttpRequest, person: Person, **context: Any) -> HttpResponse:
    StaffAccess.record(request.user, StaffAccess.Action.VIEWED, "networks.person", [person.pk])
    wrong = any(form.errors for form in context["forms"])
    context = {**admin.site.each_context(request), "person": person, "wrong": wrong, **context}
    return render(request, "admin/networks/person/asked.html", context)


def _back(request: HttpRequest, person: Person, said: str) -> HttpResponse:
    level = messages.SUCCESS if said else messages.WARNING
    messages.add_message(request, level, said or _("Nothing had to change."))
    return redirect(person)


def _posted(request: HttpRequest) -> QueryDict | None:
    return request.POST if request.method == "POST" else None
