"""The list of guests, and the page of one."""

from typing import Any, ClassVar

from django.contrib import admin
from django.db.models import Count, Model, QuerySet
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from blog.admin.forms import AuthorForm
from blog.models import Author, Post
from coprod.model_admin import CoprodModelAdmin


@admin.register(Author)
class AuthorAdmin(CoprodModelAdmin):
    form = AuthorForm
    list_display = (
        "name",
        "role",
        "organisation",
        "post_count",
    )
    search_fields: ClassVar = ["name", "organisation"]
    search_help_text = _("Search by name or organisation.")
    ordering: ClassVar = ["name"]
    fields: ClassVar = ["name", "role", "organisation", "biography", "photo", "slug"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Author]:
        return super().get_queryset(request).annotate(post_total=Count("by_line"))

    def get_readonly_fields(self, request: HttpRequest, obj: Model | None = None) -> list[str]:
        return ["slug"] if obj else []  # links to an author’s page stay good

    @admin.display(description=_("posts"), ordering="post_total")
    def post_count(self, author: Any) -> str:
        address = self.admin_site._registry[Post].list_address(author=author.slug)  # type: ignore[attr-defined]
        return format_html('<a href="{}">{}</a>', address, author.post_total) if author.post_total else "0"
