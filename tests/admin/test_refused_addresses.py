"""Nothing goes to an address whose owner said “This wasn’t me”, and what staff put in its place is written to."""

from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client

from coprod.models import OutgoingMail
from networks import merging
from networks.models import AccessLink, Change, Network, Person
from tests.admin.forms import answers_in, messages_in, soup
from tests.networks.your_details.holding import ADDRESS, ask, details_links, links_in, mail_sent, signed_up

pytestmark = pytest.mark.django_db
NEW = "ann@new.example.org"
REFUSED = "E-mail address: The owner of this address told us that it was not them. Ask for another address."


def put_right(staff: Client, person: Person, **changes: Any) -> Any:
    address = f"/admin/networks/person/{person.pk}/put-right/"
    return staff.post(address, {**answers_in(staff.get(address), "asked"), **changes}, follow=True)


def not_me() -> str:
    (link,) = [link for message in mail_sent() for link in links_in(message.body) if "/not-me/" in link]
    return link


@pytest.fixture
def person(network: Network) -> Person:
    person = signed_up(network).person
    Client().post(not_me())
    mail_sent()
    return person


def words_of(staff: Client, person: Person) -> str:
    return soup(staff.get(f"/admin/networks/person/{person.pk}/change/")).get_text(" ", strip=True)


def test_the_new_address_is_written_to_and_the_old_one_never(staff: Client, person: Person) -> None:
    assert messages_in(put_right(staff, person, email=NEW)) == ["It is put right."]
    assert not OutgoingMail.objects.filter(event="address_changed").exists()
    assert Person.objects.get().mail_address == NEW
    (link,) = details_links(NEW)
    browser = Client()
    assert browser.post(link)["Location"] == "/your-details/yours/"
    assert browser.get("/your-details/yours/").status_code == 200
    ask(ADDRESS.upper())
    (answer,) = mail_sent()
    assert answer.subject == "We hold nothing with this e-mail address"
    put_right(staff, person, email="ann@newer.example.org")
    (told,) = OutgoingMail.objects.filter(event="address_changed")
    assert told.recipient == NEW


def test_the_old_address_is_not_taken_again(staff: Client, person: Person) -> None:
    put_right(staff, person, email=NEW)
    page = put_right(staff, person, email=ADDRESS.title())
    assert [item.get_text(strip=True) for item in soup(page).select(".problems li")] == [REFUSED]
    Person.objects.update(email=ADDRESS)  # whatever way it comes back
    assert Person.objects.get().mail_address == ""
    assert not Person.objects.with_address(ADDRESS).exists()


def test_staff_read_where_mail_goes_and_where_it_does_not(staff: Client, person: Person) -> None:
    refused = f"The owner of {ADDRESS} told us that it was not them who wrote. Nothing goes there any more."
    words = words_of(staff, person)
    assert f"{refused} We write to no other address." in words
    assert f"{ADDRESS} they chose this not theirs: nothing goes there" in words
    record = person.sign_ups.get().get_absolute_url()
    assert refused in soup(staff.get(record)).get_text(" ", strip=True)
    put_right(staff, person, email=NEW)
    assert f"{refused} Mail goes to {NEW}." in words_of(staff, person)


def test_the_button_in_an_old_mail_stops_the_old_address_only(staff: Client, network: Network) -> None:
    person = signed_up(network).person
    link = not_me()
    put_right(staff, person, email=NEW)
    (details,) = details_links(NEW)
    assert "Thank you for telling us" in Client().post(link).content.decode()
    person.refresh_from_db()
    assert (person.mail_address, person.not_me_at, person.refused_addresses) == (NEW, None, [ADDRESS])
    assert Client().post(details).status_code == 302
    assert [change.kind for change in Change.objects.all()] == ["contact"]


def test_the_address_of_a_helper_is_refused_by_its_owner_alone(network: Network) -> None:
    answers: Any = {"reach_by": ["helper"], "helper_name": "Bo", "helper_email": "bo@example.org", "said_yes": "talked"}
    person = signed_up(network, **answers).person
    Client().post(not_me())
    person.refresh_from_db()
    assert (person.mail_address, person.refused_addresses) == ("", ["bo@example.org"])
    assert list(Person.objects.with_address(ADDRESS)) == [person]
    assert not Person.objects.helped_from("bo@example.org").exists()


@pytest.mark.parametrize("reach_by", ["email", "helper"])
def test_the_button_of_the_version_before_stops_the_address_that_it_went_to(network: Network, reach_by: str) -> None:
    answers: Any = {"helper_name": "Bo", "helper_email": "bo@example.org", "said_yes": "talked"}
    person = signed_up(network, reach_by=[reach_by], **answers).person
    link = not_me()
    AccessLink.objects.update(sent_to="")  # it knows nothing of that column, and goes on until it is stopped
    Client().post(link)
    person.refresh_from_db()
    assert (person.mail_address, person.refused_addresses) == (
        "",
        [ADDRESS if reach_by == "email" else "bo@example.org"],
    )
    assert "Thank you for telling us" in Client().get(link).content.decode()


def test_a_link_made_in_the_same_moment_opens_nothing(person: Person) -> None:
    token = AccessLink.make(person, AccessLink.Purpose.DETAILS, sent_to=ADDRESS)
    assert Client().post(f"/your-details/link/{token}/").status_code == 410


def test_what_was_refused_stays_so_in_one_record_of_two(network: Network, person: Person) -> None:
    other = signed_up(network, email=NEW).person
    kept = merging.merge(kept=other, other=person, from_other={"email": True})
    assert (kept.email, kept.mail_address) == (ADDRESS, "")
    call_command("deliver_mail", stdout=StringIO())
