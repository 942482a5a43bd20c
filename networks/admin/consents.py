"""What people agreed to, for reading, and the words that they are asked to agree to."""

from typing import Any, ClassVar

from django.contrib import admin
from django.db import models
from django.db.models import Max
from django.http import HttpRequest
from django.urls import path
from django.utils.translation import gettext_lazy as _

from coprod.model_admin import CoprodModelAdmin, ReadOnlyAdmin
from networks.admin.put_right import take_back
from networks.admin.walls import OwnNetworksOnly
from networks.models import Consent, ConsentStatement


@admin.register(Consent)
class ConsentAdmin(OwnNetworksOnly, ReadOnlyAdmin):
    list_display = (
        "person",
        "statement",
        "given",
        "given_by",
        "route",
        "at",
    )
    list_filter: ClassVar = ["given", "route", "statement__purpose"]
    list_select_related: ClassVar = ["person", "statement"]
    search_fields: ClassVar = ["person__name"]
    search_help_text = _("Search by name.")
    fields: ClassVar = ["person", "statement", "words", "given", "given_by", "route", "at", "recorded_by"]

    def get_urls(self) -> list[Any]:
        back = self.admin_site.admin_view(take_back)
        return [path("<int:pk>/take-back/", back, name="networks_consent_take_back"), *super().get_urls()]

    @admin.display(description=_("words, exactly as shown"))
    def words(self, consent: Consent) -> str:
        return consent.statement.text


@admin.register(ConsentStatement)
class ConsentStatementAdmin(CoprodModelAdmin):
    """New words are a new version. What someone once agreed to stays as it was shown."""

    list_display = (
        "purpose",
        "version",
        "text",
        "in_use_from",
    )
    list_filter: ClassVar = ["purpose"]
    fields: ClassVar = ["purpose", "text"]

    def has_change_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return False

    def save_model(self, request: HttpRequest, obj: ConsentStatement, form: Any, change: bool) -> None:
        newest = ConsentStatement.objects.filter(purpose=obj.purpose).aggregate(Max("version"))["version__max"]
        obj.version = (newest or 0) + 1
        super().save_model(request, obj, form, change)
