"""The pictures in the form of a post: each with what it shows, who is in it, and what must stay in sight."""

from typing import Any, ClassVar

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from blog.models import Post, PostPicture
from blog.models.pictures import NOT_DESCRIBED


class PictureForm(forms.ModelForm):
    position = forms.IntegerField(
        label=_("Order"), required=False, min_value=1, max_value=99, help_text=_("Leave empty to put it last.")
    )

    class Meta:
        model = PostPicture
        fields: ClassVar = [
            *("picture", "alt", "decorative", "caption", "credit", "focal_x", "focal_y"),
            *("shows_people", "consent_given_by", "consent_review_on", "is_lead", "position"),
        ]

    def has_changed(self) -> bool:
        # A tick or a number alone does not make a picture.
        return bool(set(self.changed_data) - {"position", "is_lead"}) or bool(self.changed_data and self.instance.pk)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        for name in ("focal_x", "focal_y"):
            if data.get(name) is None and name not in self.errors:
                data[name] = self.instance._meta.get_field(name).default
        # Django leaves out a constraint that knows a column which is not in the form: these are asked here.
        if data.get("alt") or data.get("decorative"):
            self.instance.needs_description = False
        elif not self.instance.needs_description and "picture" not in self.errors:
            self.add_error("alt", NOT_DESCRIBED)
        return data

    def _get_validation_exclusions(self) -> set[str]:
        # Whether one picture leads is a question about all of them together: the form set asks it.
        return {*super()._get_validation_exclusions(), "is_lead"}  # type: ignore[misc]


class PictureFormSet(forms.BaseInlineFormSet):
    def clean(self) -> None:
        super().clean()
        kept = [form for form in self.forms if form.cleaned_data.get("picture") and not form.cleaned_data.get("DELETE")]
        if sum(bool(form.cleaned_data.get("is_lead")) for form in kept) > 1:
            raise ValidationError(_("One picture can be at the top of the post. Choose one."))
        last = 0
        for form in kept:
            if form.cleaned_data["position"] is None:
                form.instance.position = form.cleaned_data["position"] = last + 1
            last = max(last, form.cleaned_data["position"])

    def save(self, commit: bool = True) -> Any:
        # Before another picture can lead, the one that did must not.
        leading = [form.instance.pk for form in self.forms if form.cleaned_data.get("is_lead") and form.instance.pk]
        PostPicture.objects.filter(post=self.instance, is_lead=True).exclude(pk__in=leading).update(is_lead=False)
        return super().save(commit)


class PictureInline(admin.StackedInline):
    model = PostPicture
    form = PictureForm
    formset = PictureFormSet
    verbose_name = _("picture")
    verbose_name_plural = _("Pictures")
    view_on_site = False

    # Who may write a post may picture it: there is no right for pictures alone.

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.has_change_permission(request, obj) or request.user.has_perm("blog.view_post")

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return request.user.has_perm("blog.change_post" if obj else "blog.add_post")

    has_add_permission = has_delete_permission = has_change_permission

    def get_extra(self, request: HttpRequest, obj: Post | None = None, **kwargs: Any) -> int:
        return 0 if obj and obj.pictures.exists() else 1
