"""Readers' responses: read one, show it, refuse it, or hide it again. What readers wrote is never changed."""

from typing import Any, ClassVar

from django.contrib import admin, messages
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest
from django.template.defaultfilters import truncatechars
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from blog.models import Response
from coprod.inbox.moves import write_down
from coprod.inbox.record import RecordAdmin
from coprod.model_admin import Task, moment
from coprod.names import without_marks

Status = Response.Status


@admin.register(Response)
class ResponseAdmin(RecordAdmin):
    change_form_template = "admin/blog/response/change_form.html"
    list_display = ("reference", "beginning", "story_text", "status", "waiting")
    list_filter: ClassVar = ["status", "looks_automatic"]
    list_select_related: ClassVar = ["post"]
    search_fields: ClassVar = ["reference", "name", "message", "post__title"]
    search_help_text = _("Search by reference, name, words or story.")
    actions = ("show", "refuse", "hide")
    fieldsets: ClassVar = [
        (_("First of all"), {"fields": ["reference", "waiting", "status", "reported"]}),
        (_("The response"), {"fields": ["story", "name_text", "message_text"]}),
        (_("What you do about it"), {"fields": ["assignee", "staff_notes"]}),
        (_("Record"), {"fields": ["consent_words", "looks_automatic", "updated_at"]}),
    ]

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).select_related("assignee", "post").defer("post__body", "post__search")

    def tasks(self, request: HttpRequest) -> list[Task]:
        reported = Response.objects.reported().count()
        new = Response.objects.filter(status=Status.NEW).count()
        return [
            Task(
                reported,
                ngettext("response that a reader reported", "responses that readers reported", reported),
                self.list_address(status__exact=Status.REPORTED),
            ),
            Task(new, ngettext("new response", "new responses", new), self.list_address(status__exact=Status.NEW)),
        ]

    @admin.action(description=_("Show under the story"), permissions=["change"])
    def show(self, request: HttpRequest, queryset: QuerySet[Response]) -> None:
        self._move(request, queryset.exclude(status=Status.SHOWN), Status.SHOWN)

    @admin.action(description=_("Refuse"), permissions=["change"])
    def refuse(self, request: HttpRequest, queryset: QuerySet[Response]) -> None:
        self._move(request, queryset.filter(status=Status.NEW), Status.REFUSED)

    @admin.action(description=_("Hide"), permissions=["change"])
    def hide(self, request: HttpRequest, queryset: QuerySet[Response]) -> None:
        self._move(request, queryset.filter(status__in=Response.SHOWN), Status.HIDDEN)

    def _move(self, request: HttpRequest, rows: QuerySet[Response], status: Any) -> None:
        with transaction.atomic():
            moved = list(rows.select_for_update(of=("self",)))
            for row in moved:
                was = row.get_status_display()
                row.move(status=status, assignee_id=row.assignee_id)
                words = _("%(old)s, now %(new)s.") % {"old": was, "new": status.label}
                write_down(request, row, str(words))
        said = ngettext(
            "%(count)d response is now: %(status)s.", "%(count)d responses are now: %(status)s.", len(moved)
        )
        if moved:
            self.message_user(request, said % {"count": len(moved), "status": status.label}, messages.SUCCESS)
        else:
            self.message_user(request, _("Nothing had to change."), messages.WARNING)

    @admin.display(description=_("name"))
    def name_text(self, row: Response) -> str:
        return format_html("<bdi>{}</bdi>", without_marks(row.name))

    @admin.display(description=_("who says what"))
    def beginning(self, row: Response) -> str:
        message = without_marks(truncatechars(row.message, 120))
        return format_html("<strong><bdi>{}</bdi></strong><br><bdi>{}</bdi>", without_marks(row.name), message)

    @admin.display(description=_("the response"))
    def message_text(self, row: Response) -> str:
        return format_html('<div class="piece" dir="auto">{}</div>', row.message)

    @admin.display(description=_("story"), ordering="post__title")
    def story_text(self, row: Response) -> str:
        return format_html("<bdi>{}</bdi>", truncatechars(row.post.title, 40))

    @admin.display(description=_("story"))
    def story(self, row: Response) -> str:
        address = reverse("admin:blog_post_change", args=[row.post_id])
        return format_html('<a href="{}"><bdi>{}</bdi></a>', address, row.post.title)

    @admin.display(description=_("reported by readers"))
    def reported(self, row: Response) -> str:
        if not row.reports:
            return str(_("No"))
        times = ngettext("%(count)d time", "%(count)d times", row.reports) % {"count": row.reports}
        return str(_("%(times)s, last on %(when)s") % {"times": times, "when": moment(row.reported_at)})

    @admin.display(description=_("what they agreed to"))
    def consent_words(self, row: Response) -> str:
        return row.consent_words
