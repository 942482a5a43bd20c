"""What staff do with a record because the person asked: put it right, a break, take back a yes, leave a network.

It is the same that people do themselves on “your details”, with a note of how they told us and who entered it.
"""

from collections.abc import Callable
from functools import partial
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from coprod.forms import Words
from coprod.inbox.moves import write_down
from coprod.models import StaffAccess
from networks.admin.merging import wholly_of
from networks.admin.walls import may_answer
from networks.admin.wishes import WHAT_IT_MEANS, BreakForm, HealthForm, HelperForm, PutRightForm, ToldForm, names_of
from networks.models import Consent, Person, SignUp
from networks.your_details import changing

form_methods = require_http_methods(["GET", "HEAD", "POST"])


def offered(user: Any, person: Person) -> dict[str, Any]:
    """What the page of a person offers to do because they asked."""
    is_whole = _sees_all_of(user, person)
    sign_ups = person.sign_ups.all().seen_by(user).select_related("network")
    yeses = changing.standing(person)
    return {
        "is_whole": is_whole,
        "standing": yeses if is_whole else [],
        "leaving": [row for row in sign_ups if row.is_current],
    }


@form_methods
@transaction.atomic
def put_right(request: HttpRequest, pk: int) -> HttpResponse:
    """Change a detail for whoever cannot or does not want to do it on the website."""
    person = _person(request, pk)
    form, told = PutRightForm(_posted(request), person=person), ToldForm(_posted(request), person=person)
    return _changed(request, person, [form, told], changing.change_details, _("Put something right"))


@form_methods
@transaction.atomic
def helper(request: HttpRequest, pk: int) -> HttpResponse:
    """Say who helps them now, or that nobody does."""
    person = _person(request, pk)
    form = HelperForm(_posted(request), person=person)
    told = ToldForm(_posted(request), person=person, may_be_helper=True)
    return _changed(request, person, [form, told], changing.change_helper, _("Change who helps them"))


@form_methods
@transaction.atomic
def health(request: HttpRequest, pk: int) -> HttpResponse:
    """Put right what they said about their health: for who sees all of this person, as the yes counts for all."""
    person = _person(request, pk)
    if not _sees_all_of(request.user, person):
        raise PermissionDenied
    told = ToldForm(_posted(request), person=person)
    form = HealthForm(_posted(request), person=person, told=told)
    store = partial(_store_health, form)
    return _changed(request, person, [form, told], store, _("Change what they said about their health"))


def _store_health(form: HealthForm, *, answers: Any, **more: Any) -> list[str]:
    return changing.change_health(answers=answers, agreed=form.statement, **more)


@form_methods
@transaction.atomic
def take_break(request: HttpRequest, pk: int) -> HttpResponse:
    """Note that someone wants no contact for a time, or ends that."""
    person = _person(request, pk)
    ends = "end" in request.POST
    initial = {"until": person.paused_until if person.is_paused else None}
    form = BreakForm(None if ends else _posted(request), initial=initial)
    told = ToldForm(_posted(request), person=person)
    if not all([told.is_valid(), ends or form.is_valid()]):
        means = _("They stay in the network. Nobody is in touch with them until that day.")
        also = _("End the break now") if person.is_paused else ""
        context = {"means": means, "forms": [form, told], "button": _("Note the break"), "also": also}
        return _page(request, person, title=_("They want a break"), **context)
    until = None if ends else form.cleaned_data["until"]
    day = date_format(until) if until else ""
    said = _("They have a break until %s.") % day if until else _("Their break is ended.")
    asked = _("They asked for a break until %s.") % day if until else _("They asked to end their break.")
    if not changing.pause(person=person, until=until, told=told.told(request.user)):
        return _back(request, person, "")
    write_down(request, person, f"{asked} {told.in_words()}")
    return _back(request, person, said)


@form_methods
@transaction.atomic
def take_back(request: HttpRequest, pk: int) -> HttpResponse:
    """Add a no to a yes that stands, with what that means."""
    consent = _seen(request, Consent.objects.select_related("statement"), pk)
    person, purpose = _person(request, consent.person_id), consent.statement.purpose
    if not _sees_all_of(request.user, person):
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


def _changed(
    request: HttpRequest, person: Person, forms: list[Any], change: Callable[..., list[str]], title: Words
) -> HttpResponse:
    """Store what is right now, or show the page with what is wrong."""
    form, told = forms
    if not all([form.is_valid(), told.is_valid()]):
        return _page(request, person, title=title, forms=forms, button=_("Save"))
    changed = change(person=person, answers=form.cleaned_data, told=told.told(request.user))
    if changed:
        words = _("They asked, and it is put right: %s.") % names_of(changed)
        write_down(request, person, f"{words} {told.in_words()}")
    return _back(request, person, _("It is put right.") if changed else "")


def _sees_all_of(user: Any, person: Person) -> bool:
    return wholly_of(user).filter(pk=person.pk).exists()


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
