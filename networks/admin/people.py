"""People, for reading. Staff change only what the person asks them to (put_right.py)."""

from collections.abc import Iterable
from typing import Any, ClassVar

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db import models
from django.db.models import OuterRef
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import path
from django.utils.formats import date_format
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from coprod.inbox.close import ForgivingList
from coprod.inbox.moves import write_down
from coprod.inbox.record import LookedAt
from coprod.model_admin import NOT_SAID, ReadOnlyAdmin, mail_link, moment, phone_link
from networks.admin.finding import close_to, is_asked_for
from networks.admin.merging import RIGHT as MAY_MERGE
from networks.admin.merging import merge_people, same_person, wholly_of
from networks.admin.put_right import health, helper, offered, put_right, take_break
from networks.admin.story import Story
from networks.admin.walls import OwnNetworksOnly, may_answer
from networks.models import Consent, Person

AT_THE_TOP = ["what_helps", "confirmed"]
HOW_TO_REACH = ["reach_by_words", "phone_link", "email_link", "address_lines"]
HELPER = ["helper_name_text", "helper_relationship_text", "said_yes_words", "helper_phone_link", "helper_email_link"]


def words_for(choices: type[models.TextChoices], values: Iterable[str]) -> str:
    labels = dict(choices.choices)
    return ", ".join(str(labels.get(value, value)) for value in values) or str(NOT_SAID)


def chosen(person: Person, way: str, words: str, *, or_by: str = "") -> str:
    """Mark the ways by which the person asked to be reached."""
    if not {way, or_by} & set(person.reach_by):
        return words
    return format_html('{} <strong class="chosen">{}</strong>', words, _("they chose this"))


def _or_refused(person: Person, address: str, words: str) -> str:
    """Say beside an address that it is not theirs."""
    if not person.has_refused(address):
        return words
    return format_html('{} <strong class="late">{}</strong>', words, _("not theirs: nothing goes there"))


def at_the_top(person: Person) -> list[str]:
    """What whoever is about to phone or write must know first."""
    of_a_break = ["break_words"] if person.is_paused else []
    return [*of_a_break, *(["refused_words"] if person.refused_addresses else []), *AT_THE_TOP]


