"""Being logged in: how it begins, when it ends, and that nothing which someone typed is lost by its end."""

from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.test import Client

from coprod.accounts import sessions
from coprod.models import OutgoingMail
from tests.accounts.way_in import LOG_IN, PASSWORD, is_in, make_account, try_password
from tests.admin.forms import answers_in, messages_in, soup
from tests.admin.rows import client_of_administrator
from tests.factories import make_network, make_post
from tests.networks.your_details.holding import signed_up

pytestmark = pytest.mark.django_db


class Clock:
    def __init__(self) -> None:
        self.now = 1_800_000_000.0

    def time(self) -> float:
        return self.now


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    clock = Clock()
    monkeypatch.setattr(sessions, "time", clock)
    return clock


@pytest.fixture
def bea() -> Any:
    return make_account()


@pytest.fixture
def inside(bea: Any, clock: Clock, client: Client) -> Client:
    assert try_password(client).status_code == 302
    return client


def why(client: Client) -> str:
    address = client.get("/admin/blog/post/")["Location"]
    assert "next=/admin/blog/post/" in address
    return soup(client.get(address)).select_one("[role=status]").get_text()  # type: ignore[union-attr]


def test_logging_in_makes_a_new_session_and_one_that_was_chosen_is_useless(bea: Any, client: Client) -> None:
    client.cookies["session"] = "chosen-by-someone-else"
    try_password(client)
    assert client.cookies["session"].value != "chosen-by-someone-else"
    other = Client()
    other.cookies["session"] = "chosen-by-someone-else"
    assert not is_in(other)


def test_an_hour_without_use_ends_it_and_use_puts_that_off(inside: Client, clock: Clock) -> None:
    for _time in range(3):
        clock.now += 59 * 60
        assert is_in(inside)
    clock.now += 61 * 60
    assert "nothing here for an hour" in why(inside)
    assert not is_in(inside)


def test_twelve_hours_end_it_however_busy_someone_is(inside: Client, clock: Clock) -> None:
    for _time in range(12):
        clock.now += 59 * 60
        assert is_in(inside)
    clock.now += 13 * 60
    assert "twelve hours" in why(inside)


def test_what_someone_is_told_is_in_no_cookie() -> None:
    boss, bea = client_of_administrator(), make_account()
    page = boss.post(f"/admin/auth/user/{bea.pk}/invite/", follow=True)
    assert any("bea@example.org" in said for said in messages_in(page))
    assert set(boss.cookies) == {"session", "csrftoken"}


def test_a_copied_cookie_is_dead_after_the_log_out(inside: Client) -> None:
    copy = Client()
    copy.cookies["session"] = inside.cookies["session"].value
    assert is_in(copy)
    inside.post("/admin/logout/")
    assert not is_in(copy)
    assert not Session.objects.filter(session_key=copy.cookies["session"].value).exists()


def test_a_new_password_ends_every_other_session_of_the_person(inside: Client, bea: Any) -> None:
    other = Client()
    try_password(other)
    new = "eight kettles hum along"
    answer = inside.post(
        "/admin/password_change/", {"old_password": PASSWORD, "new_password1": new, "new_password2": new}
    )
    assert answer.status_code == 302
    assert is_in(inside)
    assert "your account changed" in why(other)


def test_someone_who_leaves_is_out_at_the_next_request(inside: Client, bea: Any) -> None:
    bea.is_active = False
    bea.save()
    assert "your account changed" in why(inside)
    assert try_password(inside).status_code == 200


def test_a_facilitator_who_leaves_gets_no_more_mail(bea: Any) -> None:
    network = make_network()
    network.facilitators.add(bea)
    for is_here in (True, False):
        bea.is_active = is_here
        bea.save()
        told = OutgoingMail.objects.filter(event="someone_joined", reference=signed_up(network).reference)
        assert told.filter(recipient=bea.email).exists() is is_here


def test_what_was_being_sent_is_kept_and_sent_again_after_the_log_in(inside: Client, clock: Clock) -> None:
    post = make_post("Old title", status="draft")
    address = f"/admin/blog/post/{post.pk}/change/"
    answers = answers_in(inside.get(address), "post_form")
    clock.now += 2 * 60 * 60
    page = inside.post(
        address, {**answers, "title": "Typed for an hour"}, headers={"referer": f"http://testserver{address}"}
    )
    assert "lost=kept" in page["Location"]
    assert f"next={address}" in page["Location"]
    told = soup(inside.get(page["Location"]))
    assert "not saved yet. We have kept it" in told.get_text()
    answer = inside.post(LOG_IN, {"username": "bea", "password": PASSWORD, "next": address})
    assert answer["Location"].startswith("/admin/login/kept/")
    offer = soup(inside.get(answer["Location"]))
    form = offer.select(".own-account form")[0]
    assert form["action"] == address
    again = {str(field["name"]): field.get_text().removeprefix("\n") for field in form.select("textarea")}
    assert again["title"] == "Typed for an hour"
    assert inside.post(address, again).status_code == 302
    post.refresh_from_db()
    assert post.title == "Typed for an hour"


def test_someone_else_at_that_computer_gets_nothing_of_it(inside: Client, clock: Clock) -> None:
    make_account("cat")
    clock.now += 2 * 60 * 60
    inside.post("/admin/blog/post/add/", {"title": "Secret words"})
    answer = try_password(inside, "cat")
    assert answer["Location"] == "/admin/"
    assert "Secret words" not in inside.get("/admin/login/kept/", follow=True).content.decode()


def test_no_password_is_ever_kept(inside: Client, clock: Clock) -> None:
    clock.now += 2 * 60 * 60
    inside.post(
        "/admin/password_change/", {"old_password": PASSWORD, "new_password1": "a b c", "new_password2": "a b c"}
    )
    assert "kept" not in inside.session


def test_a_public_page_asks_for_no_session(client: Client, django_assert_max_num_queries: Any) -> None:
    make_post("For readers")
    answer = client.get("/blog/")
    assert "Cookie" not in answer.headers.get("Vary", "")
    assert not answer.cookies
