"""The filters beside the list of posts."""

from typing import Any

from django.contrib import admin
from django.db.models import Count, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from taggit.models import Tag

from blog.models import Author, State

NAMES_SHOWN = 20
COMING_DOWN = "coming-down"


class StatusFilter(admin.SimpleListFilter):
    title = _("status")
    parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        words: list[tuple[str, Any]] = [(state.value, state.label) for state in State]
        return [*words[:5], (COMING_DOWN, _("Coming down")), *words[5:]]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        # The page of one post asks for every row; only a list leaves out what is in the bin.
        value = self.value()
        if value == COMING_DOWN:
            return queryset.coming_down()
        return queryset.filter(state_now=value) if value else queryset.kept()


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
