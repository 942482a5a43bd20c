"""What came in: sign-ups, messages and call-backs.

Staff move a record on and note what they did. The rest stays as it was sent.
"""

import re
from typing import Any, ClassVar

from django.contrib import admin
from django.contrib.auth import get_user_model
from django.db.models import Count, Q
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from coprod.model_admin import CoprodModelAdmin, Task, moment
from coprod.models import OutgoingMail
from networks.admin.people import AT_THE_TOP, HELPER, HOW_TO_REACH, PersonDetails
from networks.admin.walls import OwnNetworksOnly
from networks.models import Enquiry, Received, SignUp

FOR_STAFF = ["status", "assignee", "staff_notes"]
LATE = 3  # days after which a wait stands out
SPOKEN_REFERENCE = re.compile(r"^\s*(\w{4})[\s-]?(\w{4})\s*$")


class ReceivedAdmin(OwnNetworksOnly, PersonDetails, CoprodModelAdmin):
    list_display: tuple[str, ...] = (
        "reference",
        "person_name",
        "network_name",
        "waiting",
        "status",
        "assignee",
    )
    list_filter: ClassVar = [
        "status",
        ("network", admin.RelatedOnlyFieldListFilter),
        ("assignee", admin.RelatedOnlyFieldListFilter),
        "looks_automatic",
    ]
    list_select_related: ClassVar = ["person", "network", "assignee"]
    search_fields: ClassVar = ["reference", "person__name"]
    search_help_text = _("Search by reference or name.")
    sortable_by: ClassVar = ["reference", "waiting", "status"]
    view_on_site = False
    actions = None
    what_was_sent: ClassVar[list[str]] = []

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False  # erasing a person is more than removing one row: a command of its own does it

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).select_related("person", "network", "assignee")

    def get_search_results(self, request: HttpRequest, queryset: Any, search_term: str) -> tuple[Any, bool]:
        found, twice = super().get_search_results(request, queryset, search_term)
        spoken = SPOKEN_REFERENCE.match(search_term)  # “k7mx 4rta”, as it is read out over the phone
        if spoken:
            found |= queryset.filter(reference__iexact="-".join(spoken.groups()))
        return found, twice

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        helper = [(_("Their helper"), {"fields": HELPER})] if obj and obj.person.helper_name else []
        return [
            (_("First of all"), {"fields": ["reference", *AT_THE_TOP, "waiting"]}),
            (_("What you do about it"), {"fields": FOR_STAFF}),
            (_("What they sent"), {"fields": self.what_was_sent}),
            (_("The person"), {"fields": ["person_name", "describes_words", "lives", *HOW_TO_REACH]}),
            *helper,
            (_("What they agreed to"), {"fields": ["consents"]}),
            (_("Record"), {"fields": ["mail", "looks_automatic", "updated_at"]}),
        ]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        names = [name for _heading, options in self.get_fieldsets(request, obj) for name in options["fields"]]
        return [name for name in names if name not in FOR_STAFF]

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        form = super().get_form(request, obj, change, **kwargs)
        if obj and "assignee" in form.base_fields:
            field: Any = form.base_fields["assignee"]
            field.queryset = self._who_may_have_it(obj)
            field.widget = field.widget.widget  # without links to the account's own page
        return form

    def _who_may_have_it(self, obj: Received) -> Any:
        may = Q(is_superuser=True) | Q(networks=obj.network_id)  # type: ignore[attr-defined]
        may &= Q(is_staff=True, is_active=True)
        if obj.assignee_id:  # whoever has it now stays in the list, even if they have left
            may |= Q(pk=obj.assignee_id)
        return get_user_model()._default_manager.filter(may).distinct().order_by("username")

    @admin.display(description=_("name"), ordering="person__name")
    def person_name(self, row: Any) -> str:
        return format_html(
            '<a href="{}">{}</a>', reverse("admin:networks_person_change", args=[row.person_id]), row.person.name
        )

    @admin.display(description=_("network"), ordering="network__name")
    def network_name(self, row: Any) -> str:
        return row.network.name if row.network else str(_("For the organisation"))

    @admin.display(description=_("received"), ordering="received_at")
    def waiting(self, row: Received) -> str:
        when = moment(row.received_at)
        if row.status != Received.Status.NEW:
            return when
        days = (timezone.localdate() - timezone.localdate(row.received_at)).days
        words = (
            ngettext("waiting %(days)d day", "waiting %(days)d days", days) % {"days": days}
            if days
            else _("came today")
        )
        return format_html('{} <strong class="{}">{}</strong>', when, "late" if days >= LATE else "fresh", words)

    @admin.display(description=_("mail about it"))
    def mail(self, row: Received) -> str:
        sent = OutgoingMail.objects.filter(reference=row.reference)
        if sent.undeliverable().exists():
            return format_html('<strong class="late">{}</strong>', _("Mail could not be delivered. Phone instead."))
        return str(_("Sent, or on its way") if sent.exists() else _("None"))


@admin.register(SignUp)
class SignUpAdmin(ReceivedAdmin):
    what_was_sent: ClassVar = ["network_name", "group"]

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).select_related("group")

    def tasks(self, request: HttpRequest) -> list[Task]:
        count = self.get_queryset(request).waiting().count()
        return [Task(count, ngettext("new sign-up", "new sign-ups", count), self.list_address(status__exact="new"))]


@admin.register(Enquiry)
class EnquiryAdmin(ReceivedAdmin):
    list_display: tuple[str, ...] = (
        "reference",
        "kind",
        *ReceivedAdmin.list_display[1:],
    )
    list_filter: ClassVar = ["kind", *ReceivedAdmin.list_filter]
    what_was_sent: ClassVar = ["kind", "network_name", "message", "best_time"]

    def formfield_for_choice_field(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name == "status":  # nobody joins by a message
            kwargs["choices"] = [pair for pair in db_field.choices if pair[0] != Received.Status.JOINED]
        return super().formfield_for_choice_field(db_field, request, **kwargs)

    def tasks(self, request: HttpRequest) -> list[Task]:
        kinds = Enquiry.Kind
        counts = (
            self.get_queryset(request)
            .waiting()
            .aggregate(messages=Count("pk", Q(kind=kinds.MESSAGE)), calls=Count("pk", Q(kind=kinds.CALL_BACK)))
        )
        texts, calls = counts["messages"], counts["calls"]
        return [
            Task(texts, ngettext("new message", "new messages", texts), self._waiting(kinds.MESSAGE)),
            Task(calls, ngettext("person to call back", "people to call back", calls), self._waiting(kinds.CALL_BACK)),
        ]

    def _waiting(self, kind: str) -> str:
        return self.list_address(status__exact="new", kind__exact=kind)
