"""What guests said of the preview of their post: one record each, which waits in the inbox like everything else."""

from typing import Any, ClassVar

from django.contrib import admin
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from blog.models import GuestAnswer
from coprod.inbox.record import RecordAdmin


@admin.register(GuestAnswer)
class GuestAnswerAdmin(RecordAdmin):
    list_display = ("reference", "name_text", "kind", "post_shown", "waiting", "status", "assignee")
    list_filter: ClassVar = ["status", "kind", ("assignee", admin.RelatedOnlyFieldListFilter), "looks_automatic"]
    list_select_related: ClassVar = ["assignee", "post"]
    search_fields: ClassVar = ["reference", "name"]
    search_help_text = _("Search by reference or name.")
    actions = None
    fieldsets: ClassVar = [
        (_("First of all"), {"fields": ["reference", "waiting"]}),
        (_("What you do about it"), {"fields": ["status", "assignee", "staff_notes"]}),
        (_("What they say"), {"fields": ["kind", "message_text", "name_text", "post_shown", "changed"]}),
        (_("What they agreed to"), {"fields": ["consent_words", "consent_version"]}),
        (_("Record"), {"fields": ["link_shown", "looks_automatic", "updated_at"]}),
    ]
    edited: ClassVar = ["status", "assignee", "staff_notes"]

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).select_related("assignee", "post", "link")

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        # Who only comments has agreed to nothing.
        return [
            part
            for part in self.fieldsets
            if obj is None or obj.consent_words or "consent_words" not in part[1]["fields"]
        ]

    @admin.display(description=_("name"))
    def name_text(self, row: GuestAnswer) -> str:
        return format_html("<bdi>{}</bdi>", row.name)

    @admin.display(description=_("comment"))
    def message_text(self, row: GuestAnswer) -> str:
        return format_html('<div class="piece" dir="auto">{}</div>', row.message or "–")

    @admin.display(description=_("post"))
    def post_shown(self, row: GuestAnswer) -> str:
        if row.post is None:
            return str(_("It is deleted."))
        address = reverse("admin:blog_post_change", args=[row.post.pk])
        return format_html('<a href="{}"><bdi>{}</bdi></a>', address, row.post.title)

    @admin.display(description=_("the words since"))
    def changed(self, row: GuestAnswer) -> str:
        if row.has_changed_since:
            return format_html('<strong class="late">{}</strong>', _("The post has changed since they read it."))
        return str(_("The post reads as they read it."))

    @admin.display(description=_("private link"))
    def link_shown(self, row: GuestAnswer) -> str:
        return format_html("<bdi>{}</bdi>", row.link.name) if row.link else str(_("It is deleted."))
