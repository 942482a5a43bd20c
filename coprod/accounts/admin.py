"""Staff accounts: who they are, and which roles they have. Only administrators see this."""

from importlib import import_module
from typing import Any, ClassVar

from django.contrib import admin
from django.contrib.auth.models import Group, User
from django.db.models import Exists, OuterRef
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django_otp.plugins.otp_static.models import StaticDevice
from django_otp.plugins.otp_totp.models import TOTPDevice

from coprod.accounts import emails
from coprod.accounts.forms import AccountForm
from coprod.accounts.roles import is_administrator
from coprod.model_admin import CoprodModelAdmin, moment

for name in ("django.contrib.auth", "django_otp.plugins.otp_static", "django_otp.plugins.otp_totp"):
    import_module(f"{name}.admin")  # they register first, and then their pages are taken out
# What a role may do is written in roles.py and made by migrations; the devices would show the secrets of a phone.
admin.site.unregister([Group, User, StaticDevice, TOTPDevice])


@admin.register(User)
class AccountAdmin(CoprodModelAdmin):
    """An account is never deleted, so that the history of what it did stays whole: it is turned off."""

    form = AccountForm
    list_display = ("username", "full_name", "roles_in_words", "has_phone", "is_active", "last_came")
    list_filter: ClassVar = ["is_active", "groups"]
    search_fields: ClassVar = ["username", "first_name", "last_name", "email"]
    search_help_text = _("Search by name, account or e-mail address.")
    ordering: ClassVar = ["username"]
    actions = None
    fieldsets: ClassVar = [
        (_("Who it is"), {"fields": ["username", "first_name", "last_name", "email"]}),
        (_("What they may do"), {"fields": ["groups", "is_active"]}),
    ]

    def get_queryset(self, request: HttpRequest) -> Any:
        phone = Exists(TOTPDevice.objects.filter(user=OuterRef("pk"), confirmed=True))
        return super().get_queryset(request).prefetch_related("groups").annotate(phone=phone)

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> Any:
        return super().changelist_view(request, {"title": _("Staff accounts"), **(extra_context or {})})

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        form: Any = super().get_form(request, obj, change, **kwargs)
        form.is_own = obj is not None and obj.pk == request.user.pk
        return form

    def save_model(self, request: HttpRequest, obj: User, form: Any, change: bool) -> None:
        if not change:
            obj.set_unusable_password()
        super().save_model(request, obj, form, change)
        if not change:
            emails.account_invited(obj)

    def response_add(self, request: HttpRequest, obj: User, post_url_continue: str | None = None) -> Any:
        self.message_user(request, _("A link to choose a password is on its way to %s.") % obj.email)
        return super().response_add(request, obj, post_url_continue)

    @admin.display(description=_("name"), ordering="last_name")
    def full_name(self, user: User) -> str:
        return user.get_full_name()

    @admin.display(description=_("roles"))
    def roles_in_words(self, user: User) -> str:
        names = [group.name for group in user.groups.all()]
        return ", ".join(names) or str(_("Administrator") if is_administrator(user) else _("None"))

    @admin.display(description=_("second step"), boolean=True)
    def has_phone(self, user: Any) -> bool:
        return bool(user.phone)

    @admin.display(description=_("last logged in"), ordering="last_login")
    def last_came(self, user: User) -> str:
        return moment(user.last_login) or str(_("Never"))
