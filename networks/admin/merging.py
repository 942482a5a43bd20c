"""Two records of one person: find the second, see both side by side, choose what stays."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from coprod.accounts.roles import is_administrator
from coprod.inbox.moves import write_down
from coprod.inbox.search import has_name, spoken_reference
from coprod.models import StaffAccess
from networks import merging
from networks.admin.finding import close_to
from networks.models import Enquiry, Person, SignUp

RIGHT = "networks.merge_people"
SHOWN = 20
KEPT, OTHER = "kept", "other"


def wholly_of(user: Any) -> QuerySet[Person]:
    """The people of whom someone sees everything: a record that another network also holds is for administrators."""
    seen = Person.objects.all().seen_by(user)
    if is_administrator(user):
        return seen
    hidden = [
        model._default_manager.exclude(pk__in=model._default_manager.all().seen_by(user).values("pk")).values("person")
        for model in (SignUp, Enquiry)
    ]
    return seen.exclude(Q(pk__in=hidden[0]) | Q(pk__in=hidden[1]))


class ChooseForm(forms.Form):
    """For each field in which the two differ: which value stays."""

    def __init__(self, *args: Any, kept: Person, other: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in merging.differing(kept, other):
            pair = {KEPT: merging.in_words(kept, field), OTHER: merging.in_words(other, field)}
            self.fields[field] = forms.ChoiceField(
                label=merging.label(field).capitalize(),
                choices=[(key, words or _("Not said")) for key, words in pair.items()],
                widget=forms.RadioSelect,
                initial=KEPT if pair[KEPT] else OTHER,
                error_messages={"required": _("Choose which of the two stays.")},
            )

    def from_other(self) -> dict[str, bool]:
        return {field: value == OTHER for field, value in self.cleaned_data.items()}


def _person(request: HttpRequest, pk: int) -> Person:
    if not request.user.has_perm(RIGHT) or not request.user.has_perm("networks.view_person"):
        raise PermissionDenied
    person = Person.objects.all().seen_by(request.user).filter(pk=pk).first()
    if person is None:
        raise Http404
    if not wholly_of(request.user).filter(pk=pk).exists():
        raise PermissionDenied
    return person


@require_safe
def same_person(request: HttpRequest, pk: int) -> HttpResponse:
    """Find the other record, by name or reference."""
    person = _person(request, pk)
    words = " ".join(request.GET.get("q", "").replace("\0", "").split())
    reference = spoken_reference(words)
    named = has_name(words, "name") | Q(sign_ups__reference=reference) | Q(enquiries__reference=reference)
    others = wholly_of(request.user).exclude(pk=pk)
    found = list(others.filter(named).distinct().prefetch_related("sign_ups", "enquiries")[:SHOWN]) if words else []
    close = close_to(others, words, request.user) if words and not found else []
    context = {
        **admin.site.each_context(request),
        "title": _("Same person as…"),
        "person": person,
        "words": words,
        "found": found or others.filter(pk__in=close).prefetch_related("sign_ups", "enquiries"),
        "is_close": bool(close),
    }
    return render(request, "admin/networks/person/same_person.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def merge_people(request: HttpRequest, pk: int, other_pk: int) -> HttpResponse:
    """Show both side by side, and make them one."""
    kept, other = _person(request, pk), _person(request, other_pk)
    if kept.pk == other.pk:
        raise Http404
    form = ChooseForm(request.POST if request.method == "POST" else None, kept=kept, other=other)
    if form.is_valid():
        with transaction.atomic():
            try:
                kept = merging.merge(kept=kept, other=other, from_other=form.from_other())
            except Person.DoesNotExist as gone:  # someone else has just made them one
                raise Http404 from gone
            write_down(request, kept, _("Joined with record %s of the same person.") % other_pk)
        messages.success(request, _("The two records are one now."))
        return redirect(kept)
    StaffAccess.record(request.user, StaffAccess.Action.VIEWED, "networks.person", [kept.pk, other.pk])
    context = {
        **admin.site.each_context(request),
        "title": _("Are these one person?"),
        "kept": kept,
        "other": other,
        "form": form,
    }
    return render(request, "admin/networks/person/merge.html", context)
