"""The list of tags: name one anew, or make one of several."""

from importlib import import_module
from typing import Any, ClassVar

from django.contrib import admin, messages
from django.db import transaction
from django.db.models import Count, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from taggit.models import Tag, TaggedItem

from blog.admin.forms import TagForm
from blog.models import Post
from coprod.model_admin import CoprodModelAdmin

import_module("taggit.admin")  # registers a page for tags, which ours replaces
admin.site.unregister(Tag)


@admin.register(Tag)
class TagAdmin(CoprodModelAdmin):
    form = TagForm
    list_display = (
        "name",
        "post_count",
    )
    search_fields: ClassVar = ["name"]
    actions = ("merge",)
    fields: ClassVar = ["name"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Tag]:
        return super().get_queryset(request).annotate(uses=Count("taggit_taggeditem_items"))

    def get_view_on_site_url(self, obj: Tag | None = None) -> str | None:
        return reverse("tag", args=[obj.slug]) if obj else None

    def save_model(self, request: HttpRequest, obj: Tag, form: Any, change: bool) -> None:
        super().save_model(request, obj, form, change)
        Post.objects.filter(tags=obj).index_words()

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> Any:
        """Say how many posts lose each tag, and not which row of which table goes."""
        said = []
        for tag in Tag.objects.filter(pk__in=[tag.pk for tag in objs]).annotate(uses=Count("taggit_taggeditem_items")):
            words = ngettext("“%(tag)s”, which %(count)d post has", "“%(tag)s”, which %(count)d posts have", tag.uses)
            said.append(words % {"tag": tag.name, "count": tag.uses})
        return said, {}, set(), []

    def delete_model(self, request: HttpRequest, obj: Tag) -> None:
        self.delete_queryset(request, Tag.objects.filter(pk=obj.pk))

    def delete_queryset(self, request: HttpRequest, queryset: Any) -> None:
        with transaction.atomic():
            posts = list(Post.objects.filter(tags__in=queryset.values("pk")).values_list("pk", flat=True))
            super().delete_queryset(request, queryset)
            Post.objects.filter(pk__in=posts).index_words()

    @admin.display(description=_("posts"), ordering="uses")
    def post_count(self, tag: Any) -> int:
        return int(tag.uses)

    @admin.action(description=_("Merge into the one that is used most"), permissions=["change"])
    def merge(self, request: HttpRequest, queryset: QuerySet[Tag]) -> None:
        kept, *others = sorted(queryset, key=lambda tag: (-tag.uses, tag.pk))
        if not others:
            self.message_user(request, _("Tick two tags or more, then choose “Merge”."), messages.WARNING)
            return
        with transaction.atomic():
            for post in Post.objects.filter(tags__in=others).distinct():
                post.tags.add(kept)
            self.log_change(request, kept, str(_("Merged: %s") % ", ".join(tag.name for tag in others)))
            TaggedItem.objects.filter(tag__in=others).delete()
            Tag.objects.filter(pk__in=[tag.pk for tag in others]).delete()
            Post.objects.filter(tags=kept).index_words()
        self.message_user(request, _("These are one tag now: “%s”.") % kept.name, messages.SUCCESS)
