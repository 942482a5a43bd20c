"""The wall between networks: whatever page of the admin asks, a facilitator gets rows of their own networks only."""

from typing import Any

from django.contrib import admin
from django.contrib.auth.models import AbstractUser, AnonymousUser
from django.db import models
from django.http import HttpRequest

from coprod.accounts.roles import is_administrator
from networks.models import Network

User = AbstractUser | AnonymousUser


def own_networks(user: User) -> models.QuerySet[Network]:
    return Network.objects.all() if is_administrator(user) else Network.objects.filter(facilitators=user.pk)


def may_answer(user: User) -> bool:
    """Whoever answers people may do for one what that person asks."""
    return any(user.has_perm(f"networks.change_{model}") for model in ("signup", "enquiry"))


class OwnNetworksOnly(admin.ModelAdmin):
    """Lists, records, search, history, deletion and autocomplete all go through the two rules below."""

    def seen_by(self, rows: Any, user: User) -> Any:
        """Narrow the rows to what this person may see."""
        return rows.seen_by(user)

    def get_queryset(self, request: HttpRequest) -> Any:
        return self.seen_by(super().get_queryset(request), request.user)

    def has_view_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return super().has_view_permission(request, obj) and self._in_sight(request, obj)

    def has_change_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return super().has_change_permission(request, obj) and self._in_sight(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return super().has_delete_permission(request, obj) and self._in_sight(request, obj)

    def _in_sight(self, request: HttpRequest, obj: models.Model | None) -> bool:
        if obj is None or obj.pk is None or is_administrator(request.user):
            return True
        return bool(self.seen_by(self.model._default_manager.all(), request.user).filter(pk=obj.pk).exists())

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.related_model is Network:
            kwargs["queryset"] = own_networks(request.user)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)
