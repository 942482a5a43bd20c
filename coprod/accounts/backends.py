"""What a role allows. Administrators may do everything, also what is added to the site after their role was made."""

from typing import Any

from django.contrib.auth.backends import ModelBackend
from django.contrib.auth.models import Permission
from django.db.models import Exists, Q, QuerySet

from coprod.accounts import roles


class RolesBackend(ModelBackend):
    def _get_group_permissions(self, user_obj: Any) -> QuerySet[Permission]:
        is_administrator = Exists(user_obj.groups.filter(name=roles.ADMINISTRATOR))
        return Permission.objects.filter(Q(group__in=user_obj.groups.all()) | is_administrator).distinct()

    def with_perm(
        self, perm: Any, is_active: bool = True, include_superusers: bool = True, obj: Any = None
    ) -> QuerySet[Any]:
        found = super().with_perm(perm, is_active, include_superusers, obj)
        if not include_superusers:
            return found
        return found.model._default_manager.filter(
            Q(pk__in=found.values("pk")) | Q(pk__in=roles.administrators().values("pk"))
        )
