"""People and what they agreed to: for reading only. What someone told us is never edited here."""

import re
from collections.abc import Iterable
from typing import Any, ClassVar

from django.contrib import admin
from django.db import models
from django.db.models import Max
from django.http import HttpRequest
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext_lazy as _

from coprod.model_admin import CoprodModelAdmin, ReadOnlyAdmin, moment
from networks.admin.walls import OwnNetworksOnly, User
from networks.models import Consent, ConsentStatement, Enquiry, Person, SignUp

NOT_SAID = _("Not said")
AT_THE_TOP = ["what_helps", "confirmed"]
HOW_TO_REACH = ["reach_by_words", "phone_link", "email_link", "address_lines"]
HELPER = ["helper_name_text", "helper_relationship_text", "said_yes_words", "helper_phone_link", "helper_email_link"]


def words_for(choices: type[models.TextChoices], values: Iterable[str]) -> str:
    labels = dict(choices.choices)
    return ", ".join(str(labels.get(value, value)) for value in values) or str(NOT_SAID)


def phone(number: str) -> str:
    return format_html('<a href="tel:{}">{}</a>', re.sub(r"[^+\d]", "", number), number) if number else str(NOT_SAID)


def email(address: str) -> str:
    return format_html('<a href="mailto:{}">{}</a>', address, address) if address else str(NOT_SAID)


class PersonDetails(admin.ModelAdmin):
    """What a person told us, in words, on their own page and on everything that they sent."""

    @staticmethod
    def person_of(row: Any) -> Person:
        person: Person = row if isinstance(row, Person) else row.person
        return person

    @admin.display(description=_("what helps them take part"))
    def what_helps(self, row: Any) -> str:
        return format_html('<p class="helps">{}</p>', self.person_of(row).support or _("They have not said."))

    @admin.display(description=_("confirmed with the person"))
    def confirmed(self, row: Any) -> str:
        person = self.person_of(row)
        if not person.is_confirmed:
            return format_html('<strong class="late">{}</strong>', _("Not confirmed with the person"))
        if person.confirmed_at:
            return str(_("Yes, on %s") % moment(person.confirmed_at))
        return str(_("They wrote to us themselves"))

    @admin.display(description=_("which describes them"))
    def describes_words(self, row: Any) -> str:
        return words_for(Person.Describes, self.person_of(row).describes)

    @admin.display(description=_("reach them by"))
    def reach_by_words(self, row: Any) -> str:
        return words_for(Person.ReachBy, self.person_of(row).reach_by)

    @admin.display(description=_("phone number"))
    def phone_link(self, row: Any) -> str:
        return phone(self.person_of(row).phone)

    @admin.display(description=_("e-mail address"))
    def email_link(self, row: Any) -> str:
        return email(self.person_of(row).email)

    @admin.display(description=_("postal address"))
    def address_lines(self, row: Any) -> str:
        return self.person_of(row).address or str(NOT_SAID)

    @admin.display(description=_("where they live"))
    def lives(self, row: Any) -> str:
        person = self.person_of(row)
        return ", ".join(filter(None, [person.place, person.get_region_display()])) or str(NOT_SAID)

    @admin.display(description=_("helper’s name"))
    def helper_name_text(self, row: Any) -> str:
        return self.person_of(row).helper_name

    @admin.display(description=_("how they know the person"))
    def helper_relationship_text(self, row: Any) -> str:
        return self.person_of(row).helper_relationship or str(NOT_SAID)

    @admin.display(description=_("has the person said yes?"))
    def said_yes_words(self, row: Any) -> str:
        return self.person_of(row).get_said_yes_display() or str(NOT_SAID)

    @admin.display(description=_("helper’s phone number"))
    def helper_phone_link(self, row: Any) -> str:
        return phone(self.person_of(row).helper_phone)

    @admin.display(description=_("helper’s e-mail address"))
    def helper_email_link(self, row: Any) -> str:
        return email(self.person_of(row).helper_email)

    @admin.display(description=_("what they agreed to"))
    def consents(self, row: Any) -> str:
        given = self.person_of(row).consents.select_related("statement")
        lines = [
            (
                _("Yes") if consent.given else _("No"),
                consent.statement.text,
                f"{moment(consent.at)}. {consent.get_route_display()}. {consent.get_given_by_display()}.",
            )
            for consent in given
        ]
        if not lines:
            return str(_("Nothing is recorded."))
        return format_html("<ol>{}</ol>", format_html_join("", "<li><strong>{}:</strong> “{}”<br>{}</li>", lines))


class SentInline(admin.TabularInline):
    """What this person sent, as far as whoever looks may see it."""

    extra = 0
    can_delete = False
    show_change_link = True
    fields: ClassVar = ["network", "received", "status"]
    readonly_fields: ClassVar = ["network", "received", "status"]

    def get_queryset(self, request: HttpRequest) -> Any:
        rows: Any = super().get_queryset(request)
        return rows.seen_by(request.user).select_related("network")

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    @admin.display(description=_("received"))
    def received(self, row: Any) -> str:
        return moment(row.received_at)


class SignUpInline(SentInline):
    model = SignUp


class EnquiryInline(SentInline):
    model = Enquiry


@admin.register(Person)
class PersonAdmin(OwnNetworksOnly, PersonDetails, ReadOnlyAdmin):
    list_display = (
        "name",
        "place",
        "confirmed",
        "created_at",
    )
    search_fields: ClassVar = ["name", "email", "phone"]
    search_help_text = _("Search by name, e-mail address or phone number.")
    inlines: ClassVar = [SignUpInline, EnquiryInline]
    view_on_site = False

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        helper = [(_("Their helper"), {"fields": HELPER})] if obj and obj.helper_name else []
        return [
            (_("First of all"), {"fields": AT_THE_TOP}),
            (_("The person"), {"fields": ["name", "describes_words", "lives", *HOW_TO_REACH]}),
            *helper,
            (_("What they agreed to"), {"fields": ["consents"]}),
            (_("Record"), {"fields": ["created_at", "keep_until"]}),
        ]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        return [name for _heading, options in self.get_fieldsets(request, obj) for name in options["fields"]]


@admin.register(Consent)
class ConsentAdmin(OwnNetworksOnly, ReadOnlyAdmin):
    list_display = (
        "person",
        "statement",
        "given",
        "given_by",
        "route",
        "at",
    )
    list_filter: ClassVar = ["given", "route", "statement__purpose"]
    list_select_related: ClassVar = ["person", "statement"]
    search_fields: ClassVar = ["person__name"]
    search_help_text = _("Search by name.")
    fields: ClassVar = ["person", "statement", "words", "given", "given_by", "route", "at", "recorded_by"]

    def seen_by(self, rows: Any, user: User) -> Any:
        return rows if user.is_superuser else rows.filter(person__in=Person.objects.seen_by(user))

    @admin.display(description=_("words, exactly as shown"))
    def words(self, consent: Consent) -> str:
        return consent.statement.text


@admin.register(ConsentStatement)
class ConsentStatementAdmin(CoprodModelAdmin):
    """New words are a new version. What someone once agreed to stays as it was shown."""

    list_display = (
        "purpose",
        "version",
        "text",
        "in_use_from",
    )
    list_filter: ClassVar = ["purpose"]
    fields: ClassVar = ["purpose", "text"]

    def has_change_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return False

    def save_model(self, request: HttpRequest, obj: ConsentStatement, form: Any, change: bool) -> None:
        newest = ConsentStatement.objects.filter(purpose=obj.purpose).aggregate(Max("version"))["version__max"]
        obj.version = (newest or 0) + 1
        super().save_model(request, obj, form, change)
