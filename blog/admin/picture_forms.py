"""One picture in the form of a post, and all of them together. A chosen file is kept until the form is right."""

import re
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from blog.models import HeldPicture, PostPicture
from blog.models.pictures import KEY_LENGTH, KEY_LETTERS, NOT_DESCRIBED, new_key
from coprod.images import PictureFieldFile
from coprod.redrawing import Drawn

_KEY = re.compile(f"[{KEY_LETTERS}]{{{KEY_LENGTH}}}")
ALONE = {"position", "is_lead", "key", "held"}  # these do not make a picture


class PictureForm(forms.ModelForm):
    key = forms.CharField(required=False, widget=forms.HiddenInput)
    held = forms.CharField(required=False, widget=forms.HiddenInput)
    position = forms.IntegerField(
        label=_("Order"), required=False, min_value=1, max_value=99, help_text=_("Leave empty to put it last.")
    )

    class Meta:
        model = PostPicture
        fields: ClassVar = [
            *("picture", "alt", "decorative", "caption", "credit", "focal_x", "focal_y"),
            *("shows_people", "consent_given_by", "consent_review_on", "is_lead", "position"),
        ]
        widgets: ClassVar = {
            "picture": forms.FileInput,
            "alt": forms.Textarea(attrs={"rows": 2}),
            "consent_review_on": forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        }
        labels: ClassVar = {"focal_x": _("From the left, in percent"), "focal_y": _("From the top, in percent")}
        error_messages: ClassVar = {"picture": {"required": _("Choose a picture, or remove this part.")}}

    def __init__(self, *args: Any, owner: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.owner = owner
        self.initial["key"] = self.instance.key
        if self.is_bound and self.kept and not self.files.get(self.add_prefix("picture")):
            files: Any = self.files.copy()
            files[self.add_prefix("picture")] = Drawn(bytes(self.kept.data), name="picture.webp")
            self.files = files

    @cached_property
    def kept(self) -> HeldPicture | None:
        """The file that was chosen the last time that this form was sent."""
        key = self.data.get(self.add_prefix("held"), "")
        return HeldPicture.objects.filter(owner=self.owner, key=key).first() if key and key.isprintable() else None

    @property
    def key_now(self) -> str:
        return str(self.data.get(self.add_prefix("key"), "")) if self.is_bound else self.instance.key

    @property
    def preview(self) -> str:
        """A small copy of what would be saved now."""
        if self.kept:
            return self.kept.thumbnail
        stored = self.instance.picture
        return stored.small if isinstance(stored, PictureFieldFile) and stored else ""

    def has_changed(self) -> bool:
        return bool(set(self.changed_data) - ALONE) or bool(
            set(self.changed_data) - {"key", "held"} and self.instance.pk
        )

    def clean_key(self) -> str:
        """A new picture brings the key under which its place in the text was made. A stored one has its own."""
        if self.instance.pk:
            return self.instance.key
        key = self.cleaned_data["key"]
        is_free = _KEY.fullmatch(key) and not PostPicture.objects.filter(key=key).exists()
        self.instance.key = key if is_free else new_key()
        return self.instance.key

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        # Django leaves out a constraint that knows a column which is not in the form: these are asked here.
        if data.get("alt") or data.get("decorative"):
            self.instance.needs_description = False
        elif not self.instance.needs_description and "picture" not in self.errors:
            self.add_error("alt", NOT_DESCRIBED)
        if data.get("shows_people"):
            if not data.get("consent_given_by"):
                self.add_error("consent_given_by", _("Say who said yes to showing them."))
            if not data.get("consent_review_on") and "consent_review_on" not in self.errors:
                self.add_error("consent_review_on", _("Say when we ask them again. A year from now is usual."))
        return data

    def _get_validation_exclusions(self) -> set[str]:
        # Whether one picture leads is a question about all of them together, and the consent is asked above.
        return {*super()._get_validation_exclusions(), "is_lead", "shows_people"}  # type: ignore[misc]

    def hold(self) -> None:
        """Keep the chosen file while the form goes back to whoever sent it."""
        picture = self.cleaned_data.get("picture") if self.is_bound and hasattr(self, "cleaned_data") else None
        if isinstance(picture, Drawn) and self.kept is None:
            picture.seek(0)
            self.kept = HeldPicture.objects.create(owner=self.owner, data=picture.read())


class PictureFormSet(forms.BaseInlineFormSet):
    owner: Any = None
    forms: list[Any]

    def get_form_kwargs(self, index: int | None) -> dict[str, Any]:
        return {**super().get_form_kwargs(index), "owner": self.owner}

    def clean(self) -> None:
        super().clean()
        kept = [form for form in self.forms if form.cleaned_data.get("picture") and not form.cleaned_data.get("DELETE")]
        if sum(bool(form.cleaned_data.get("is_lead")) for form in kept) > 1:
            raise ValidationError(_("One picture can be at the top of the post. Choose one."))
        last = 0
        for form in kept:
            if form.cleaned_data.get("position") is None:
                form.instance.position = form.cleaned_data["position"] = last + 1
            last = max(last, form.cleaned_data["position"])

    def hold(self) -> None:
        for form in self.forms:
            form.hold()

    def save(self, commit: bool = True) -> Any:
        # Before another picture can lead, the one that did must not.
        leading = [form.instance.pk for form in self.forms if form.cleaned_data.get("is_lead") and form.instance.pk]
        PostPicture.objects.filter(post=self.instance, is_lead=True).exclude(pk__in=leading).update(is_lead=False)
        saved = super().save(commit)
        HeldPicture.objects.filter(pk__in=[form.kept.pk for form in self.forms if form.kept]).delete()
        return saved
