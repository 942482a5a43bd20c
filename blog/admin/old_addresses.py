"""The addresses that posts had before, and lead to them still."""

from typing import ClassVar

from django.contrib import admin
from django.db.models import Model
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from blog.admin.forms import OldAddressForm
from blog.models import OldAddress
from coprod.model_admin import CoprodModelAdmin


@admin.register(OldAddress)
class OldAddressAdmin(CoprodModelAdmin):
    """Where posts lived before. Add one or remove one; there is nothing to change."""

    form = OldAddressForm
    list_display = (
        "path",
        "post",
    )
    list_select_related: ClassVar = ["post"]
    search_fields: ClassVar = ["path", "post__title"]
    search_help_text = _("Search by old address or title.")
    autocomplete_fields: ClassVar = ["post"]
    view_on_site = False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False
