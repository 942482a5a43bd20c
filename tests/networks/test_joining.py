"""People who join a network: for themselves, or with someone's help."""

from typing import Any

import pytest
from django.test import Client

from coprod.models import OutgoingMail
from networks.models import Network, Person, SignUp
from tests.factories import make_group, make_network
from tests.networks.letters import HELPED, JOIN, errors_in, page_of, send, token_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def network() -> Network:
    return make_network("Research Network", slug="research")


def test_three_answers_and_a_tick_are_enough(client: Client, network: Network) -> None:
    answer = send(client, page_of(network, "join"), JOIN)
    sign_up = SignUp.objects.get()
    assert answer.status_code == 302
    assert answer["Location"] == f"/networks/research/join/done/{sign_up.key}/"
    assert (sign_up.network, sign_up.group, sign_up.looks_automatic) == (network, None, False)
    person = sign_up.person
    assert (person.name, person.reach_by, person.email) == ("Ann Lee", ["email"], "ann@example.org")
    assert person.describes == []
    assert person.is_confirmed


def test_everything_that_can_be_answered_is_stored(client: Client, network: Network) -> None:
    group = make_group(network)
    answers = {
        **JOIN,
        "describes": ["living-with-dementia", "carer"],
        "reach_by": ["email", "text", "post"],
        "phone": "(01632) 960 001 ask for Ann",
        "address": "1 High Street\nBangor",
        "region": "wales",
        "place": "Bangor",
        "group": str(group.pk),
        "support": "Large print\n\nand someone with me",
        "agree_health": "on",
    }
    send(client, page_of(network, "join"), answers)
    sign_up = SignUp.objects.get()
    person = sign_up.person
    assert sign_up.group == group
    assert person.describes == ["living-with-dementia", "carer"]
    assert person.reach_by == ["email", "text", "post"]
    assert person.phone == "(01632) 960 001 ask for Ann"
    assert person.address == "1 High Street\nBangor"
    assert (person.region, person.place) == ("wales", "Bangor")
    assert person.support == "Large print\n\nand someone with me"


def test_nobody_needs_an_e_mail_address(client: Client, network: Network) -> None:
    send(client, page_of(network, "join"), JOIN, reach_by=["post"], email="", address="1 High Street")
    assert SignUp.objects.get().person.address == "1 High Street"
    assert not OutgoingMail.objects.filter(event="sign_up_received").exists()


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"for_whom": ""}, "Choose who this is for"),
        ({"for_whom": "a robot"}, "Choose who this is for"),
        ({"name": "  "}, "Enter your name"),
        ({"name": "\u200b"}, "Enter your name"),
        ({"name": "x" * 301}, "This has 301 characters. Please use 300 or fewer."),
        ({"reach_by": []}, "Choose how we can reach you"),
        ({"reach_by": ["pigeon"]}, "Choose how we can reach you"),
        ({"email": ""}, "Enter your e-mail address"),
        ({"email": "ann at example"}, "Enter an e-mail address like name@example.org"),
        ({"email": f"{'a' * 250}@example.org"}, "This has 262 characters. Please use 254 or fewer."),
        ({"reach_by": ["phone"]}, "Enter your phone number"),
        ({"reach_by": ["text"]}, "Enter your phone number"),
        ({"reach_by": ["phone"], "phone": "later"}, "Enter a phone number, like 01632 960001"),
        ({"reach_by": ["post"]}, "Enter your postal address"),
        ({"region": "mars"}, "Choose one of the answers in the list"),
        ({"group": "99999999"}, "Choose one of the answers in the list"),
        ({"describes": ["king"]}, "Choose from the answers in the list"),
        ({"support": "x" * 5001}, "This has 5,001 characters. Please use 5,000 or fewer."),
        ({"agree_join": ""}, "Tick the box to say that we may keep your answers and contact you"),
        ({"support": "Large print"}, "Tick the box about your health, or take out what you told us about it"),
        (
            {"describes": ["living-with-dementia"]},
            "Tick the box about your health, or take out what you told us about it",
        ),
    ],
)
def test_what_is_wrong_is_said_in_words_at_the_top_and_at_the_field(
    client: Client, network: Network, changes: dict[str, Any], words: str
) -> None:
    make_group(network)
    page = send(client, page_of(network, "join"), JOIN, **changes)
    assert page.status_code == 200
    assert errors_in(page) == [words]
    assert "<title>Error: Join the Research Network" in page.content.decode()
    assert 'aria-invalid="true"' in page.content.decode()
    assert "no-store" in page["Cache-Control"]
    assert not SignUp.objects.exists()
    assert not Person.objects.exists()


