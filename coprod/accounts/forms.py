"""The forms about staff accounts."""

from typing import Any

from django import forms
from django.contrib.admin.forms import AdminAuthenticationForm
from django.contrib.auth import authenticate
from django.contrib.auth.models import Group, User
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from coprod.accounts import roles, throttle

WRONG_PASSWORD = _("This password is wrong. Capital and small letters must be right.")


class RolesField(forms.ModelMultipleChoiceField):
    widget = forms.CheckboxSelectMultiple

    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.name}: {roles.IN_WORDS[obj.name]}"


class AccountForm(forms.ModelForm):
    """One account. Its roles are ticked, each with a sentence that says what it allows."""

    is_own = False
    groups = RolesField(
        label=_("Roles"),
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


class LogInForm(AdminAuthenticationForm):
    """Account and password. It says the same of an account that is not there as of a wrong password."""

    locked = _("Too many tries from here. Wait 15 minutes, then try again.")
    error_messages = {  # noqa: RUF012
        "invalid_login": _("The username or the password is wrong. Capital and small letters must be right."),
        "inactive": _("The username or the password is wrong. Capital and small letters must be right."),
    }

    def __init__(self, request: HttpRequest, data: Any = None) -> None:
        super().__init__(request, data)
        self.fields["username"].error_messages["required"] = _("Enter your username")
        self.fields["password"].error_messages["required"] = _("Enter your password")

    def get_invalid_login_error(self) -> ValidationError:
        if getattr(self.request, "axes_locked_out", False):
            return ValidationError(self.locked, code="locked")
        return super().get_invalid_login_error()


class OwnPasswordForm(forms.Form):
    """The password once more, of someone who is logged in: a computer left open is not its owner."""

    password = forms.CharField(
        label=_("Your password"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
        help_text=_("We ask again, in case someone else found this computer open."),
        error_messages={"required": _("Enter your password")},
    )

    def __init__(self, request: HttpRequest, data: Any = None) -> None:
        super().__init__(data)
        self.request = request

    def clean_password(self) -> str:
        """Each wrong one counts as a try to log in does, and closes the account to this address as soon."""
        password: str = self.cleaned_data["password"]
        own: Any = self.request.user
        if authenticate(self.request, username=own.get_username(), password=password) != own:
            locked = getattr(self.request, "axes_locked_out", False)
            raise ValidationError(LogInForm.locked if locked else WRONG_PASSWORD)
        throttle.forgive(self.request, own)
        return password


class CodeForm(forms.Form):
    """Six digits of a phone, or the ten of a recovery code."""

    code = forms.CharField(
        label=_("Code"),
        max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "numeric", "autofocus": True}),
        error_messages={"required": _("Enter the code")},
    )


class NewPhoneForm(CodeForm, OwnPasswordForm):
    """Someone who is logged in sets up another phone."""

    field_order = ("password", "code")

    def __init__(self, request: HttpRequest, data: Any = None) -> None:
        super().__init__(request, data)
        del self.fields["code"].widget.attrs["autofocus"]  # the password comes first


class AddressForm(forms.Form):
    """Where the link for a new password goes."""

    email = forms.EmailField(
        label=_("Your e-mail address"),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages={"required": _("Enter your e-mail address")},
    )
