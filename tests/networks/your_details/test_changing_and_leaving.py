"""What people change in their own record: it counts at once, is recorded, and staff are told that, never what."""

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.utils import timezone

from coprod.models import OutgoingMail
from networks.models import Change, Consent, Network, Person, SignUp
from tests.factories import make_network
from tests.networks.your_details.holding import ADDRESS, ask, details_links, mail_sent, opened, signed_up, wrote
from tests.reading import errors_in

pytestmark = pytest.mark.django_db
YOURS = "/your-details/yours/"
CONTACT = {"reach_by": ["phone"], "email": ADDRESS, "phone": "01632 960009", "address": ""}


@pytest.fixture
def network() -> Network:
    network = make_network("Research Network")
    network.facilitators.add(User.objects.create_user("fay", "fay@example.org"))
    return network


def change(client: Client, page: str, **answers: Any) -> Any:
    return client.post(f"{YOURS}{page}/", answers)


def told() -> list[OutgoingMail]:
    return list(OutgoingMail.objects.filter(event="details_changed"))


def test_how_to_reach_someone_changes_and_the_consents_stay(network: Network) -> None:
    person = signed_up(network).person
    client = opened()
    ledger = list(Consent.objects.values())
    answer = change(client, "change", **CONTACT)
    assert answer["Location"] == f"{YOURS}?done=changed"
    assert "Thank you. We have your changes." in client.get(answer["Location"]).content.decode()
    person.refresh_from_db()
    assert (person.reach_by, person.email, person.phone) == (["phone"], ADDRESS, "01632 960009")
    assert list(Consent.objects.values()) == ledger
    assert [row.kind for row in person.changes.all()] == ["contact"]


def test_facilitators_are_told_that_something_changed_and_not_what(network: Network) -> None:
    signed_up(network)
    change(opened(), "change", **CONTACT)
    (mail,) = told()
    assert mail.recipient == "fay@example.org"
    assert mail.subject.startswith("Someone in the Research Network changed their details")
    for text in (mail.subject, mail.text, mail.html):
        for secret in ("960009", "Ann", ADDRESS, "phone"):
            assert secret not in text


def test_saving_without_a_change_tells_nobody(network: Network) -> None:
    signed_up(network)
    change(opened(), "change", reach_by=["email"], email=ADDRESS, phone="", address="")
    assert told() == []
    assert not Change.objects.exists()


@pytest.mark.parametrize(
    ("answers", "words"),
    [
        ({"reach_by": []}, ["Choose how we can reach you"]),
        ({"reach_by": ["email"], "email": ""}, ["Enter your e-mail address"]),
        ({"reach_by": ["text"], "phone": ""}, ["Enter your phone number"]),
        ({"reach_by": ["post"]}, ["Enter your postal address"]),
        ({"email": "ann"}, ["Enter an e-mail address like name@example.org"]),
        ({"reach_by": ["helper"]}, ["Choose how we can reach you"]),
    ],
)
def test_each_mistake_is_named_at_its_field(answers: dict[str, Any], words: list[str]) -> None:
    person = signed_up().person
    page = change(opened(), "change", **{**CONTACT, **answers})
    assert page.status_code == 200
    assert errors_in(page) == words
    person.refresh_from_db()
    assert person.phone == ""


def test_the_old_address_is_told_and_its_other_links_stop_working(network: Network) -> None:
    signed_up(network)
    (other_link,) = details_links()
    client = opened()
    change(client, "change", **{**CONTACT, "email": "ann@new.example.org"})
    (to_old,) = [message for message in mail_sent() if message.to == [ADDRESS]]
    assert to_old.subject == "We will not use this e-mail address any more"
    assert "new.example.org" not in to_old.body
    assert Client().post(other_link).status_code == 410
    assert client.get(YOURS).status_code == 200
    assert len(details_links("ann@new.example.org")) == 1


def test_extra_answers_are_not_stored() -> None:
    person = signed_up().person
    change(opened(), "change", **CONTACT, name="Eve", support="x", confirmed_at="2020-01-01", id="1")
    person.refresh_from_db()
    assert (person.name, person.support, person.confirmed_at) == ("Ann Lee", "", None)


