"""Staff pages for the site itself: the organisation's details, its own pages, and the mail that is on its way."""

from typing import Any, ClassVar

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from coprod.accounts.admin import AccountAdmin
from coprod.accounts.roles import is_administrator
from coprod.keeping.admin import ErasureAdmin, RetentionPeriodAdmin
from coprod.model_admin import CoprodModelAdmin, ReadOnlyAdmin, RichTextAdmin, Task, moment
from coprod.models import Organisation, OutgoingMail, OutgoingMailQuerySet, Page, StaffAccess
from networks.models import Enquiry, SignUp

__all__ = [
    "AccountAdmin",
    "ErasureAdmin",
    "OrganisationAdmin",
    "OutgoingMailAdmin",
    "PageAdmin",
    "RetentionPeriodAdmin",
    "StaffAccessAdmin",
]


@admin.register(Organisation)
class OrganisationAdmin(CoprodModelAdmin):
    """The one row. Its list has nothing to choose from, so it opens the form."""

    fieldsets: ClassVar = [
        (_("Who you are"), {"fields": ["name", "strapline", "welcome"]}),
        (_("How people reach you"), {"fields": ["phone", "phone_hours", "email", "address"]}),
        (_("How posts are published"), {"fields": ["second_person_approves"]}),
    ]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return False

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        if not self.has_view_permission(request):
            raise PermissionDenied
        return HttpResponseRedirect(reverse("admin:coprod_organisation_change", args=[Organisation.ONLY]))

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> Any:
        # On a new site nobody has saved the row yet: the form starts with the defaults that every page shows.
        found = super().get_object(request, object_id, from_field)
        return Organisation.current() if found is None and object_id == str(Organisation.ONLY) else found

    def response_post_save_change(self, request: HttpRequest, obj: Organisation) -> HttpResponseRedirect:
        return HttpResponseRedirect(reverse("admin:index"))


@admin.register(Page)
class PageAdmin(RichTextAdmin):
    list_display = (
        "title",
        "address",
        "updated_at",
    )
    fields: ClassVar = ["address", "title", "summary", "body"]

    def get_readonly_fields(self, request: HttpRequest, obj: models.Model | None = None) -> list[str]:
        return ["address"] if obj else []

    def has_delete_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return False  # every page of the site links to these three


class MailStateFilter(admin.SimpleListFilter):
    title = _("what became of it")
    parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [
            ("failed", _("Cannot be delivered")),
            ("stuck", _("Should have left")),
            ("waiting", _("Waiting")),
            ("sent", _("Sent")),
        ]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        choices = {
            "failed": queryset.undeliverable,
            "stuck": queryset.stuck,
            "waiting": queryset.waiting,
            "sent": lambda: queryset.exclude(sent_at=None),
        }
        return choices.get(self.value() or "", queryset.all)()


@admin.register(OutgoingMail)
class OutgoingMailAdmin(ReadOnlyAdmin):
    """What the site wrote to people. Facilitators find the mail of their own networks, and never what was written."""

    list_display = (
        "subject",
        "recipient",
        "reference",
        "state",
        "created_at",
    )
    list_filter: ClassVar = [MailStateFilter]
    search_fields: ClassVar = ["recipient", "reference"]
    search_help_text = _("Search by e-mail address or reference.")
    actions = ("try_again",)

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[OutgoingMail]:
        rows = super().get_queryset(request).defer("text", "html")
        if is_administrator(request.user):
            return rows
        about = [model._default_manager.all().seen_by(request.user).values("reference") for model in (SignUp, Enquiry)]
        return rows.filter(Q(reference__in=about[0]) | Q(reference__in=about[1]))

    def has_try_again_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("coprod.change_outgoingmail")

    def get_fields(self, request: HttpRequest, obj: models.Model | None = None) -> Any:
        shown = ["subject", "recipient", "reference", "event", "state", "last_error", "attempts", "created_at"]
        return [*shown, "text"] if is_administrator(request.user) else shown

    def tasks(self, request: HttpRequest) -> list[Task]:
        rows: Any = self.get_queryset(request)
        failed, stuck = rows.undeliverable().count(), rows.stuck().count()
        cannot = ngettext("message that we cannot deliver", "messages that we cannot deliver", failed)
        waits = ngettext(
            "message that has not left for ten minutes. Tell whoever looks after the server",
            "messages that have not left for ten minutes. Tell whoever looks after the server",
            stuck,
        )
        alarm = [Task(stuck, waits, self.list_address(state="stuck"))] if stuck else []
        return [*alarm, Task(failed, cannot, self.list_address(state="failed"))]

    @admin.display(description=_("what became of it"))
    def state(self, mail: OutgoingMail) -> str:
        if mail.sent_at:
            return _("Sent %(when)s") % {"when": moment(mail.sent_at)}
        if mail.failed_at:
            return str(_("Cannot be delivered. Phone the person instead."))
        if mail.attempts:
            return _("Waiting. Next try %(when)s") % {"when": moment(mail.due_at)}
        return str(_("Waiting"))

    @admin.action(description=_("Try again"), permissions=["try_again"])
    def try_again(self, request: HttpRequest, queryset: OutgoingMailQuerySet) -> None:
        count = queryset.undeliverable().update(failed_at=None, due_at=Now(), attempts=0)
        self.message_user(
            request,
            ngettext("We will try %(count)d message again.", "We will try %(count)d messages again.", count)
            % {"count": count}
            if count
            else _("None of these is stuck: nothing was changed."),
            messages.SUCCESS if count else messages.WARNING,
        )


@admin.register(StaffAccess)
class StaffAccessAdmin(ReadOnlyAdmin):
    """Who looked at whom: for administrators, who answer for it."""

    list_display = ("at", "username", "action", "kind", "about", "how_many")
    list_filter: ClassVar = ["action", "kind"]
    search_fields: ClassVar = ["username", "about"]
    search_help_text = _("Search by account, reference or network.")
    date_hierarchy = "at"
    fields: ClassVar = ["at", "username", "action", "kind", "about", "rows"]

    def has_view_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return is_administrator(request.user)

    @admin.display(description=_("how many records"))
    def how_many(self, row: StaffAccess) -> int:
        return len(row.rows)
