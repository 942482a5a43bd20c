"""A person's story in order of time: what they sent, agreed to and changed, what we wrote, what staff did about it.

Someone who looks after one network sees that network's part of it, and what belongs to no network.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import AbstractUser, AnonymousUser
from django.contrib.contenttypes.models import ContentType
from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from coprod.accounts.roles import is_administrator
from coprod.models import OutgoingMail
from networks.admin.walls import own_networks
from networks.models import Change, Consent, Enquiry, Person, SignUp

Words = str | Promise


@dataclass(frozen=True)
class Event:
    """One thing that happened."""

    at: datetime
    title: Words
    text: str = ""  # what someone wrote, word for word
    more: Words = ""
    url: str = ""
    stands_out: bool = False


class Story:
    """What one member of staff may know of one person."""

    def __init__(self, person: Person, user: AbstractUser | AnonymousUser) -> None:
        self.person, self.user = person, user
        self.sign_ups: list[SignUp] = list(person.sign_ups.all().seen_by(user).select_related("network", "group"))
        self.enquiries: list[Enquiry] = list(person.enquiries.all().seen_by(user).select_related("network"))
        references = [row.reference for row in [*self.sign_ups, *self.enquiries]]
        self.mails = list(OutgoingMail.objects.to_people().filter(reference__in=references).defer("text", "html"))

    @property
    def has_trouble(self) -> bool:
        return any(mail.failed_at for mail in self.mails)

    def events(self) -> list[Event]:
        parts = [self._asked(), self._wrote(), self._agreed(), self._mailed(), self._changed(), self._done_by_staff()]
        return sorted((event for part in parts for event in part), key=lambda event: event.at)

    def _asked(self) -> Iterator[Event]:
        for row in self.sign_ups:
            group = _("Local group: %s.") % row.group.name if row.group else ""
            more = f"{row.reference}. {row.get_status_display()}. {group}"
            title = _("Asked to join %s") % row.network
            yield Event(row.received_at, title, text=row.staff_notes, more=more, url=row.get_absolute_url())

    def _wrote(self) -> Iterator[Event]:
        for row in self.enquiries:
            asked = row.kind == Enquiry.Kind.CALL_BACK
            title = _("Asked to be called: %s") if asked else _("Wrote to %s")
            best = _("Best time: %s.") % row.best_time if row.best_time else ""
            more = f"{row.reference}. {row.get_status_display()}. {best}"
            whom = row.network or _("the organisation")
            text = "\n\n".join(filter(None, [row.message, row.staff_notes]))
            yield Event(row.received_at, title % whom, text=text, more=more, url=row.get_absolute_url())

    def _agreed(self) -> Iterator[Event]:
        given = Consent.objects.filter(person=self.person).seen_by(self.user)
        for consent in given.select_related("statement", "recorded_by"):
            title = _("Said yes") if consent.given else _("Said no")
            by = f" {consent.recorded_by.get_username()}." if consent.recorded_by else ""
            more = f"{consent.get_given_by_display()}. {consent.get_route_display()}.{by}"
            yield Event(consent.at, title, text=f"“{consent.statement.text}”", more=more)

    def _mailed(self) -> Iterator[Event]:
        for mail in self.mails:
            state = _("Sent.") if mail.sent_at else _("Waiting.")
            state = _("It could not be delivered.") if mail.failed_at else state
            title = _("We wrote: %s") % mail.subject
            yield Event(mail.created_at, title, more=f"{mail.reference}. {state}", stands_out=bool(mail.failed_at))

    def _changed(self) -> Iterator[Event]:
        # What staff did because the person asked stands in what staff did.
        own = Change.objects.filter(person=self.person, route=Consent.Route.WEB).select_related("network")
        if not is_administrator(self.user):
            own = own.filter(Q(network=None) | Q(network__in=own_networks(self.user)))
        for change in own:
            title = _("They did it themselves: %s") % change.get_kind_display()
            yield Event(change.at, title, more=str(change.network or ""))

    def _done_by_staff(self) -> Iterator[Event]:
        rows: list[Any] = [*self.sign_ups, *self.enquiries]
        about = Q(content_type=ContentType.objects.get_for_model(Person), object_id=str(self.person.pk))
        for row in rows:
            about |= Q(content_type=ContentType.objects.get_for_model(row), object_id=str(row.pk))
        references = {(row._meta.model_name, str(row.pk)): row.reference for row in rows}
        for entry in LogEntry.objects.filter(about).select_related("user", "content_type"):
            kind = entry.content_type.model if entry.content_type else ""
            reference = references.get((kind, str(entry.object_id)), "")
            title = _("%(who)s: %(what)s") % {"who": entry.user.get_username(), "what": entry.get_change_message()}
            yield Event(entry.action_time, title, more=reference)
