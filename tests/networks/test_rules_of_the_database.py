"""What must always hold holds in the database, whoever writes to it."""

from collections.abc import Callable
from importlib import import_module
from typing import Any
from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.db.models.deletion import ProtectedError
from django.utils import timezone

from coprod.models import Organisation, OutgoingMail, Tally
from networks.models import AccessLink, Consent, ConsentStatement, Enquiry, Group, Network, Person, Resource, SignUp
from tests.factories import make_group, make_network

pytestmark = pytest.mark.django_db


def refused(write: Callable[[], object]) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        write()


def make_consent() -> Consent:
    person = Person.objects.create(name="Ann Lee")
    return Consent.objects.create(person=person, statement=ConsentStatement.current("join"), given=True)


@pytest.mark.parametrize(
    "change", [{"given": False}, {"route": "phone"}, {"given_by": "helper"}, {"at": timezone.now()}]
)
def test_a_consent_is_never_changed(change: dict[str, Any]) -> None:
    consent = make_consent()
    refused(lambda: Consent.objects.filter(pk=consent.pk).update(**change))
    with connection.cursor() as cursor:
        refused(lambda: cursor.execute("UPDATE networks_consent SET given = NOT given"))
    consent.refresh_from_db()
    assert consent.given


def test_a_consent_follows_its_person_into_another_record() -> None:
    consent = make_consent()
    other = Person.objects.create(name="Ann Lee, again")
    Consent.objects.filter(pk=consent.pk).update(person=other)
    assert list(other.consents.all()) == [consent]


@pytest.mark.parametrize("change", [{"text": "Other words"}, {"version": 9}, {"purpose": "health"}])
def test_the_words_that_were_shown_are_never_changed(change: dict[str, Any]) -> None:
    refused(lambda: ConsentStatement.objects.filter(purpose="join").update(**change))


def test_words_that_someone_agreed_to_are_not_deleted() -> None:
    consent = make_consent()
    with pytest.raises(ProtectedError):
        consent.statement.delete()


def test_a_version_of_the_words_is_there_once() -> None:
    refused(lambda: ConsentStatement.objects.create(purpose="join", version=1, text="x"))


def test_one_form_is_one_row() -> None:
    person, network, key = Person.objects.create(name="Ann"), make_network(), uuid4()
    SignUp.objects.create(key=key, person=person, network=network)
    Enquiry.objects.create(key=key, person=person)
    refused(lambda: SignUp.objects.create(key=key, person=person, network=network))
    refused(lambda: Enquiry.objects.create(key=key, person=person))


def test_a_reference_is_given_once() -> None:
    person = Person.objects.create(name="Ann")
    first = Enquiry.objects.create(key=uuid4(), person=person)
    refused(lambda: Enquiry.objects.create(key=uuid4(), person=person, reference=first.reference))


def test_a_network_with_people_is_not_deleted() -> None:
    network = make_network()
    SignUp.objects.create(key=uuid4(), person=Person.objects.create(name="Ann"), network=network)
    with pytest.raises(ProtectedError):
        network.delete()


def test_a_sign_up_outlives_its_group() -> None:
    group = make_group(make_network())
    sign_up = SignUp.objects.create(
        key=uuid4(), person=Person.objects.create(name="Ann"), network=group.network, group=group
    )
    group.delete()
    sign_up.refresh_from_db()
    assert sign_up.group is None


def test_a_network_has_its_address_alone() -> None:
    make_network(slug="research")
    refused(lambda: make_network(slug="research"))


def test_a_group_s_name_is_there_once_in_a_network() -> None:
    group = make_group(make_network(), "Harbour group")
    refused(lambda: make_group(group.network, "Harbour group"))
    assert make_group(make_network(), "Harbour group").pk
    with pytest.raises(ValidationError, match="has a group of that name already"):
        Group(network=group.network, name="Harbour group", place="Bangor", region="wales").full_clean()


def test_a_resource_leads_somewhere() -> None:
    network = make_network()
    refused(lambda: Resource.objects.create(network=network, title="Nothing"))
    with pytest.raises(ValidationError, match="Give the resource a web address or a text"):
        Resource(network=network, title="Nothing").full_clean()


def test_there_is_one_organisation() -> None:
    refused(lambda: Organisation.objects.create(pk=2))


