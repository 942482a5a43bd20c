"""What people may do with their own record, or have done by staff whom they told.

Each is kept as a Change, and told to those who look after the network.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib.auth.models import AbstractUser
from django.db import transaction
from django.utils import timezone

from networks import emails
from networks.models import AccessLink, Change, Consent, ConsentStatement, Network, Person, SignUp

CONTACT = ("reach_by", "email", "phone", "address")
DETAILS = ("name", "region", "place", *CONTACT)  # what staff put right
HELPER = ("helper_name", "helper_relationship", "helper_email", "helper_phone")
Kind, Purpose = Change.Kind, ConsentStatement.Purpose


@dataclass(frozen=True)
class Told:
    """How we know what someone wants. With a member of staff, they told us and did not do it themselves."""

    route: str = Consent.Route.WEB
    given_by: str = Consent.GivenBy.PERSON
    recorded_by: AbstractUser | None = None


ON_THE_WEBSITE = Told()


def change_contact(*, link: AccessLink, answers: Mapping[str, Any]) -> None:
    """Store how to reach someone now."""
    change_details(person=link.person, answers={name: answers[name] for name in CONTACT}, link=link)


@transaction.atomic
def change_details(
    *, person: Person, answers: Mapping[str, Any], link: AccessLink | None = None, told: Told = ON_THE_WEBSITE
) -> list[str]:
    """Store what is so now, and return what changed. Links that went to an address that is gone stop working."""
    person = _locked(person)
    old_address = person.email
    changed = _take(person, DETAILS, answers)
    if not changed:
        return []
    if old_address and old_address.lower() != person.email.lower():
        others = person.links.filter(purpose=AccessLink.Purpose.DETAILS)
        (others.exclude(pk=link.pk) if link else others).revoke()
        emails.forget_waiting(person)
        if not person.has_refused(old_address):  # its owner wants no more mail of ours
            emails.address_changed(person, old_address)
    _record(person, Kind.CONTACT, told)
    return changed


@transaction.atomic
def change_helper(*, person: Person, answers: Mapping[str, Any], told: Told) -> list[str]:
    """Store who helps someone now, or that nobody does, and return what changed."""
    person = _locked(person)
    had_helper, old_address = bool(person.helper_name), person.mail_address
    changed = _take(person, HELPER, answers)
    if not changed:
        return []
    if not had_helper and told.given_by == Consent.GivenBy.PERSON:
        person.confirm()  # what we hold is in their own words, not in the helper's
    if old_address != person.mail_address:
        emails.forget_waiting(person)
    _record(person, Kind.HELPER, told)
    return changed


@transaction.atomic
def change_health(
    *, person: Person, answers: Mapping[str, Any], told: Told, agreed: ConsentStatement | None = None
) -> list[str]:
    """Store what they tell us about their health, if they say yes to that or have done so, and return what changed."""
    person = _locked(person)
    if agreed is not None:
        Consent.objects.create(person=person, statement=agreed, given=True, **vars(told))
    changed = _take(person, Person.HEALTH, answers)
    if not may_keep_health(person):
        person.forget_health()
    if changed:
        _record(person, Kind.HEALTH, told)
    return changed


@transaction.atomic
def pause(*, person: Person, until: date | None, told: Told = ON_THE_WEBSITE) -> bool:
    """Ask us not to be in touch before a day, or, with none, say that we may be again. Say whether that was new."""
    person = _locked(person)
    if person.paused_until == until:
        return False
    person.paused_until = until
    person.save(update_fields=["paused_until"])
    _record(person, Kind.PAUSED if until else Kind.RESUMED, told)
    return True


@transaction.atomic
def leave(*, sign_up: SignUp, told: Told = ON_THE_WEBSITE) -> None:
    """Leave one network. With the last one go the yes to being contacted about it, and any break from that."""
    person = _locked(sign_up.person)
    if not _leave(person, sign_up.pk):
        return
    if not any(row.is_current for row in person.sign_ups.all()):
        _take_back(person, Purpose.JOIN, told)
        _end_break(person)
    _record(person, Kind.LEFT, told, sign_up.network)


@transaction.atomic
def withdraw(*, person: Person, purpose: str, told: Told = ON_THE_WEBSITE) -> None:
    """Take back one yes, and do at once what that means."""
    person = _locked(person)
    if not _take_back(person, purpose, told):
        return
    if purpose == Purpose.JOIN:
        for number in person.sign_ups.filter(left_at=None).values_list("pk", flat=True):
            _leave(person, number)
        _end_break(person)
    elif purpose == Purpose.HEALTH:
        person.forget_health()
    elif purpose == Purpose.CONTACT:
        person.enquiries.update(status=SignUp.Status.CLOSED, updated_at=timezone.now())
    _record(person, Kind.WITHDREW, told)


@transaction.atomic
def say_not_me(*, link: AccessLink) -> None:
    """The owner of the address did not write this: no more mail goes there, and no link that went there opens it."""
    person, address = _locked(link.person), link.went_to
    link.mark_used()
    if person.has_refused(address):
        return
    person.refuse(address)
    person.links.filter(purpose=AccessLink.Purpose.DETAILS, sent_to__iexact=address).revoke()
    emails.forget_waiting(person, address=address)
    if address.lower() not in {person.email.lower(), person.helper_email.lower()}:
        return  # staff have put another one in its place already
    person.not_me_at = timezone.now()
    person.save(update_fields=["not_me_at"])
    Change.objects.create(person=person, kind=Kind.NOT_ME)
    emails.not_me_said(person)


def standing(person: Person) -> list[Consent]:
    """Each yes that still stands: the newest word on its purpose is a yes."""
    newest = {consent.statement.purpose: consent for consent in person.consents.select_related("statement")}
    return [consent for consent in newest.values() if consent.given]


def may_keep_health(person: Person) -> bool:
    return any(consent.statement.purpose == Purpose.HEALTH for consent in standing(person))


def _take(person: Person, names: Iterable[str], answers: Mapping[str, Any]) -> list[str]:
    changed = [name for name in names if name in answers and getattr(person, name) != answers[name]]
    for name in changed:
        setattr(person, name, answers[name])
    person.save(update_fields=changed)
    return changed


def _locked(person: Person) -> Person:
    """Let nobody else change this record until the transaction ends: two presses of a button are one change."""
    return Person.objects.select_for_update().get(pk=person.pk)


def _leave(person: Person, number: int) -> bool:
    now = timezone.now()
    staying = person.sign_ups.filter(pk=number, left_at=None)
    left = bool(staying.update(left_at=now, status=SignUp.Status.CLOSED, updated_at=now))
    if left:
        emails.forget_waiting(person)
    return left


def _end_break(person: Person) -> None:
    """Let nobody who left read that we will be in touch after their break."""
    person.paused_until = None
    person.save(update_fields=["paused_until"])


def _take_back(person: Person, purpose: str, told: Told) -> bool:
    for consent in standing(person):
        if consent.statement.purpose == purpose:
            Consent.objects.create(person=person, statement=consent.statement, given=False, **vars(told))
            return True
    return False


def _record(person: Person, kind: str, told: Told, network: Network | None = None) -> None:
    Change.objects.create(person=person, kind=kind, network=network, route=told.route)
    emails.details_changed(person, network)
