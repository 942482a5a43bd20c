"""What the page of one record has beside its form: the next step, what was done, and a note of who looked."""

from typing import Any, ClassVar

from django import forms
from django.contrib import admin
from django.contrib.admin.models import LogEntry
from django.contrib.auth import get_permission_codename, get_user_model
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from coprod.accounts.roles import BACKEND
from coprod.forms import readable
from coprod.inbox import close, moves
from coprod.inbox.ages import is_late, wait_in_words
from coprod.inbox.close import ForgivingList
from coprod.inbox.search import has_name, has_number, spoken_reference
from coprod.model_admin import NOT_SAID, CoprodModelAdmin, moment
from coprod.models import OutgoingMail, StaffAccess
from coprod.received import Received


def right_to_change(model: type[models.Model]) -> str:
    return f"{model._meta.app_label}.{get_permission_codename('change', model._meta)}"


class LookedAt(CoprodModelAdmin):
    """A page with what someone told us: each time it is shown, after a mistake too, it is noted to whom."""

    def whose(self, obj: Any) -> tuple[str, int]:
        """Return the kind and the number of the record that holds the person."""
        return obj._meta.label_lower, obj.pk

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, obj: Any = None, **kwargs: Any
    ) -> HttpResponse:
        if obj is not None:
            kind, number = self.whose(obj)
            StaffAccess.record(request.user, StaffAccess.Action.VIEWED, kind, [number], getattr(obj, "reference", ""))
        return super().render_change_form(request, context, *args, obj=obj, **kwargs)


