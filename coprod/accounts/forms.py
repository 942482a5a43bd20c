"""The forms about staff accounts."""

from typing import Any

from django import forms
from django.contrib.auth.models import Group, User
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from coprod.accounts import roles


class RolesField(forms.ModelMultipleChoiceField):
    widget = forms.CheckboxSelectMultiple

    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.name}: {roles.IN_WORDS[obj.name]}"


class AccountForm(forms.ModelForm):
    """One account. Its roles are ticked, each with a sentence that says what it allows."""

    is_own = False
    groups = RolesField(
        label=_("roles"),
        queryset=Group.objects.filter(name__in=roles.IN_WORDS).order_by("pk"),
        required=False,
        help_text=_("Someone may have more than one."),
    )

    class Meta:
        model = User
        fields = ("username", "first_name", "last_name", "email", "groups", "is_active")
        labels = {"is_active": _("May log in")}  # noqa: RUF012
        help_texts = {  # noqa: RUF012
            "username": _("What they type to log in. Letters, digits and @ . + - _ only."),
            "email": _("Where links for a new password go, and news of what came in."),
            "is_active": _("Take the tick away when someone leaves. They are logged out at once and get no more mail."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["email"].required = True
        if self.instance.is_superuser and roles.ADMINISTRATOR not in (group.name for group in self._own_groups()):
            self.initial["groups"] = [*self._own_groups(), *Group.objects.filter(name=roles.ADMINISTRATOR)]

    def _own_groups(self) -> list[Group]:
        return list(self.instance.groups.all())

    def clean(self) -> dict[str, Any]:
        found = super().clean() or self.cleaned_data
        named = {group.name for group in found.get("groups", [])}
        if self.is_own and (not found.get("is_active") or roles.ADMINISTRATOR not in named):
            raise ValidationError(
                _("You cannot take this account’s rights away from yourself. Ask another administrator."), code="own"
            )
        self.instance.is_staff = True
        self.instance.is_superuser = self.instance.is_superuser and roles.ADMINISTRATOR in named
        return found
