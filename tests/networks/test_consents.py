"""What people agreed to: the words that they were shown, their own yes or no, and who gave it."""

import pytest
from django.test import Client

from networks.models import Consent, ConsentStatement, Network, Person, SignUp
from tests.factories import make_network
from tests.networks.letters import HELPED, JOIN, page_of, send, token_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def network() -> Network:
    return make_network("Research Network", slug="research")


def test_what_a_helper_sends_waits_to_be_confirmed_with_the_person(client: Client, network: Network) -> None:
    send(client, page_of(network, "join"), HELPED)
    person = Person.objects.get()
    assert (person.name, person.helper_name, person.helper_relationship) == ("Ann Lee", "Bo Lee", "I am her son")
    assert not person.is_confirmed
    consent = person.consents.get(statement__purpose="join")
    assert (consent.given, consent.given_by) == (True, Consent.GivenBy.HELPER)


@pytest.mark.parametrize("said_yes", [Person.SaidYes.NOT_YET, Person.SaidYes.NOT_POSSIBLE])
def test_a_helpers_yes_never_stands_in_for_the_persons(client: Client, network: Network, said_yes: str) -> None:
    send(client, page_of(network, "join"), HELPED, said_yes=said_yes, agree_health="on")
    assert SignUp.objects.count() == 1
    assert not Consent.objects.filter(given=True).exists()
    assert Consent.objects.filter(given=False, given_by=Consent.GivenBy.HELPER).count() == 2


def test_a_helpers_name_alone_does_not_make_a_helper(client: Client, network: Network) -> None:
    send(client, page_of(network, "join"), JOIN, helper_name="Bo Lee", said_yes="not-yet")
    consent = Consent.objects.get(statement__purpose="join")
    assert (consent.given, consent.given_by) == (True, Consent.GivenBy.PERSON)
    assert Person.objects.get().helper_name == "Bo Lee"


def test_the_stored_words_are_the_words_that_were_shown(client: Client, network: Network) -> None:
    page = client.get(page_of(network, "join"))
    shown = ConsentStatement.objects.get(purpose="join")
    ConsentStatement.objects.create(purpose="join", version=2, text="Other words, new since this morning.")
    assert shown.text in page.content.decode()
    client.post(page_of(network, "join"), {**JOIN, "token": token_of(page)})
    assert Consent.objects.get(statement__purpose="join").statement == shown
    assert "Other words, new since this morning." in client.get(page_of(network, "join")).content.decode()


def test_after_a_mistake_the_words_stay_the_same(client: Client, network: Network) -> None:
    page = client.get(page_of(network, "join"))
    shown = ConsentStatement.objects.get(purpose="join")
    ConsentStatement.objects.create(purpose="join", version=2, text="Other words, new since this morning.")
    again = client.post(page_of(network, "join"), {**JOIN, "name": "", "token": token_of(page)})
    assert shown.text in again.content.decode()
    client.post(page_of(network, "join"), {**JOIN, "token": token_of(again)})
    assert Consent.objects.get(statement__purpose="join").statement == shown


def test_words_that_are_not_in_use_yet_are_not_shown(client: Client, network: Network) -> None:
    ConsentStatement.objects.create(
        purpose="join", version=2, text="Next year's words", in_use_from="2999-01-01T00:00Z"
    )
    assert "Next year" not in client.get(page_of(network, "join")).content.decode()


def test_a_box_that_stays_empty_is_stored_as_a_no(client: Client, network: Network) -> None:
    send(client, page_of(network, "join"), JOIN)
    given = dict(Consent.objects.values_list("statement__purpose", "given"))
    assert given == {"join": True, "health": False}
    assert set(Consent.objects.values_list("route", flat=True)) == {Consent.Route.WEB}
