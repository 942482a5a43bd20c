"""The log-in: it slows down whoever guesses, shuts out no care home and no owner, and is written down."""

from datetime import timedelta
from typing import Any

import pytest
from axes.models import AccessAttempt
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from coprod.models import StaffAccess
from tests.accounts.way_in import LOG_IN, PASSWORD, is_in, make_account, try_password
from tests.admin.forms import rows_in, soup
from tests.admin.rows import client_of_administrator

pytestmark = pytest.mark.django_db
HOME, ELSEWHERE = {"REMOTE_ADDR": "192.0.2.7"}, {"REMOTE_ADDR": "198.51.100.9"}


@pytest.fixture
def bea() -> Any:
    return make_account()


def guess(times: int, username: str = "bea", **where: Any) -> list[Any]:
    return [try_password(Client(), username, f"wrong {number}", **where) for number in range(times)]


def error_of(page: Any) -> str:
    return " ".join(item.get_text(strip=True) for item in soup(page).select(".errornote"))


def test_the_page_takes_pasted_passwords_and_password_managers(client: Client) -> None:
    page = soup(client.get(LOG_IN))
    controls = {str(item["name"]): item for item in page.select("#login-form input[name]")}
    assert controls["username"]["autocomplete"] == "username"
    assert controls["password"]["autocomplete"] == "current-password"
    assert not page.select("[onpaste]")


def test_after_six_wrong_tries_the_right_password_does_not_help_from_there(bea: Any) -> None:
    answers = guess(6, **HOME)
    assert [answer.status_code for answer in answers] == [200] * 5 + [429]
    refused = try_password(Client(), **HOME)
    assert refused.status_code == 429
    assert error_of(refused) == "Too many tries from here. Wait 15 minutes, then try again."


def test_the_owner_logs_in_from_elsewhere_and_others_from_the_same_house(bea: Any) -> None:
    make_account("cat")
    guess(8, **HOME)
    for username, where in (("bea", ELSEWHERE), ("cat", HOME)):
        client = Client()
        assert try_password(client, username, **where).status_code == 302
        assert is_in(client)


def test_after_a_quarter_of_an_hour_one_may_try_again(bea: Any) -> None:
    guess(7, **HOME)
    AccessAttempt.objects.update(attempt_time=timezone.now() - timedelta(minutes=16))
    assert try_password(Client(), **HOME).status_code == 302


def test_a_success_forgives_what_was_mistyped_before(bea: Any) -> None:
    guess(4, **HOME)
    assert try_password(Client(), **HOME).status_code == 302
    assert [answer.status_code for answer in guess(4, **HOME)] == [200] * 4


def test_many_addresses_cannot_guess_on_and_the_owner_still_gets_in_from_where_they_were(bea: Any) -> None:
    assert try_password(Client(), **HOME).status_code == 302
    for network in range(6):
        guess(5, REMOTE_ADDR=f"203.0.113.{network + 1}")
    assert try_password(Client(), REMOTE_ADDR="203.0.113.200").status_code == 429
    assert try_password(Client(), **HOME).status_code == 302


def test_an_account_that_is_not_there_answers_like_one_that_is(bea: Any) -> None:
    known, unknown = guess(7, **HOME), guess(7, "nobody-at-all", **HOME)
    make_account("gone", is_active=False)
    off = guess(7, "gone", **HOME)
    for one, two, three in zip(known, unknown, off, strict=True):
        assert one.status_code == two.status_code == three.status_code
        assert error_of(one) == error_of(two) == error_of(three)


def test_where_someone_comes_from_is_believed_of_our_own_proxy_only(bea: Any, settings: Settings) -> None:
    for number in range(7):
        try_password(Client(), password="wrong", HTTP_X_FORWARDED_FOR=f"203.0.113.{number}", **HOME)
    assert try_password(Client(), **HOME).status_code == 429
    settings.TRUSTED_PROXIES = 1
    for forwarded in ("203.0.113.77", "not an address", ""):
        assert try_password(Client(), HTTP_X_FORWARDED_FOR=forwarded, **HOME).status_code == 302


def test_each_log_in_each_failure_and_each_refusal_is_written_down_once_for_administrators(bea: Any) -> None:
    guess(6, **HOME)
    for _again in range(4):
        try_password(Client(), **HOME)
    try_password(Client(), **ELSEWHERE)
    lines = list(StaffAccess.objects.order_by("pk").values_list("action", "username", "about", "user"))
    assert lines[0] == ("failed", "bea", "192.0.2.7", bea.pk)
    assert [line[0] for line in lines] == ["failed"] * 6 + ["refused", "logged-in"]
    assert lines[-1] == ("logged-in", "bea", "198.51.100.9", bea.pk)
    page = client_of_administrator().get("/admin/coprod/staffaccess/")
    assert len(rows_in(page)) == 8
    assert "Refused after too many tries" in page.content.decode()


def test_what_was_typed_is_not_kept(bea: Any, capsys: Any, caplog: Any) -> None:
    secret = "hunter-twelve-times"  # typed into the wrong field, as people do
    for username, password in ((secret, "x"), ("bea", secret)):
        Client().post(LOG_IN + f"?q={secret}&next=/admin/?q={secret}", {"username": username, "password": password})
    kept = [
        list(AccessAttempt.objects.values_list("username", "post_data", "path_info")),
        list(StaffAccess.objects.values()),
    ]
    assert secret not in str(kept)
    assert PASSWORD not in str(kept)
    assert secret not in caplog.text


@pytest.mark.parametrize(
    "wanted", ["https://evil.example.org/", "//evil.example.org", "javascript:alert(1)", "/\\evil.example.org"]
)
def test_the_log_in_leads_to_pages_of_ours_only(bea: Any, client: Client, wanted: str) -> None:
    answer = client.post(LOG_IN, {"username": "bea", "password": PASSWORD, "next": wanted})
    assert answer["Location"] == "/admin/"


def test_it_leads_where_someone_was_going(bea: Any, client: Client) -> None:
    address = client.get("/admin/blog/post/?q=tea")["Location"]
    page = soup(client.get(address))
    following = str(page.select_one("input[name=next]")["value"])  # type: ignore[index]
    answer = client.post(LOG_IN, {"username": "bea", "password": PASSWORD, "next": following})
    assert answer["Location"] == "/admin/blog/post/?q=tea"


def test_what_is_no_address_leads_nowhere_else(client: Client) -> None:
    make_account()
    try_password(client)
    assert client.get("/admin/login/kept/?next=soon")["Location"] == "soon"