def test_after_a_mistake_everything_typed_is_still_there(client: Client, network: Network) -> None:
    page = send(
        client, page_of(network, "join"), JOIN, name="", place="Llŷr & Sons", support="<b>Tea</b>"
    ).content.decode()
    assert "Llŷr &amp; Sons" in page
    assert "&lt;b&gt;Tea&lt;/b&gt;" in page
    assert 'value="ann@example.org"' in page


@pytest.mark.parametrize(
    ("missing", "words"),
    [
        ("helper_name", "Enter your own name"),
        ("helper_relationship", "Tell us how you know the person"),
        ("said_yes", "Tell us if the person has said yes"),
    ],
)
def test_a_helper_says_who_they_are(client: Client, network: Network, missing: str, words: str) -> None:
    page = send(client, page_of(network, "join"), HELPED, **{missing: ""})
    assert errors_in(page) == [words]


def test_nothing_is_ticked_or_chosen_beforehand(client: Client, network: Network) -> None:
    make_group(network)
    page = client.get(page_of(network, "join")).content.decode()
    assert " checked" not in page
    assert " required" not in page
    assert " placeholder" not in page
    assert "maxlength" not in page


def test_a_group_can_be_chosen_and_a_full_one_says_so(client: Client, network: Network) -> None:
    make_group(network, "Harbour group", is_full=True)
    make_group(network, "Ended group", is_listed=False)
    make_group(make_network(), "Elsewhere group")
    page = client.get(page_of(network, "join")).content.decode()
    assert "Harbour group, Swansea (full now)" in page
    assert "Ended group" not in page
    assert "Elsewhere group" not in page
    send(client, page_of(network, "join"), JOIN, group="no-group", region="not-said")
    sign_up = SignUp.objects.get()
    assert (sign_up.group, sign_up.person.region) == (None, "")


def test_a_closed_network_says_so_and_offers_other_ways(client: Client) -> None:
    network = make_network("Research Network", is_open=False)
    page = client.get(page_of(network, "join")).content.decode()
    assert "You cannot join the Research Network now" in page
    assert page_of(network, "contact") in page
    assert "<form" not in page.split("<main")[1]
    assert client.post(page_of(network, "join"), JOIN).status_code == 200
    assert not SignUp.objects.exists()


def test_a_form_opened_before_the_network_closed_is_still_received(client: Client, network: Network) -> None:
    page = client.get(page_of(network, "join"))
    Network.objects.update(is_open=False)
    assert client.post(page_of(network, "join"), {**JOIN, "token": token_of(page)}).status_code == 302
    assert SignUp.objects.count() == 1


def test_nothing_can_be_set_that_was_not_asked(client: Client, network: Network) -> None:
    other = make_network()
    smuggled = {
        "status": "joined",
        "network": other.pk,
        "id": 77,
        "staff_notes": "friend",
        "confirmed_at": "2026-01-01",
        "looks_automatic": "on",
        "key": "0" * 32,
        "keep_until": "2999-01-01",
    }
    send(client, page_of(network, "join"), JOIN, **smuggled)
    sign_up = SignUp.objects.get()
    assert (sign_up.status, sign_up.network, sign_up.staff_notes, sign_up.looks_automatic) == (
        "new",
        network,
        "",
        False,
    )
    assert sign_up.person.confirmed_at is None
    assert sign_up.person.keep_until is None


def test_a_couple_can_share_an_e_mail_address(client: Client, network: Network) -> None:
    send(client, page_of(network, "join"), JOIN, name="Ann Lee")
    send(client, page_of(network, "join"), JOIN, name="Bo Lee")
    assert set(SignUp.objects.values_list("person__name", flat=True)) == {"Ann Lee", "Bo Lee"}


def test_one_person_can_join_two_networks(client: Client, network: Network) -> None:
    other = make_network()
    send(client, page_of(network, "join"), JOIN)
    send(client, page_of(other, "join"), JOIN)
    assert set(SignUp.objects.values_list("network", flat=True)) == {network.pk, other.pk}


def test_the_done_page_says_what_happens_next_and_nothing_about_the_person(client: Client, network: Network) -> None:
    answer = send(client, page_of(network, "join"), JOIN)
    for _time in range(2):
        page = client.get(answer["Location"])
        text = page.content.decode()
        assert page.status_code == 200
        assert SignUp.objects.get().reference in text
        assert "within 5 working days" in text
        assert "01632 960000" in text
        assert "Ann Lee" not in text
        assert "ann@example.org" not in text
        assert "no-store" in page["Cache-Control"]
    assert client.post(answer["Location"]).status_code == 405
    assert client.get(answer["Location"].replace("research", make_network().slug)).status_code == 404


def test_a_blank_form_may_be_kept_by_the_browser_so_that_back_loses_nothing(client: Client, network: Network) -> None:
    for form in ("join", "contact", "call-me-back"):
        headers = client.get(page_of(network, form))["Cache-Control"]
        assert "private" in headers
        assert "no-store" not in headers
