"""Everything that we hold about one person, in words: the same for their page and for their table."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from coprod.forms import Words
from networks import emails
from networks.models import Change, Consent, Enquiry, Person, SignUp
from networks.your_details.changing import standing

Status = SignUp.Status
STATE: dict[str, Words] = {
    Status.NEW: gettext_lazy("We have it. We will be in touch"),
    Status.CONTACTED: gettext_lazy("We have been in touch"),
    Status.JOINED: gettext_lazy("You are a member"),
    Status.WAITING: gettext_lazy("You are on the waiting list"),
    Status.CLOSED: gettext_lazy("This is closed"),
}
WHAT_YOU_DID: dict[str, Words] = {
    Change.Kind.CONTACT: gettext_lazy("You changed how we can reach you"),
    Change.Kind.PAUSED: gettext_lazy("You asked us not to be in touch for a time"),
    Change.Kind.RESUMED: gettext_lazy("You told us that we may be in touch again"),
    Change.Kind.LEFT: gettext_lazy("You left a network"),
    Change.Kind.WITHDREW: gettext_lazy("You took back a yes"),
    Change.Kind.HELPER: gettext_lazy("You told us who helps you"),
    Change.Kind.HEALTH: gettext_lazy("You told us about your health and what helps you"),
    Change.Kind.NOT_ME: gettext_lazy("The owner of the e-mail address told us that it was not them"),
}


@dataclass(frozen=True)
class Line:
    """One thing that we hold."""

    label: Words
    value: str


class Held:
    def __init__(self, person: Person) -> None:
        self.person = person

    @cached_property
    def about(self) -> list[Line]:
        person = self.person
        reach_by = [str(label) for way, label in Person.ReachBy.choices if way in person.reach_by]
        describes = [str(label) for value, label in Person.Describes.choices if value in person.describes]
        lives = [person.place, person.get_region_display()]
        lines = [
            Line(gettext_lazy("Name"), person.name),
            Line(gettext_lazy("How we reach you"), "\n".join(reach_by)),
            Line(gettext_lazy("E-mail address"), person.email),
            Line(gettext_lazy("Phone number"), person.phone),
            Line(gettext_lazy("Postal address"), person.address),
            Line(gettext_lazy("Where you live"), ", ".join(filter(None, lives))),
            Line(gettext_lazy("What is true for you"), "\n".join(describes)),
            Line(gettext_lazy("What helps you take part"), person.support),
            Line(gettext_lazy("Other details from you"), person.other_details),
            Line(gettext_lazy("First heard from you"), day(person.created_at)),
            Line(gettext_lazy("Paused until"), day(person.paused_until) if person.is_paused else ""),
            Line(gettext_lazy("We delete this after"), day(person.keep_until)),
        ]
        return [line for line in lines if line.value]

    @cached_property
    def helper(self) -> list[Line]:
        person = self.person
        lines = [
            Line(gettext_lazy("Their name"), person.helper_name),
            Line(gettext_lazy("How they know you"), person.helper_relationship),
            Line(gettext_lazy("Their e-mail address"), person.helper_email),
            Line(gettext_lazy("Their phone number"), person.helper_phone),
            Line(gettext_lazy("Have you said yes? They told us"), person.get_said_yes_display()),
            Line(gettext_lazy("We spoke with you about it"), day(person.confirmed_at)),
        ]
        return [line for line in lines if line.value]

    @cached_property
    def sign_ups(self) -> list[tuple[SignUp, list[Line]]]:
        return [(row, self._sign_up(row)) for row in self.person.sign_ups.select_related("network", "group")]

    @cached_property
    def enquiries(self) -> list[tuple[Enquiry, list[Line]]]:
        return [(row, self._enquiry(row)) for row in self.person.enquiries.select_related("network")]

    @cached_property
    def consents(self) -> list[tuple[Consent, list[Line]]]:
        return [(row, self._consent(row)) for row in self.person.consents.select_related("statement")]

    @cached_property
    def standing(self) -> list[Consent]:
        return standing(self.person)

    @cached_property
    def mails(self) -> list[Line]:
        return [Line(mail.subject, day(mail.created_at)) for mail in emails.sent_to(self.person)]

    @cached_property
    def changes(self) -> list[Line]:
        changes = self.person.changes.select_related("network")
        return [Line(_what(change), _network_and_how(change)) for change in changes]

    def rows(self) -> Iterator[tuple[Words, Words, str]]:
        """The whole as a table: what it is about, what it is, and what we hold."""
        yield _("About"), _("What it is"), _("What we hold")
        for name, lines in self._sections():
            for line in lines:
                yield name, line.label, line.value

    def _sections(self) -> Iterator[tuple[str, list[Line]]]:
        yield _("About you"), self.about
        yield _("The person who helps you"), self.helper
        several: list[tuple[str, list[Any]]] = [
            (_("Joining"), self.sign_ups),
            (_("What you wrote to us"), self.enquiries),
            (_("What you agreed to"), self.consents),
        ]
        for name, rows in several:
            for _row, lines in rows:
                yield name, lines
        yield _("E-mails that we sent you"), self.mails
        yield _("What you changed here"), self.changes

    def _sign_up(self, row: SignUp) -> list[Line]:
        state = _("You left on %(day)s") % {"day": day(row.left_at)} if row.left_at else str(STATE[row.status])
        lines = [
            Line(gettext_lazy("Network"), row.network.name),
            Line(gettext_lazy("Local group"), row.group.name if row.group else ""),
            Line(gettext_lazy("We got it on"), day(row.received_at)),
            Line(gettext_lazy("How it stands"), state),
            Line(gettext_lazy("Reference number"), row.reference),
        ]
        return [line for line in lines if line.value]

    def _enquiry(self, row: Enquiry) -> list[Line]:
        lines = [
            Line(gettext_lazy("Sent to"), row.network.name if row.network else _("All of us")),
            Line(gettext_lazy("Your message"), row.message),
            Line(gettext_lazy("Best time to call"), row.best_time),
            Line(gettext_lazy("We got it on"), day(row.received_at)),
            Line(gettext_lazy("How it stands"), str(STATE[row.status])),
            Line(gettext_lazy("Reference number"), row.reference),
        ]
        return [line for line in lines if line.value]

    def _consent(self, row: Consent) -> list[Line]:
        by_helper = row.given_by == Consent.GivenBy.HELPER
        return [
            Line(gettext_lazy("The words"), row.statement.text),
            Line(gettext_lazy("The answer"), _("Yes") if row.given else _("No")),
            Line(gettext_lazy("Who said it"), _("Your helper, for you") if by_helper else _("You")),
            Line(gettext_lazy("How and when"), f"{row.get_route_display()}, {day(row.at)}"),
            Line(gettext_lazy("Version of the words"), str(row.statement.version)),
        ]


def day(when: Any) -> str:
    """A day in words, or an empty text for none."""
    if when is None:
        return ""
    return date_format(timezone.localtime(when) if hasattr(when, "hour") else when, "DATE_FORMAT")


def _what(change: Change) -> Words:
    if change.kind == Change.Kind.CONTACT and change.told_staff:
        return gettext_lazy("You asked us to put your details right")
    return WHAT_YOU_DID[change.kind]


def _network_and_how(change: Change) -> str:
    told = change.get_route_display() if change.told_staff else ""
    return ", ".join(filter(None, [str(change.network or ""), told, day(change.at)]))