def test_a_counter_counts_once_an_hour() -> None:
    hour = timezone.now()
    Tally.objects.create(key="x", hour=hour)
    refused(lambda: Tally.objects.create(key="x", hour=hour))


def test_mail_is_sent_or_given_up_and_not_both() -> None:
    mail = OutgoingMail(recipient="a@example.org", subject="x", text="x", event="x", message_id="<1@x>")
    mail.sent_at = mail.failed_at = timezone.now()
    refused(mail.save)
    mail.failed_at = None
    mail.save()
    refused(lambda: OutgoingMail.objects.create(recipient="b@example.org", message_id="<1@x>"))


def test_public_and_waiting_mean_what_they_say() -> None:
    network = make_network()
    closed, hidden = make_network(is_open=False), make_network(is_listed=False)
    assert set(Network.objects.public()) == {network, closed}
    shown = make_group(network), make_group(network, is_full=True)
    make_group(network, is_listed=False)
    make_group(hidden)
    assert set(Group.objects.public()) == {*shown}
    person = Person.objects.create(name="Ann")
    new = Enquiry.objects.create(key=uuid4(), person=person)
    Enquiry.objects.create(key=uuid4(), person=person, status=Enquiry.Status.CLOSED)
    assert list(Enquiry.objects.waiting()) == [new]


def test_a_group_that_people_joined_stays_in_its_network() -> None:
    ours, theirs = make_network(), make_network()
    group, empty = make_group(ours), make_group(ours)
    sign_up = SignUp.objects.create(
        key=uuid4(), person=Person.objects.create(name="Ann Lee"), network=ours, group=group
    )
    refused(lambda: Group.objects.filter(pk=group.pk).update(network=theirs))
    refused(lambda: SignUp.objects.filter(pk=sign_up.pk).update(network=theirs))
    refused(lambda: SignUp.objects.filter(pk=sign_up.pk).update(group=make_group(theirs)))
    Group.objects.filter(pk=empty.pk).update(network=theirs)
    group.network = theirs
    with pytest.raises(ValidationError, match="People joined this group, so it stays in its network"):
        group.full_clean()
    group.delete()
    sign_up.refresh_from_db()
    assert sign_up.group is None


def test_a_group_of_another_network_is_taken_off_a_sign_up_and_named() -> None:
    """As migration 0013 does, where a group was moved before that could not be."""
    ours, theirs = make_network(), make_network()
    right, wrong = make_group(ours, "Right"), make_group(theirs, "Wrong")
    for group in (right, right):
        person = Person.objects.create(name="Ann Lee")
        SignUp.objects.create(key=uuid4(), person=person, network=ours, group=group, staff_notes="Rang.")
    moved = SignUp.objects.latest("pk")
    migration = import_module("networks.migrations.0013_groups_stay_in_their_network")
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(migration.UNTIE)
        SignUp.objects.filter(pk=moved.pk).update(group=wrong)
        cursor.execute(migration.MEND)
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(migration.TIE)
        cursor.execute(migration.VALIDATE)
    rows = SignUp.objects.order_by("pk").values_list("group", "staff_notes")
    assert list(rows) == [(right.pk, "Rang."), (None, "Rang.\nLocal group, of another network now: Wrong")]


def test_a_record_whose_address_was_refused_before_is_written_to_at_none_that_it_has() -> None:
    """As migration 0015 does."""
    some: dict[str, Any] = {"email": "Ann@example.org", "helper_email": "bo@example.org", "reach_by": ["email"]}
    refused = Person.objects.create(name="Ann Lee", not_me_at=timezone.now(), **some)
    other = Person.objects.create(name="Ann Lee", **some)
    AccessLink.make(other, AccessLink.Purpose.NOT_ME)
    AccessLink.objects.update(sent_to="")
    with connection.cursor() as cursor:
        cursor.execute(import_module("networks.migrations.0015_fill_refused_addresses").REFUSED)
    refused.refresh_from_db()
    other.refresh_from_db()
    assert refused.refused_addresses == ["ann@example.org", "bo@example.org"]
    assert (refused.mail_address, other.mail_address) == ("", "Ann@example.org")
    assert AccessLink.objects.get().sent_to == "Ann@example.org"