def test_someone_takes_a_break_and_ends_it(network: Network) -> None:
    person = signed_up(network).person
    client = opened()
    until = timezone.localdate() + timedelta(days=40)
    change(client, "pause", until_0=until.day, until_1=f"{until:%B}", until_2=until.year)
    person.refresh_from_db()
    assert person.paused_until == until
    assert "Change or end your break" in client.get(YOURS).content.decode()
    change(client, "pause", resume="yes")
    ended = Person.objects.get()
    assert ended.paused_until is None
    assert [row.kind for row in ended.changes.all()] == ["paused", "resumed"]
    assert len(told()) == 2


@pytest.mark.parametrize(
    ("day", "month", "year", "words"),
    [
        ("", "", "", "Enter the day when we may be in touch again"),
        ("3", "", "", "Enter the day, the month and the year"),
        ("29", "2", "2027", "There is no such day. Enter a day like 27 3 2030"),
        ("31", "April", "2027", "There is no such day. Enter a day like 27 3 2030"),
        ("0", "1", "2027", "There is no such day. Enter a day like 27 3 2030"),
        ("1", "13", "2027", "There is no such day. Enter a day like 27 3 2030"),
        ("1", "1", "99999", "There is no such day. Enter a day like 27 3 2030"),
        ("-1", "1", "2027", "There is no such day. Enter a day like 27 3 2030"),
        ("1.5", "x", "²", "There is no such day. Enter a day like 27 3 2030"),
        ("1", "1", "2020", "Enter a day that is still to come"),
        ("1", "1", "0020", "Enter a day that is still to come"),
        ("1", "1", "2099", "Enter a day in the next 2 years. For longer, you can leave and come back"),
    ],
)
def test_an_impossible_day_is_named_and_stays_as_typed(day: str, month: str, year: str, words: str) -> None:
    person = signed_up().person
    page = change(opened(), "pause", until_0=day, until_1=month, until_2=year)
    assert errors_in(page) == [words]
    assert all(f'value="{part}"' in page.content.decode() for part in (day, month, year) if part)
    person.refresh_from_db()
    assert person.paused_until is None


