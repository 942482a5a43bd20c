"""What came in: sign-ups, messages and call-backs.

Staff move a record on and note what they did. The rest stays as it was sent.
"""

from typing import Any, ClassVar

from django.contrib import admin
from django.contrib.auth import get_user_model
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from coprod.accounts.roles import administrators
from coprod.inbox.moves import write_down
from coprod.inbox.record import RecordAdmin
from coprod.model_admin import Task
from coprod.received import Received
from networks.admin.entering import enter_sign_up, entered
from networks.admin.people import AT_THE_TOP, HELPER, HOW_TO_REACH, PersonDetails, at_the_top
from networks.admin.put_right import left
from networks.admin.walls import OwnNetworksOnly, may_answer
from networks.models import Enquiry, Group, SignUp

FOR_STAFF = ["status", "assignee", "staff_notes"]


class ReceivedAdmin(OwnNetworksOnly, PersonDetails, RecordAdmin):
    list_display: tuple[str, ...] = ("reference", "person_name", "network_name", "waiting", "status", "assignee")
    list_filter: ClassVar = [
        "status",
        ("network", admin.RelatedOnlyFieldListFilter),
        ("assignee", admin.RelatedOnlyFieldListFilter),
        "looks_automatic",
    ]
    list_select_related: ClassVar = ["person", "network", "assignee"]
    search_fields: ClassVar = ["reference", "person__name"]
    search_help_text = _("Search by reference, name or phone number.")
    actions = None
    what_was_sent: ClassVar[list[str]] = []
    edited: ClassVar = FOR_STAFF
    sender = "person__name"
    numbers: ClassVar = ["person__phone", "person__helper_phone"]

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).select_related("person", "network", "assignee")

    def whose(self, obj: Any) -> tuple[str, int]:
        return "networks.person", obj.person_id

    def parts(self, request: HttpRequest, obj: Any) -> Any:
        first = at_the_top(obj.person) if obj else AT_THE_TOP
        helper = [(_("Their helper"), {"fields": HELPER})] if obj and obj.person.helper_name else []
        return [
            (_("First of all"), {"fields": ["reference", *first, "waiting", "trouble"]}),
            (_("What you do about it"), {"fields": self.edited}),
            (_("What they sent"), {"fields": self.what_was_sent}),
            (_("The person"), {"fields": ["person_name", "describes_words", "lives", *HOW_TO_REACH]}),
            *helper,
            (_("What they agreed to"), {"fields": ["consents"]}),
            (_("Record"), {"fields": ["looks_automatic", "updated_at"]}),
        ]

    def render_change_form(self, request: HttpRequest, context: Any, *args: Any, obj: Any = None, **kwargs: Any) -> Any:
        context["asks"] = obj is not None and request.user.has_perm("networks.view_person") and may_answer(request.user)
        return super().render_change_form(request, context, *args, obj=obj, **kwargs)

    def response_change(self, request: HttpRequest, obj: Any) -> HttpResponse:
        """Go on to what the person asks for: the button is part of the form, so that nothing typed is lost."""
        if "asks" in request.POST:
            return redirect(f"{obj.person.get_absolute_url()}#asked-heading")
        return super().response_change(request, obj)

    def who_may_have_it(self, obj: Any) -> Any:
        may = Q(pk__in=administrators().values("pk")) | Q(networks=obj.network_id)
        return get_user_model()._default_manager.filter(may, is_staff=True, is_active=True)

    @admin.display(description=_("name"), ordering="person__name")
    def person_name(self, row: Any) -> str:
        return format_html(
            '<a href="{}"><bdi>{}</bdi></a>', reverse("admin:networks_person_change", args=[row.person_id]), row.person
        )

    @admin.display(description=_("network"), ordering="network__name")
    def network_name(self, row: Any) -> str:
        return row.network.name if row.network else str(_("For the organisation"))


@admin.register(SignUp)
class SignUpAdmin(ReceivedAdmin):
    search_fields: ClassVar = [*ReceivedAdmin.search_fields, "group__name"]
    search_help_text = _("Search by reference, name, phone number or local group.")
    edited: ClassVar = ["status", "group", "assignee", "staff_notes"]
    what_was_sent: ClassVar = ["network_name"]

    def get_urls(self) -> list[Any]:
        wrap = self.admin_site.admin_view
        return [
            path("enter/", wrap(enter_sign_up), name="networks_signup_enter"),
            path("<int:pk>/entered/", wrap(entered), name="networks_signup_entered"),
            path("<int:pk>/left/", wrap(left), name="networks_signup_left"),
            *super().get_urls(),
        ]

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).select_related("group")

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        """A person can be put into every group of the network, and of no other."""
        form = super().get_form(request, obj, change, **kwargs)
        if obj and "group" in form.base_fields:
            field: Any = form.base_fields["group"]
            field.queryset = Group.objects.filter(network=obj.network_id)
            field.widget = field.widget.widget  # without links to the group's own page
            field.label_from_instance = _with_room
            field.error_messages["invalid_choice"] = _("Choose a local group of this network.")
        return form

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        if "group" in form.changed_data:  # Django notes only that it changed: what they asked for would be lost
            was = Group.objects.filter(pk=form.initial["group"]).first() or _("none")
            words = _("Local group: %(old)s, now %(new)s.") % {"old": was, "new": obj.group or _("none")}
            write_down(request, obj, words)
        super().save_model(request, obj, form, change)

    def tasks(self, request: HttpRequest) -> list[Task]:
        rows = self.get_queryset(request)
        new, later = rows.waiting().count(), rows.filter(status=Received.Status.WAITING).count()
        found = [Task(new, ngettext("new sign-up", "new sign-ups", new), self.list_address(status__exact="new"))]
        if later:
            words = ngettext("person waits for a place", "people wait for a place", later)
            found.append(Task(later, words, self.list_address(status__exact=Received.Status.WAITING)))
        return found


def _with_room(group: Group) -> str:
    return f"{group} ({_('full')})" if group.is_full else str(group)


@admin.register(Enquiry)
class EnquiryAdmin(ReceivedAdmin):
    list_display = ("reference", "kind", *ReceivedAdmin.list_display[1:])
    list_filter: ClassVar = ["kind", *ReceivedAdmin.list_filter]
    what_was_sent: ClassVar = ["kind", "network_name", "message", "best_time"]

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
