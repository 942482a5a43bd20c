"""The by-line in the form of a post."""

from typing import Any, ClassVar

from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from blog.admin.forms import ByLineForm, ByLineFormSet
from blog.models import ByLine


class ByLineInline(admin.TabularInline):
    model = ByLine
    form = ByLineForm
    formset = ByLineFormSet
    extra = 1
    autocomplete_fields: ClassVar = ["author"]
    verbose_name = _("author")
    verbose_name_plural = _("By-line: who wrote it")
    view_on_site = False

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if db_field.name == "author" and field:  # one thing at a time: a new author can be made here, others elsewhere
            widget = field.widget
            widget.can_change_related = widget.can_delete_related = widget.can_view_related = False
        return field