class PersonDetails(admin.ModelAdmin):
    """What a person told us, in words, on their own page and on everything that they sent."""

    def get_object(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        row = super().get_object(request, *args, **kwargs)
        if row is not None:  # what is shown of a row does not know who looks
            person: Any = self.person_of(row)
            agreed = person.consents.all().seen_by(request.user)
            person.agreed = agreed.select_related("statement", "recorded_by")
            person.entered_by = next((consent.recorded_by for consent in person.agreed), None) or ""
        return row

    @staticmethod
    def person_of(row: Any) -> Person:
        person: Person = row if isinstance(row, Person) else row.person
        return person

    @admin.display(description=_("what helps them take part"))
    def what_helps(self, row: Any) -> str:
        return format_html(
            '<p class="helps" dir="auto">{}</p>', self.person_of(row).support or _("They have not said.")
        )

    @admin.display(description=_("confirmed with the person"))
    def confirmed(self, row: Any) -> str:
        person = self.person_of(row)
        if not person.is_confirmed:
            return format_html('<strong class="late">{}</strong>', _("Not confirmed with the person"))
        if person.confirmed_at:
            return str(_("Yes, on %s") % moment(person.confirmed_at))
        entered_by = getattr(person, "entered_by", "")
        return str(_("Entered by %s") % entered_by if entered_by else _("They wrote to us themselves"))

    @admin.display(description=_("which describes them"))
    def describes_words(self, row: Any) -> str:
        return words_for(Person.Describes, self.person_of(row).describes)

    @admin.display(description=_("reach them by"))
    def reach_by_words(self, row: Any) -> str:
        return words_for(Person.ReachBy, self.person_of(row).reach_by)

    @admin.display(description=_("phone number"))
    def phone_link(self, row: Any) -> str:
        person = self.person_of(row)
        return chosen(person, Person.ReachBy.PHONE, phone_link(person.phone), or_by=Person.ReachBy.TEXT)

    @admin.display(description=_("e-mail address"))
    def email_link(self, row: Any) -> str:
        person = self.person_of(row)
        words = chosen(person, Person.ReachBy.EMAIL, mail_link(person.email))
        return _or_refused(person, person.email, words)

    @admin.display(description=_("postal address"))
    def address_lines(self, row: Any) -> str:
        person = self.person_of(row)
        return chosen(person, Person.ReachBy.POST, person.address or str(NOT_SAID))

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
        return phone_link(self.person_of(row).helper_phone)

    @admin.display(description=_("helper’s e-mail address"))
    def helper_email_link(self, row: Any) -> str:
        person = self.person_of(row)
        return _or_refused(person, person.helper_email, mail_link(person.helper_email))

    @admin.display(description=_("break"))
    def break_words(self, row: Any) -> str:
        until = date_format(self.person_of(row).paused_until or "")
        return format_html('<strong class="late">{}</strong>', _("They asked us not to be in touch before %s.") % until)

    @admin.display(description=_("“this wasn’t me”"))
    def refused_words(self, row: Any) -> str:
        person = self.person_of(row)
        said = _("The owner of %s told us that it was not them who wrote. Nothing goes there any more.")
        goes = (
            _("Mail goes to %s.") % person.mail_address
            if person.mail_address
            else _(
                "We write to no other address. If they phone, ask for the right one and press “Put something right”."
            )
        )
        return f"{said % ', '.join(person.refused_addresses)} {goes}"

    @admin.display(description=_("what they agreed to"))
    def consents(self, row: Any) -> str:
        lines = [
            (
                _("Yes") if consent.given else _("No"),
                consent.statement.text,
                f"{moment(consent.at)}. {consent.get_route_display()}. {consent.get_given_by_display()}.",
            )
            for consent in self.person_of(row).agreed  # type: ignore[attr-defined]
        ]
        if not lines:
            return str(_("Nothing is recorded."))
        return format_html("<ol>{}</ol>", format_html_join("", "<li><strong>{}:</strong> “{}”<br>{}</li>", lines))


@admin.register(Person)
class PersonAdmin(OwnNetworksOnly, PersonDetails, ForgivingList, LookedAt, ReadOnlyAdmin):
    change_form_template = "admin/networks/person/change_form.html"
    list_display = ("name_text", "place", "confirmed", "created_at")
    search_fields: ClassVar = ["name", "email", "phone"]
    search_help_text = _("Search by name, e-mail address, phone number or reference.")
    view_on_site = False

    def get_urls(self) -> list[Any]:
        wrap = self.admin_site.admin_view
        return [
            path("<int:pk>/spoken/", wrap(require_POST(self.spoken)), name="networks_person_spoken"),
            path("<int:pk>/put-right/", wrap(put_right), name="networks_person_put_right"),
            path("<int:pk>/helper/", wrap(helper), name="networks_person_helper"),
            path("<int:pk>/health/", wrap(health), name="networks_person_health"),
            path("<int:pk>/break/", wrap(take_break), name="networks_person_break"),
            path("<int:pk>/same-person/", wrap(same_person), name="networks_person_same"),
            path("<int:pk>/same-person/<int:other_pk>/", wrap(merge_people), name="networks_person_merge"),
            *super().get_urls(),
        ]

    def get_queryset(self, request: HttpRequest) -> Any:
        first = Consent.objects.all().seen_by(request.user).filter(person=OuterRef("pk")).order_by("at", "pk")
        return super().get_queryset(request).annotate(entered_by=first.values("recorded_by__username")[:1])

    def close_to(self, request: HttpRequest, rows: Any, words: str) -> list[int]:
        return close_to(rows, words, request.user)

    def get_search_results(self, request: HttpRequest, queryset: Any, search_term: str) -> tuple[Any, bool]:
        found, twice = super().get_search_results(request, queryset, search_term)
        return (found | queryset.filter(is_asked_for(search_term, request.user)) if search_term else found), twice

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        helper = [(_("Their helper"), {"fields": HELPER})] if obj and obj.helper_name else []
        more = [name for name in ("other_details",) if obj and getattr(obj, name)]
        return [
            (_("First of all"), {"fields": [*(at_the_top(obj) if obj else AT_THE_TOP), *more]}),
            (_("The person"), {"fields": ["name_text", "describes_words", "lives", *HOW_TO_REACH]}),
            *helper,
            (_("What they agreed to"), {"fields": ["consents"]}),
            (_("Record"), {"fields": ["created_at", "keep_until"]}),
        ]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        return [name for _heading, options in self.get_fieldsets(request, obj) for name in options["fields"]]

    def render_change_form(self, request: HttpRequest, context: Any, *args: Any, obj: Any = None, **kwargs: Any) -> Any:
        if obj is not None:
            story = Story(obj, request.user)
            context |= {
                "story": story,
                "asked": offered(request.user, obj) if may_answer(request.user) else None,
                "may_confirm": obj.helper_name and may_answer(request.user),
                "may_merge": request.user.has_perm(MAY_MERGE) and wholly_of(request.user).filter(pk=obj.pk).exists(),
            }
        return super().render_change_form(request, context, *args, obj=obj, **kwargs)

    def spoken(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Note that staff have spoken with the person themselves, or take that back."""
        person = get_object_or_404(self.get_queryset(request), pk=pk)
        if not may_answer(request.user):
            raise PermissionDenied
        if request.POST.get("spoken") == "no":
            person.take_confirmation_back()
            write_down(request, person, str(_("Taken back: not confirmed with the person.")))
        else:
            person.confirm()
            write_down(request, person, str(_("Spoke with the person: confirmed.")))
        return redirect(person)

    @admin.display(description=_("name"), ordering="name")
    def name_text(self, person: Person) -> str:
        return format_html("<bdi>{}</bdi>", person)
