"""Staff pages for keeping and forgetting: how long each kind is kept, and proof of what was erased."""

from typing import Any, ClassVar

from django.contrib import admin
from django.db import models
from django.http import HttpRequest
from django.urls import path
from django.utils.translation import gettext_lazy as _

from coprod.keeping import views
from coprod.keeping.models import FIXED
from coprod.model_admin import CoprodModelAdmin, ReadOnlyAdmin
from coprod.models import Erasure, RetentionPeriod


@admin.register(RetentionPeriod)
class RetentionPeriodAdmin(CoprodModelAdmin):
    list_display = ("name", "days", "reason")
    fields: ClassVar = ["name", "days", "reason"]
    ordering: ClassVar = ["name"]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return False

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        return ["name", "days"] if obj and obj.kind in FIXED else ["name"]


@admin.register(Erasure)
class ErasureAdmin(ReadOnlyAdmin):
    list_display = ("at", "by", "what_went")
    fields: ClassVar = ["at", "by", "what_went"]
    date_hierarchy = "at"

    def get_urls(self) -> list[Any]:
        wrap = self.admin_site.admin_view
        return [
            path("person/<int:pk>/export/", wrap(views.person_export), name="keeping_person_export"),
            path("person/<int:pk>/erase/", wrap(views.person_erase), name="keeping_person_erase"),
            path("piece/<int:pk>/delete/", wrap(views.piece_delete), name="keeping_piece_delete"),
            path("piece/<int:pk>/restore/", wrap(views.piece_restore), name="keeping_piece_restore"),
            path("response/<int:pk>/erase/", wrap(views.response_erase), name="keeping_response_erase"),
            *super().get_urls(),
        ]

    @admin.display(description=_("what was removed"))
    def what_went(self, erasure: Erasure) -> str:
        return ", ".join(f"{kind}: {count}" for kind, count in sorted(erasure.removed.items()))
