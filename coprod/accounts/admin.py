"""Staff accounts: who they are, and which roles they have. Only administrators see this."""

from typing import Any, ClassVar

import django.contrib.auth.admin  # noqa: F401  (it registers what is taken out here)
from django.contrib import admin
from django.contrib.auth.models import Group, User
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from coprod.accounts.forms import AccountForm
from coprod.accounts.roles import is_administrator
from coprod.model_admin import CoprodModelAdmin, moment

admin.site.unregister(Group)  # what a role may do is written in roles.py and made by migrations
admin.site.unregister(User)


@admin.register(User)
class AccountAdmin(CoprodModelAdmin):
    """An account is never deleted, so that the history of what it did stays whole: it is turned off."""

    form = AccountForm
    list_display = ("username", "full_name", "email", "roles_in_words", "is_active", "last_came")
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
        return super().get_queryset(request).prefetch_related("groups")

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest | None = None) -> bool:
        # The address of a list can ask for rows by any field: not by how a password begins.
        return not lookup.startswith("password") and super().lookup_allowed(lookup, value, request)  # type: ignore[arg-type]

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        form: Any = super().get_form(request, obj, change, **kwargs)
        form.is_own = obj is not None and obj.pk == request.user.pk
        return form

    @admin.display(description=_("name"), ordering="last_name")
    def full_name(self, user: User) -> str:
        return user.get_full_name()

    @admin.display(description=_("roles"))
    def roles_in_words(self, user: User) -> str:
        names = [group.name for group in user.groups.all()]
        return ", ".join(names) or str(_("Administrator") if is_administrator(user) else _("None"))

    @admin.display(description=_("last logged in"), ordering="last_login")
    def last_came(self, user: User) -> str:
        return moment(user.last_login) or str(_("Never"))