class RecordForm(forms.ModelForm):
    """A form that carries what it was opened with: of two who have it open, neither undoes what the other did.

    Its buttons are Save and the next steps. Each keeps all that was entered, or none does anything.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.show_hidden_initial = True

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        changed, sent = self.changed_data, self.data.copy()  # type: ignore[attr-defined]
        for name in self.fields:
            stored, shown = str(self.initial.get(name) or ""), self.add_initial_prefix(name)
            is_as_shown = readable(stored) == readable(sent.get(shown, ""))
            sent[shown] = stored  # a page that comes back shows what is stored
            if name not in changed:
                data[name], sent[self.add_prefix(name)] = getattr(self.instance, name), stored
            elif not is_as_shown:
                now = {"now": self._in_words(name)}
                self.add_error(name, ValidationError(moves.CHANGED_MEANWHILE, params=now))
        self._check_step()
        self.data = sent
        return data

    def _check_step(self) -> None:
        """Refuse a step from where the record is no more: a colleague has moved it since."""
        row = self.instance
        if self.data.get(moves.TO) and self.data.get(moves.SHOWN) != moves.place_of(row):
            words = _(
                "Someone moved this on while you had it open. It is now: %(status)s. Who has it: %(who)s. "
                "Press a button again if it still needs that step."
            )
            now = {"status": row.get_status_display(), "who": row.assignee or _("nobody")}
            self.add_error(None, ValidationError(words, params=now))

    def _in_words(self, name: str) -> str:
        display = getattr(self.instance, f"get_{name}_display", None)
        return str(display() if display else getattr(self.instance, name) or NOT_SAID)


class RecordAdmin(ForgivingList, LookedAt):
    """A record that waits for staff."""

    form = RecordForm
    change_form_template = "admin/inbox/record.html"
    sortable_by: ClassVar = ["reference", "waiting", "status"]
    view_on_site = False
    edited: ClassVar = ["assignee", "staff_notes"]  # what staff fill in; all else is as it was sent
    sender = "name"  # the column with the name of whoever sent it
    numbers: ClassVar[list[str]] = []  # the columns with a phone number

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False  # to erase someone is more than to remove one row: coprod/keeping does it

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> Any:
        row = super().get_object(request, object_id, from_field)
        if row is not None and request.method == "POST":  # what the form compares with stays so until it is saved
            with transaction.atomic(savepoint=False):
                self.model._default_manager.select_for_update().only("pk").filter(pk=row.pk).first()
            row = super().get_object(request, object_id, from_field)
        return row

    def get_search_results(self, request: HttpRequest, queryset: Any, search_term: str) -> tuple[Any, bool]:
        found, twice = super().get_search_results(request, queryset, search_term)
        asked = has_number(search_term, *self.numbers) | Q(reference=spoken_reference(search_term))
        if search_term:
            asked |= has_name(search_term, self.sender)
        return found | queryset.filter(asked), twice

    def close_to(self, request: HttpRequest, rows: Any, words: str) -> list[int]:
        return close.keys(rows, words, self.sender)

    def parts(self, request: HttpRequest, obj: Any) -> Any:
        """Return the parts of the page, as get_fieldsets does: for records whose parts depend on the record."""
        return super().get_fieldsets(request, obj)

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        parts = self.parts(request, obj)
        return parts if obj is None or obj.looks_automatic else [_without_robot(*part) for part in parts]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        names = [str(name) for _heading, options in self.get_fieldsets(request, obj) for name in options["fields"]]
        return [name for name in names if name not in self.edited]

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, obj: Any = None, **kwargs: Any
    ) -> HttpResponse:
        if obj is not None:
            if request.method == "POST":  # a form with mistakes has put into the row what is not stored
                obj.refresh_from_db(fields=["status", "assignee"])
            context["next_step"] = next_step(request, obj) if self.has_change_permission(request, obj) else None
            context["done"] = log_of(obj)
        return super().render_change_form(request, context, *args, obj=obj, **kwargs)

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        if form.changed_data:
            super().save_model(request, obj, form, change)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        note = moves.typed_note(request)
        said = moves.move(request, form.instance, request.POST.get(moves.TO, ""), note)
        is_kept = bool(note or form.changed_data)
        if moves.TO in request.POST or (is_kept and moves.ONWARDS & request.POST.keys()):
            moves.tell(request, said, is_kept=is_kept)

    def log_change(self, request: HttpRequest, obj: Any, message: Any) -> Any:
        return super().log_change(request, obj, message) if message else None  # a step is written down by itself

    def response_change(self, request: HttpRequest, obj: Any) -> HttpResponse:
        return redirect(obj) if moves.TO in request.POST else super().response_change(request, obj)

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        form = super().get_form(request, obj, change, **kwargs)
        if obj and "assignee" in form.base_fields:
            field: Any = form.base_fields["assignee"]
            current = get_user_model()._default_manager.filter(pk=obj.assignee_id)
            field.queryset = (self.who_may_have_it(obj) | current).distinct().order_by("username")
            field.widget = field.widget.widget  # without links to the account's own page
        if obj and "status" in form.base_fields:
            field = form.base_fields["status"]
            field.choices = [pair for pair in field.choices if pair[0] in {*self.model.STEPS, obj.status}]
        return form

    def who_may_have_it(self, obj: Any) -> Any:
        """Return the accounts that this record can be given to: those who may work with it."""
        users: Any = get_user_model().objects
        return users.with_perm(right_to_change(self.model), backend=BACKEND).filter(is_staff=True)

    @admin.display(description=_("received"), ordering="received_at")
    def waiting(self, row: Received) -> str:
        when = moment(row.received_at)
        if row.status != Received.Status.NEW:
            return when
        stands_out = "late" if is_late(row.received_at) else "fresh"
        return format_html('{} <strong class="{}">{}</strong>', when, stands_out, wait_in_words(row.received_at))

    @admin.display(description=_("mail about it"))
    def trouble(self, row: Received) -> str:
        sent = OutgoingMail.objects.filter(reference=row.reference)
        if sent.undeliverable().exists():
            number = _number_of(row) or _("There is no phone number.")
            words = _("Mail could not be delivered. Phone instead.")
            return format_html('<strong class="late">{}</strong> {}', words, number)
        return str(_("Sent, or on its way") if sent.exists() else _("None"))


def _without_robot(heading: Any, options: Any) -> tuple[Any, dict[str, Any]]:
    """“No mail was sent” is said of what may be from a robot, and of nothing else."""
    return heading, {**options, "fields": [name for name in options["fields"] if name != "looks_automatic"]}


def _number_of(row: Any) -> str:
    """The number of whoever the mail was meant for."""
    person = getattr(row, "person", None)
    if person is None:
        return str(row.phone)
    return str(person.phone or person.helper_phone)


def next_step(request: HttpRequest, row: Received) -> dict[str, Any]:
    labels = row.step_words()
    return {
        "model": row._meta.model_name,
        "statuses": [(status, labels[status]) for status in row.STEPS if status != row.status],
        "is_mine": row.assignee_id == request.user.pk,
        "holder": moves.holder(row),
        "undo": moves.last_step(request, row),
        "shown": moves.place_of(row),
        "note": request.POST.get(moves.NOTE, ""),
    }


def log_of(row: models.Model) -> models.QuerySet[LogEntry]:
    """What staff did with it, the newest first."""
    kind = ContentType.objects.get_for_model(row)
    return LogEntry.objects.filter(content_type=kind, object_id=str(row.pk)).select_related("user")
