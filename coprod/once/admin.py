"""Back, and Save again: the second save changes what the first one made, and nothing typed is lost.

The form carries a random key. A script (once.js) puts it into the address of the page too, so that Back, when the
browser asks for the page anew, leads to what was saved from it.
"""

import re
from typing import Any
from uuid import uuid4

from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from coprod.once.models import Made

NAME = "form_key"
_KEY = re.compile(r"[0-9a-f]{32}")
FOUND = _("You have saved this already. Here you can change it.")
AGAIN = _("You had saved this before, so no second one was made. What you sent now changes the first.")
ONLY_ONE = _("You had saved this before, so no second one was made.")
MEANWHILE = _(
    "A colleague changed this after you saved it. Open it from its list to read it as it is now. "
    "Or press Save again, and what you see here replaces it."
)


class MadeBefore(Exception):
    """Another sending of the same form was first."""


def key_of(request: HttpRequest) -> str:
    key = request.POST.get(NAME) or request.GET.get(NAME) or ""
    return key if _KEY.fullmatch(key) else ""


def key_for(request: HttpRequest) -> str:
    """What a form for something new carries: the key it had before it came back with a question, or a new one."""
    return key_of(request) or uuid4().hex


class OnceAdmin(admin.ModelAdmin):
    def add_view(self, request: HttpRequest, form_url: str = "", extra_context: Any = None) -> HttpResponse:
        if answer := self._made_before(request):
            return answer
        context = {**(extra_context or {}), "form_key": key_for(request)}
        try:
            return super().add_view(request, form_url, context)
        except MadeBefore:
            return self._made_before(request) or redirect(request.get_full_path())

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        if not change and key_of(request):
            _made, is_first = Made.begin(request.user, self.model, key_of(request))
            if not is_first:
                raise MadeBefore
        super().save_model(request, obj, form, change)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        if not change and (made := Made.of(request.user, self.model, key_of(request))):
            made.note(form.instance, {formset.prefix: _rows_of(formset) for formset in formsets})

    def change_view(self, request: HttpRequest, object_id: str, *args: Any, **kwargs: Any) -> HttpResponse:
        made = Made.of(request.user, self.model, key_of(request)) if request.method == "POST" else None
        if made and made.row == object_id:
            _send_as_change(request, self._parts_that_are_left(request, made))
            request.is_unseen = made.was_changed_by_others()  # type: ignore[attr-defined]
        return super().change_view(request, object_id, *args, **kwargs)

    def _parts_that_are_left(self, request: HttpRequest, made: Made) -> dict[str, dict[str, Any]]:
        """A by-line or picture that was removed since is new again. Django would refuse the row, and not say why."""
        parts = {}
        for formset, _inline in self.get_formsets_with_inlines(request):
            rows = made.parts.get(formset.get_default_prefix(), {})
            of_it = formset.model._base_manager.filter(**{formset.fk.name: made.row}, pk__in=rows.values())
            left = set(of_it.values_list("pk", flat=True))
            parts[formset.get_default_prefix()] = {name: pk for name, pk in rows.items() if pk in left}
        return parts

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        form: Any = super().get_form(request, obj, change, **kwargs)
        return _with_question(form) if getattr(request, "is_unseen", False) else form

    def _made_before(self, request: HttpRequest) -> HttpResponse | None:
        """Lead to what this form made when it was sent before, unless that is gone."""
        made = Made.of(request.user, self.model, key_of(request))
        if made is None or not made.row:
            return None
        if self.get_object(request, made.row) is None:
            made.delete()
            return None
        address = reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_change", args=[made.row])
        sent = request.method == "POST"
        may_change = self.has_change_permission(request)
        changes_it = may_change and not made.was_changed_by_others()
        messages.info(request, (AGAIN if changes_it else ONLY_ONE) if sent else FOUND)
        return redirect(address, preserve_request=sent and may_change)


def _with_question(form: Any) -> Any:
    """A form for something new has never seen what a colleague changed in it since."""

    class Unseen(form):
        def clean(self) -> dict[str, Any]:
            super().clean()
            raise ValidationError(MEANWHILE, code="meanwhile")

    return Unseen


def _rows_of(formset: Any) -> dict[str, Any]:
    """Which row of the database each row of a form became, by the key that it brought or its number."""
    forms = [(str(number), form) for number, form in enumerate(formset.forms) if form.instance.pk]
    return {form.data.get(form.add_prefix("key")) or number: form.instance.pk for number, form in forms}


def _send_as_change(request: Any, parts: dict[str, dict[str, Any]]) -> None:
    """Let what a form for something new sent read as the form of what it made: its rows are there already."""
    sent = request.POST.copy()
    for prefix, rows in parts.items():
        count = sent.get(f"{prefix}-TOTAL_FORMS", "")
        numbers = [str(number) for number in range(int(count))] if count.isdecimal() and len(count) < 5 else []
        keys = {number: sent.get(f"{prefix}-{number}-key") or number for number in numbers}
        known = [number for number in numbers if keys[number] in rows]
        for number in known:
            sent[f"{prefix}-{number}-id"] = str(rows[keys[number]])
        order = {old: str(new) for new, old in enumerate([*known, *(one for one in numbers if one not in known)])}
        sent[f"{prefix}-INITIAL_FORMS"] = str(len(known))
        sent, request._files = (_in_order(data, prefix, order) for data in (sent, request.FILES))
    request.POST = sent


def _in_order(data: Any, prefix: str, order: dict[str, str]) -> Any:
    """The same data with the rows of one formset numbered anew: Django has those that are stored come first."""
    named = re.compile(rf"{re.escape(prefix)}-(\d+)-(.+)", re.DOTALL)
    moved = data.copy()
    moved.clear()
    for name, values in data.lists():
        found = named.fullmatch(name)
        new = f"{prefix}-{order.get(found[1], found[1])}-{found[2]}" if found else name
        moved.setlist(new, values)
    return moved
