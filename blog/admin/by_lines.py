"""The by-line in the form of a post: someone who has written before, or someone new, and their yes to publishing."""

from typing import Any, ClassVar

from django import forms
from django.contrib import admin
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from blog import flow
from blog.models import Author, ByLine
from blog.submissions.agreeing import year_after
from coprod.redrawing import Drawn


def _day(label: Any, help_text: Any = "") -> forms.DateField:
    return forms.DateField(
        label=label,
        required=False,
        help_text=help_text,
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        error_messages={"invalid": _("Enter a day, for example 03/03/2027.")},
    )


class ByLineForm(forms.ModelForm):
    new_name = forms.CharField(
        label=_("Or someone new: their name"),
        required=False,
        max_length=300,
        help_text=_("As the by-line should read. Role and organisation below are kept for them too."),
    )
    biography = forms.CharField(
        label=_("About someone new"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Two or three sentences."),
    )
    consented_on = _day(_("When they said yes"))
    consent_review_on = _day(_("Ask again on"), _("When we ask if they still agree. Leave empty for a year later."))
    position = forms.IntegerField(
        label=_("Order"),
        required=False,
        min_value=1,
        max_value=99,
        help_text=_("1 comes first. Leave empty to put it last."),
    )

    class Meta:
        model = ByLine
        fields: ClassVar = [
            *("author", "role", "organisation", "photo", "name_withheld"),
            *("consent_given_by", "consented_on", "consent_review_on", "position"),
        ]
        labels: ClassVar = {
            "author": _("Someone who has written before"),
            "role": _("Role when they wrote this"),
            "organisation": _("Organisation when they wrote this"),
            "photo": _("Photo when they wrote this"),
            "name_withheld": _("Take the name off but keep the piece"),
            "consent_given_by": _("Who said yes to publishing"),
        }
        help_texts: ClassVar = {"photo": _("Leave empty to use the photo that we have of them.")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "author" in self.fields:  # someone who may only read gets no controls
            self.fields["author"].required = False

    def has_changed(self) -> bool:
        # A number alone does not make an author.
        return bool(set(self.changed_data) - {"position"}) or (bool(self.changed_data) and self.instance.pk is not None)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        author, name = data.get("author"), " ".join((data.get("new_name") or "").split())
        if author and name:
            self.add_error("new_name", _("Choose someone, or write a new name. Not both."))
        elif not author and not name and "author" not in self.errors:
            self.add_error("author", _("Choose the author, or write the name of someone new."))
        if author and data.get("biography"):
            self.add_error("biography", _("This is for someone new. Change what we say of others on their own page."))
        data["new_name"] = name
        self._clean_consent(data)
        return data

    def _clean_consent(self, data: dict[str, Any]) -> None:
        who, day, again = (data.get(name) for name in ("consent_given_by", "consented_on", "consent_review_on"))
        if who and not day and "consented_on" not in self.errors:
            self.add_error("consented_on", _("Enter the day on which they said yes."))
        if day and day > timezone.localdate():
            self.add_error("consented_on", _("That day is still to come. Enter the day on which they said yes."))
        if (day or again) and not who:
            self.add_error("consent_given_by", _("Say who said yes to publishing."))
        if day and again and again <= day:
            self.add_error("consent_review_on", _("Choose a day that is after the day they said yes."))
        if day and not again and "consent_review_on" not in self.errors:
            data["consent_review_on"] = year_after(day)

    def save(self, commit: bool = True) -> Any:
        if self.cleaned_data["new_name"]:
            self.instance.author = self._new_author()
        return super().save(commit)

    def _new_author(self) -> Author:
        """The same name with the same role and organisation is the same author."""
        data = self.cleaned_data
        as_it_reads = {"name": data["new_name"], "role": data["role"], "organisation": data["organisation"]}
        known = Author.objects.filter(**as_it_reads).first()
        if known:
            return known
        author = Author(**as_it_reads, biography=data["biography"])
        if photo := data.get("photo"):
            photo.seek(0)
            author.photo.save("photo", Drawn(photo.read()), save=False)
            photo.seek(0)
        author.save()
        return author


class ByLineFormSet(forms.BaseInlineFormSet):
    def get_unique_error_message(self, unique_check: Any) -> str:
        return str(_("An author is in the by-line twice. Remove one of them."))

    def clean(self) -> None:
        super().clean()
        last = 0
        for form in self.forms:
            if (
                not form.is_valid()
                or (not form.has_changed() and not form.instance.pk)
                or form.cleaned_data.get("DELETE")
            ):
                continue
            if form.cleaned_data["position"] is None:
                form.instance.position = form.cleaned_data["position"] = last + 1
            last = max(last, form.cleaned_data["position"])


class ByLineInline(admin.StackedInline):
    model = ByLine
    form = ByLineForm
    formset = ByLineFormSet
    autocomplete_fields: ClassVar = ["author"]
    verbose_name = _("author")
    verbose_name_plural = _("By-line: who wrote it")
    view_on_site = False
    fieldsets: ClassVar = [
        (None, {"fields": ["author", "new_name", "role", "organisation"]}),
        (_("Their yes to publishing"), {"fields": ["consent_given_by", "consented_on", "consent_review_on"]}),
        (
            _("More: photo, words about someone new, order, taking the name off"),
            {"fields": ["photo", "biography", "position", "name_withheld"], "classes": ["collapse"]},
        ),
    ]

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).select_related("author")

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        if self.has_change_permission(request, obj) and (obj is None or flow.may_change(request.user, obj)):
            return self.fieldsets
        asked = {"new_name", "biography"}  # nothing that is kept
        return [
            (name, {**about, "fields": [one for one in about["fields"] if one not in asked]})
            for name, about in self.fieldsets
        ]

    def get_extra(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> int:
        return 0 if obj and obj.by_line.exists() else 1

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if db_field.name == "author" and field:  # no windows of their own: someone new is written down right here
            widget = field.widget
            widget.can_add_related = widget.can_change_related = False
            widget.can_delete_related = widget.can_view_related = False
        return field
