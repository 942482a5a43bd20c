"""The filters beside the list of posts."""

from typing import Any

from django.contrib import admin
from django.db.models import Count, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from taggit.models import Tag

from blog.models import Author, Post

NAMES_SHOWN = 20


class StatusFilter(admin.SimpleListFilter):
    title = _("status")
    parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        words = [(status.value, status.label) for status in Post.Status]
        return [*words[:3], ("scheduled", _("Scheduled")), *words[3:]]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        value = self.value()
        if value == Post.Status.PUBLISHED:
            return queryset.public()
        if value == "scheduled":
            return queryset.scheduled()
        return queryset.filter(status=value) if value else queryset


class BusiestFilter(admin.SimpleListFilter):
    """Offers the names with most posts, so that the list stays short; any other works in the address too."""

    names: QuerySet[Any]
    field = ""

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        pairs = list(self.names.values_list("slug", "name")[:NAMES_SHOWN])
        chosen = request.GET.get(self.parameter_name or "")
        if chosen and chosen not in dict(pairs):
            pairs += self.names.filter(slug=chosen).values_list("slug", "name")
        return sorted(pairs, key=lambda pair: pair[1].casefold())

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        return queryset.filter(**{self.field: self.value()}) if self.value() else queryset


class TagFilter(BusiestFilter):
    title = _("tag")
    parameter_name = "tag"
    field = "tags__slug"
    names = Tag.objects.annotate(uses=Count("taggit_taggeditem_items")).filter(uses__gt=0).order_by("-uses")


class AuthorFilter(BusiestFilter):
    title = _("author")
    parameter_name = "author"
    field = "by_line__author__slug"
    names = Author.objects.annotate(uses=Count("by_line")).filter(uses__gt=0).order_by("-uses", "name")
