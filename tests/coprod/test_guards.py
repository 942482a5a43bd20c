"""The guards of the forms: people never meet them, robots are marked, floods are refused."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.utils import timezone

from coprod import guards
from coprod.models import OutgoingMail, Tally
from networks.models import Enquiry, SignUp
from tests.factories import make_network
from tests.networks.journey.walking import MYSELF, Walk
from tests.networks.letters import CALL, page_of
from tests.reading import token_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[float]]:
    """The time that the guards see: a test moves it by setting the only item."""
    now = [1_800_000_000.0]
    monkeypatch.setattr("coprod.guards.time.time", lambda: now[0])
    yield now


def answers(client: Client, **changes: Any) -> dict[str, Any]:
    return {**CALL, "token": token_of(client.get("/contact/call-me-back/")), **changes}


def test_a_person_takes_longer_than_three_seconds(client: Client, clock: list[float]) -> None:
    slow, quick = answers(client, best_time="slow"), answers(client, best_time="quick")
    clock[0] += 2.9
    client.post("/contact/call-me-back/", quick)
    clock[0] += 0.2
    client.post("/contact/call-me-back/", slow)
    assert Enquiry.objects.get(best_time="quick").looks_automatic
    assert not Enquiry.objects.get(best_time="slow").looks_automatic


def test_the_time_before_a_mistake_counts_too(client: Client, clock: list[float]) -> None:
    first = answers(client, name="")
    clock[0] += 10
    again = client.post("/contact/call-me-back/", first)
    client.post("/contact/call-me-back/", {**CALL, "token": token_of(again)})
    assert not Enquiry.objects.get().looks_automatic


def test_a_form_may_lie_open_for_months(client: Client, clock: list[float]) -> None:
    old = answers(client)
    clock[0] += 100 * 24 * 60 * 60
    assert client.post("/contact/call-me-back/", old).status_code == 302
    assert not Enquiry.objects.get().looks_automatic


@pytest.mark.parametrize("sign", ["the trap", "no ticket", "a made-up ticket", "a ticket of another form", "too fast"])
def test_what_looks_automatic_sees_the_same_done_page_and_waits_for_staff(
    client: Client, clock: list[float], sign: str
) -> None:
    network = make_network()
    User.objects.create_superuser("root", "root@example.org")  # would be told of a call that a person asks for
    address = page_of(network, "call-me-back")
    sent = {**CALL, "token": token_of(client.get(address))}
    clock[0] += 0 if sign == "too fast" else 60
    changes: dict[str, dict[str, str]] = {
        "the trap": {"website": "https://evil.example"},
        "no ticket": {"token": ""},
        "a made-up ticket": {"token": sent["token"][:-1] + "_"},
        "a ticket of another form": {"token": token_of(client.get("/contact/call-me-back/"))},
        "too fast": {},
    }
    answer = client.post(address, {**sent, **changes[sign]})
    assert answer.status_code == 302
    assert "Thank you, we will call you" in client.get(answer["Location"]).content.decode()
    assert Enquiry.objects.get().looks_automatic
    assert not OutgoingMail.objects.exists()


@pytest.mark.usefixtures("clock")
def test_without_a_ticket_a_mistake_gives_a_new_one(client: Client) -> None:
    page = client.post("/contact/call-me-back/", {**CALL, "name": "", "token": "rubbish"})
    assert token_of(page) != "rubbish"
    assert client.post("/contact/call-me-back/", {**CALL, "token": token_of(page)}).status_code == 302


def test_thirty_people_in_one_care_home_all_join(clock: list[float]) -> None:
    network = make_network()
    for number in range(30):
        walk = Walk(network)
        page = walk.walk(MYSELF, until="name")
        clock[0] += 60
        assert walk.post("name", {"name": ""}, page).status_code == 200
        walk.send(walk.walk({**MYSELF, "name": {"name": f"Ann {number}"}}, start="name"))
    assert SignUp.objects.filter(looks_automatic=False).count() == 30


def test_after_sixty_forms_from_one_address_the_next_wait_for_staff(
    client: Client, clock: list[float], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(guards, "MANY_FORMS", 5)
    for number in range(7):
        sent = answers(client, best_time=str(number))
        clock[0] += 60
        assert client.post("/contact/call-me-back/", sent).status_code == 302
    marked = Enquiry.objects.filter(looks_automatic=True).values_list("best_time", flat=True)
    assert set(marked) == {"5", "6"}
    other = answers(client)
    clock[0] += 60
    client.post("/contact/call-me-back/", other, REMOTE_ADDR="192.0.2.9")
    assert not Enquiry.objects.get(best_time="").looks_automatic


def test_a_flood_is_refused_with_the_phone_number(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(guards, "FLOOD", 3)
    for _post in range(3):
        assert client.post("/contact/call-me-back/", {}).status_code == 200
    refused = client.post("/contact/call-me-back/", {})
    assert refused.status_code == 429
    assert "01632 960000" in refused.content.decode()
    assert refused["Retry-After"] == "3600"
    assert client.get("/contact/call-me-back/").status_code == 200
    assert client.post("/contact/call-me-back/", {}, REMOTE_ADDR="192.0.2.9").status_code == 200


def test_the_limits_leave_room_for_a_care_home() -> None:
    assert guards.MANY_FORMS == 60
    assert guards.FLOOD == 600
    assert guards.FLOOD_OF_STEPS == 12_000
    assert guards.MANY_PICTURES == 60


def test_counters_hold_no_address_and_old_ones_go(client: Client) -> None:
    Tally.objects.create(key="post:old", hour=timezone.now() - timedelta(days=2), count=9)
    client.post("/contact/call-me-back/", {}, REMOTE_ADDR="192.0.2.9")
    keys = Tally.objects.values_list("key", flat=True)
    assert len(keys) == 1
    assert "192.0.2.9" not in keys[0]
    assert Tally.objects.add("x", "y") == 1
    assert Tally.objects.add("x", "y") == 2


def senders(client: Client, *requests: dict[str, str]) -> int:
    """How many different senders the counters saw."""
    for extra in requests:
        client.post("/contact/call-me-back/", {}, **extra)  # type: ignore[arg-type]
    return Tally.objects.count()


def test_a_forwarded_address_is_not_believed_without_a_proxy_of_ours(client: Client) -> None:
    assert senders(client, *({"HTTP_X_FORWARDED_FOR": f"192.0.2.{number}"} for number in range(5))) == 1


def test_behind_one_proxy_the_address_that_it_wrote_counts(client: Client, settings: Any) -> None:
    settings.TRUSTED_PROXIES = 1
    same = [{"HTTP_X_FORWARDED_FOR": f"198.51.100.{number}, 192.0.2.1"} for number in range(5)]
    assert senders(client, *same) == 1
    assert senders(client, {"HTTP_X_FORWARDED_FOR": "192.0.2.1, 192.0.2.2"}) == 2


def test_one_household_s_ipv6_addresses_are_one_sender(client: Client) -> None:
    assert senders(client, *({"REMOTE_ADDR": f"2001:db8:0:1::{number}"} for number in range(1, 5))) == 1
    assert senders(client, {"REMOTE_ADDR": "2001:db8:0:2::1"}) == 2


def test_an_address_of_the_old_kind_is_one_sender_however_it_is_written(client: Client) -> None:
    assert senders(client, {"REMOTE_ADDR": "192.0.2.1"}, {"REMOTE_ADDR": "::ffff:192.0.2.1"}) == 1
    assert senders(client, {"REMOTE_ADDR": "::ffff:192.0.2.2"}) == 2