@pytest.mark.parametrize(("day", "month"), [("29", "2"), ("29th", "Feb"), ("29", "february"), (" 29. ", "02")])
def test_a_leap_day_is_a_day_however_it_is_written(day: str, month: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("networks.your_details.forms.LONGEST_PAUSE", timedelta(days=3000))
    person = signed_up().person
    change(opened(), "pause", until_0=day, until_1=month, until_2="28")
    person.refresh_from_db()
    assert str(person.paused_until) == "2028-02-29"


def test_leaving_asks_first_then_counts_at_once(network: Network) -> None:
    sign_up = signed_up(network)
    client = opened()
    address = f"{YOURS}leave/{sign_up.reference}/"
    assert "Yes, I want to leave" in client.get(address).content.decode()
    answer = client.post(address)
    assert "You have left the network" in client.get(answer["Location"]).content.decode()
    sign_up.refresh_from_db()
    assert sign_up.left_at is not None
    assert sign_up.status == SignUp.Status.CLOSED
    newest = Consent.objects.filter(person=sign_up.person, statement__purpose="join").last()
    assert newest is not None
    assert (newest.given, newest.given_by, newest.route) == (False, "person", "web")
    assert [mail.recipient for mail in told()] == ["fay@example.org"]


@pytest.mark.parametrize("way", ["leave", "withdraw"])
def test_whoever_leaves_has_no_break_any_more(network: Network, way: str) -> None:
    sign_up = signed_up(network)
    Person.objects.update(paused_until=timezone.localdate() + timedelta(days=30))
    client = opened()
    assert "Paused until" in client.get(YOURS).content.decode()
    client.post(f"{YOURS}leave/{sign_up.reference}/" if way == "leave" else f"{YOURS}withdraw/join/")
    page = client.get(YOURS).content.decode()
    assert "Paused until" not in page
    assert "You left on" in page


def test_leaving_twice_is_leaving_once(network: Network) -> None:
    sign_up = signed_up(network)
    client = opened()
    for _time in range(2):
        assert client.post(f"{YOURS}leave/{sign_up.reference}/").status_code == 302
    assert "You have left this network already" in client.get(f"{YOURS}leave/{sign_up.reference}/").content.decode()
    assert Change.objects.count() == 1
    assert len(told()) == 1


def test_leaving_one_of_two_networks_keeps_the_yes_for_the_other(network: Network) -> None:
    sign_up = signed_up(network)
    other = signed_up(make_network(), email="")
    other.person = sign_up.person
    other.save()
    opened().post(f"{YOURS}leave/{sign_up.reference}/")
    assert Consent.objects.filter(person=sign_up.person, statement__purpose="join", given=False).count() == 0
    other.refresh_from_db()
    assert other.left_at is None


def test_taking_back_the_health_yes_deletes_at_once_what_it_was_for(network: Network) -> None:
    person = signed_up(network, support="Large print", describes=["living-with-dementia", "carer"]).person
    client = opened()
    before = Consent.objects.count()
    assert client.post(f"{YOURS}withdraw/health/")["Location"] == f"{YOURS}?done=withdrawn"
    person.refresh_from_db()
    assert (person.support, person.describes) == ("", ["carer"])
    assert Consent.objects.count() == before + 1
    assert "Large print" not in client.get(YOURS).content.decode()
    assert person.sign_ups.get().left_at is None


def test_taking_back_the_join_yes_leaves_and_twice_is_once(network: Network) -> None:
    sign_up = signed_up(network)
    client = opened()
    for _time in range(2):
        assert client.post(f"{YOURS}withdraw/join/").status_code == 302
    sign_up.refresh_from_db()
    assert sign_up.left_at is not None
    assert Consent.objects.filter(statement__purpose="join", given=False).count() == 1


def test_taking_back_the_yes_to_an_answer_closes_the_message(network: Network) -> None:
    enquiry = wrote(network)
    opened().post(f"{YOURS}withdraw/contact/")
    enquiry.refresh_from_db()
    assert enquiry.status == "closed"


def test_nothing_is_taken_back_on_get_or_without_having_been_asked(network: Network) -> None:
    signed_up(network)
    client = opened()
    assert client.get(f"{YOURS}withdraw/health/").status_code == 405
    assert client.post(f"{YOURS}withdraw/contact/").status_code == 404
    assert client.post(f"{YOURS}withdraw/nonsense/").status_code == 404


def test_mail_that_waits_for_someone_who_left_is_taken_back(network: Network) -> None:
    sign_up = signed_up(network)
    client = opened()
    OutgoingMail.objects.filter(event="sign_up_received").update(sent_at=None)
    client.post(f"{YOURS}leave/{sign_up.reference}/")
    assert ADDRESS not in [address for message in mail_sent() for address in message.to]


def test_only_the_network_that_was_left_is_told(network: Network) -> None:
    second = make_network()
    second.facilitators.add(User.objects.create_user("gus", "gus@example.org"))
    sign_up = signed_up(network)
    other = signed_up(second, email="")
    SignUp.objects.filter(pk=other.pk).update(person=sign_up.person)
    client = opened()
    client.post(f"{YOURS}leave/{sign_up.reference}/")
    assert [mail.recipient for mail in told()] == ["fay@example.org"]
    change(client, "change", **CONTACT)
    assert sorted(mail.recipient for mail in told()) == ["fay@example.org", "fay@example.org", "gus@example.org"]


def test_someone_who_left_can_still_see_what_we_hold(network: Network) -> None:
    signed_up(network)
    opened().post(f"{YOURS}withdraw/join/")
    OutgoingMail.objects.update(created_at=timezone.now() - timedelta(hours=2))
    ask()
    assert len([message for message in mail_sent() if message.to == [ADDRESS]]) == 1
    assert Person.objects.count() == 1
