"""A person's page: what helps them, whether it is confirmed with them, how to reach them, and their whole story."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.contrib.admin.models import LogEntry
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from coprod.models import OutgoingMail, StaffAccess
from networks import merging
from networks.models import Change, Consent, ConsentStatement, Enquiry, Network, Person, SignUp
from tests.admin.forms import rows_in, soup, take_step
from tests.admin.rows import client_of, client_of_administrator, make_enquiry, make_facilitator, make_sign_up
from tests.factories import make_network, make_staff

pytestmark = pytest.mark.django_db


def page_of(person: Person) -> str:
    return f"/admin/networks/person/{person.pk}/change/"


def story_of(client: Client, person: Person) -> list[str]:
    return [item.get_text(" ", strip=True) for item in soup(client.get(page_of(person))).select(".story li")]


def test_what_a_helper_told_us_is_not_confirmed_until_staff_have_spoken_with_the_person(network: Network) -> None:
    user = make_facilitator(network)
    staff, person = client_of(user), make_sign_up(network, support="Large print", helper_name="Hal").person
    page = soup(staff.get(page_of(person)))
    assert "Large print" in page.select_one("fieldset").get_text()  # type: ignore[union-attr]
    assert "Not confirmed with the person" in page.select_one(".next-step").get_text()  # type: ignore[union-attr]
    assert staff.get(f"/admin/networks/person/{person.pk}/spoken/").status_code == 405
    staff.post(f"/admin/networks/person/{person.pk}/spoken/", {"spoken": "yes"})
    person.refresh_from_db()
    assert person.confirmed_at is not None
    entry = LogEntry.objects.get()
    assert (entry.user, entry.change_message) == (user, "Spoke with the person: confirmed.")
    assert "Edith" not in entry.object_repr
    staff.post(f"/admin/networks/person/{person.pk}/spoken/", {"spoken": "no"})
    assert Person.objects.get().confirmed_at is None
    assert LogEntry.objects.count() == 2


def test_someone_who_wrote_themselves_needs_no_confirming(staff: Client, network: Network) -> None:
    page = soup(staff.get(page_of(make_sign_up(network).person)))
    assert not page.select(".next-step")


def test_whoever_staff_entered_did_not_write_themselves(network: Network) -> None:
    user = make_facilitator(network)
    staff, person = client_of(user), make_sign_up(network).person
    by_phone: Any = {"statement": ConsentStatement.current("join"), "route": "phone", "recorded_by": user}
    Consent.objects.create(person=person, given=False, **by_phone)  # a later word is not how they came to us
    lists = "/admin/networks/person/"
    for address in (page_of(person), lists):
        assert "They wrote to us themselves" in staff.get(address).content.decode()
    row = make_sign_up(network, "Olive")
    row.person.consents.all().delete()
    Consent.objects.create(person=row.person, given=True, **by_phone)
    for address in (page_of(row.person), f"{lists}?q=Olive", row.get_absolute_url()):
        page = staff.get(address).content.decode()
        assert f"Entered by {user.username}" in page
        assert "They wrote to us themselves" not in page


def test_the_ways_that_someone_chose_are_marked(staff: Client, network: Network) -> None:
    row = make_sign_up(network, reach_by=["post"], phone="01632 960001", address="1 High Street", email="a@example.org")
    page = soup(staff.get(page_of(row.person)))
    assert [mark.find_parent(class_="form-row")["class"][-1] for mark in page.select(".chosen")] == [  # type: ignore[index]
        "field-address_lines"
    ]


def test_mail_that_did_not_arrive_shows_the_number_to_ring(staff: Client, network: Network) -> None:
    row = make_sign_up(network, phone="01632 960 123")
    address = page_of(row.person)
    assert not soup(staff.get(address)).select(".errornote")
    OutgoingMail.objects.create(
        recipient="x@example.org", subject="We have it", text="t", event="e", message_id="<1>",
        reference=row.reference, is_unverified=True, failed_at=timezone.now(),
    )  # fmt: skip
    note = soup(staff.get(address)).select_one(".errornote")
    assert note is not None
    assert note.select_one("a")["href"] == "tel:01632960123"  # type: ignore[index]


def fill(network: Network) -> Person:
    person = make_sign_up(network, days=3).person
    moments = [timezone.now() - timedelta(hours=hours) for hours in (5, 4, 3, 2)]
    row = Enquiry.objects.create(
        key=uuid4(), person=person, network=network, message="May I bring my dog?", received_at=moments[0]
    )
    OutgoingMail.objects.create(
        recipient="x@example.org", subject="We have your message", text="t", event="e", message_id="<2>",
        reference=row.reference, is_unverified=True, created_at=moments[1], sent_at=moments[1],
    )  # fmt: skip
    Change.objects.create(person=person, kind=Change.Kind.CONTACT, at=moments[2])
    Consent.objects.filter(person=person).delete()
    Consent.objects.create(
        person=person, statement=ConsentStatement.current("health"), given=False, route="phone", at=moments[3]
    )
    return person


def test_the_story_tells_everything_in_order_of_time(staff: Client, network: Network) -> None:
    person = fill(network)
    take_step(staff, person.enquiries.get(), "contacted", note="Yes she may.")
    told = story_of(staff, person)
    marks = ["Asked to join Research Network", "May I bring my dog?", "We wrote: We have your message",
             "Changed how to reach them", ConsentStatement.current("health").text, "Note: Yes she may."]  # fmt: skip
    assert len(told) == len(marks)
    for event, mark in zip(told, marks, strict=True):
        assert mark in event
    assert "Said no" in told[4]
    assert "By phone" in told[4]


def test_a_facilitator_reads_only_their_networks_part_of_a_story(staff: Client, network: Network) -> None:
    person, theirs = fill(network), make_network("Zenobia network")
    before = story_of(staff, person)
    row = SignUp.objects.create(key=uuid4(), person=person, network=theirs, staff_notes="Zenobia notes")
    letter = Enquiry.objects.create(key=uuid4(), person=person, network=None, message="Zenobia asks")
    for number, reference in enumerate((row.reference, letter.reference)):
        OutgoingMail.objects.create(
            recipient="x@example.org", subject="Zenobia mail", text="t", event="e", message_id=f"<z{number}>",
            reference=reference, is_unverified=True, failed_at=timezone.now(),
        )  # fmt: skip
    row.refresh_from_db()
    Consent.objects.create(person=person, statement=ConsentStatement.current("join"), given=True, at=row.received_at)
    Change.objects.create(person=person, kind=Change.Kind.LEFT, network=theirs)
    take_step(client_of(make_facilitator(theirs)), row, "closed", note="Zenobia note")
    assert story_of(staff, person) == before
    assert "Zenobia" not in staff.get(page_of(person)).content.decode()
    assert not soup(staff.get(page_of(person))).select(".errornote")
    own = SignUp.objects.get(network=network)
    for address in (f"/admin/networks/signup/{own.pk}/change/", "/admin/networks/consent/"):
        page = staff.get(address).content.decode()
        assert ConsentStatement.current("join").text not in page, address
    told = " ".join(story_of(client_of_administrator(), person))
    assert told.count("Zenobia") >= 4
    assert ConsentStatement.current("join").text in told


@pytest.mark.parametrize("spoken", [str.lower, lambda text: text.replace("-", " "), lambda text: text.replace("-", "")])
def test_a_person_is_found_by_a_reference_however_it_is_read_out(staff: Client, network: Network, spoken: Any) -> None:
    make_sign_up(network, "Someone Else")
    row, theirs = make_sign_up(network), make_network()
    letter = Enquiry.objects.create(key=uuid4(), person=row.person, network=network)
    hidden = SignUp.objects.create(key=uuid4(), person=row.person, network=theirs)
    for reference in (row.reference, letter.reference):
        (found,) = rows_in(staff.get("/admin/networks/person/", {"q": spoken(reference)}))
        assert "Edith Example" in found
    assert rows_in(staff.get("/admin/networks/person/", {"q": spoken(hidden.reference)})) == []


def test_what_helps_someone_is_on_their_record_and_in_no_list_or_history(staff: Client, network: Network) -> None:
    row = make_sign_up(network, support="Insulin at noon")
    take_step(staff, row, "contacted")
    lists = ("/admin/", "/admin/inbox/?status=all", "/admin/networks/signup/", "/admin/networks/person/")
    histories = (
        f"/admin/networks/{kind}/{pk}/history/" for kind, pk in (("signup", row.pk), ("person", row.person_id))
    )
    for address in (*lists, *histories, f"/admin/networks/person/{row.person_id}/same-person/?q=edith"):
        answer = staff.get(address)
        assert answer.status_code in {200, 403}, address
        assert "Insulin" not in answer.content.decode(), address
    assert "Insulin at noon" in staff.get(page_of(row.person)).content.decode()


def test_each_look_at_a_person_is_recorded_without_what_was_seen(network: Network) -> None:
    user = make_facilitator(network)
    staff, row = client_of(user), make_sign_up(network)
    letter = make_enquiry(network)
    for address in (
        page_of(row.person),
        *(f"/admin/networks/{r._meta.model_name}/{r.pk}/change/" for r in (row, letter)),
    ):
        assert staff.get(address).status_code == 200
    staff.get("/admin/networks/signup/999999/change/")
    seen = list(StaffAccess.objects.order_by("pk").values_list("user", "action", "kind", "rows", "about"))
    assert seen == [
        (user.pk, "viewed", "networks.person", [row.person_id], ""),
        (user.pk, "viewed", "networks.person", [row.person_id], row.reference),
        (user.pk, "viewed", "networks.person", [letter.person_id], letter.reference),
    ]
    assert StaffAccess.objects.of_row("networks.person", row.person_id).count() == 2
    boss = client_of_administrator()
    assert len(rows_in(boss.get("/admin/coprod/staffaccess/", {"q": row.reference}))) == 1
    assert client_of(make_staff("coprod.view_staffaccess")).get("/admin/coprod/staffaccess/").status_code == 403


def test_a_page_that_comes_back_with_a_mistake_is_a_look_too(staff: Client, network: Network) -> None:
    row = make_sign_up(network, phone="01632 960001")
    page = staff.post(f"/admin/networks/signup/{row.pk}/change/", {"status": "nonsense"})
    assert "01632 960001" in page.content.decode()
    assert StaffAccess.objects.get().rows == [row.person_id]


def test_a_look_at_a_record_is_found_after_that_became_one_with_another(network: Network, capsys: Any) -> None:
    user = make_facilitator(network)
    kept, other = make_sign_up(network, "Edith"), make_sign_up(network, "Edie")
    client_of(user).get(page_of(other.person))
    merging.merge(kept=kept.person, other=other.person, from_other={})
    call_command("who_looked", person=kept.reference)
    assert f'"{user.username}"' in capsys.readouterr().out


def test_who_looked_is_answered_by_one_command(network: Network, capsys: Any) -> None:
    user = make_facilitator(network)
    row, other = make_sign_up(network, "Edith"), make_sign_up(network, "Other")
    client_of(user).get(page_of(row.person))
    client_of(user).get(page_of(other.person))
    call_command("who_looked", person=row.reference)
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == 2
    assert f'"{user.username}"' in lines[1]
    assert "Edith" not in lines[1]
    call_command("who_looked", user=user.username, days=1)
    assert len(capsys.readouterr().out.splitlines()) == 3
