"""The second step: nobody gets to a staff page with a password alone, and a lost phone locks nobody out."""

import re
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django_otp.plugins.otp_static.models import StaticDevice
from django_otp.plugins.otp_totp.models import TOTPDevice
from pytest_django import Settings

from coprod.models import OutgoingMail, StaffAccess
from tests.accounts.way_in import LOG_IN, PASSWORD, Phone, is_in, make_account, try_password
from tests.admin.forms import soup
from tests.admin.rows import client_of

pytestmark = pytest.mark.django_db
CODE, SET_UP, CODES = "/admin/login/code/", "/admin/login/phone/", "/admin/login/second-step/"


@pytest.fixture(autouse=True)
def _required(settings: Settings) -> None:
    settings.SECOND_STEP = True


@pytest.fixture
def bea() -> Any:
    return make_account()


def give(client: Client, code: str, address: str = CODE, **more: Any) -> Any:
    return client.post(address, {"code": code, "next": "/admin/blog/post/", **more})


def errors(page: Any) -> str:
    return " ".join(item.get_text() for item in soup(page).select(".errorlist, .errornote"))


def test_a_password_alone_opens_nothing_and_the_code_leads_on(bea: Any, client: Client) -> None:
    phone = Phone.of(bea)
    answer = try_password(client, query="?next=/admin/blog/post/")
    assert answer["Location"] == f"{CODE}?next=%2Fadmin%2Fblog%2Fpost%2F"
    for deep in ("/admin/", "/admin/blog/post/add/", "/admin/jsi18n/", "/admin/password_change/", CODES):
        assert client.get(deep)["Location"].startswith(LOG_IN), deep
    assert client.post("/admin/blog/post/add/", {"title": "x"})["Location"].startswith(LOG_IN)
    field = soup(client.get(CODE)).find("input", attrs={"name": "code"})
    assert field is not None
    assert (field["autocomplete"], field["inputmode"]) == ("one-time-code", "numeric")
    assert give(client, phone.code())["Location"] == "/admin/blog/post/"
    assert is_in(client)


def test_each_code_works_once(bea: Any, client: Client) -> None:
    code = Phone.of(bea).code()
    try_password(client)
    assert give(client, code).status_code == 302
    other = Client()
    try_password(other)
    assert "used before" in errors(give(other, code))
    assert not is_in(other)


def test_spaces_in_a_code_do_not_matter(bea: Any, client: Client) -> None:
    code = Phone.of(bea).code()
    try_password(client)
    assert give(client, f" {code[:3]} {code[3:]} ").status_code == 302


def test_someone_without_a_phone_sets_one_up_and_gets_recovery_codes_once(bea: Any, client: Client) -> None:
    assert try_password(client)["Location"].startswith(SET_UP)
    assert client.get(CODE)["Location"].startswith(SET_UP)
    page = soup(client.get(SET_UP))
    assert str(page.select_one("img.square")["src"]).startswith("data:image/svg+xml")  # type: ignore[index]
    assert re.fullmatch(r"([A-Z2-7]{4} ?){8}", page.select_one(".key").get_text())  # type: ignore[union-attr]
    phone = Phone(client.session["new-key"])
    assert "not the one" in errors(give(client, "000000", SET_UP))
    assert not is_in(client)
    assert give(client, phone.code(), SET_UP)["Location"].startswith(CODES)
    shown = [item.get_text() for item in soup(client.get(CODES)).select(".codes li")]
    assert len(shown) == 10
    assert client.post(CODES, {"kept": "1", "next": "/admin/blog/post/"})["Location"] == "/admin/blog/post/"
    assert not soup(client.get(CODES)).select(".codes li")
    assert OutgoingMail.objects.get().event == "account_changed"
    # A recovery code lets in who has no phone, and works once.
    other, third = Client(), Client()
    for visitor in (other, third):
        try_password(visitor)
    assert give(other, shown[3]).status_code == 302
    assert is_in(other)
    assert "used before" in errors(give(third, shown[3]))


def test_new_recovery_codes_end_the_old_ones(bea: Any, client: Client) -> None:
    phone = Phone.of(bea)
    try_password(client)
    give(client, phone.code())
    client.post(CODES, {"password": PASSWORD})
    first = client.session["new-codes"]
    client.post(CODES, {"password": PASSWORD})
    second = client.session["new-codes"]
    assert not set(first) & set(second)
    assert StaticDevice.objects.get().token_set.count() == 10
    other = Client()
    try_password(other)
    assert give(other, first[0]).status_code == 200


def test_a_new_phone_ends_the_old_one_and_nobody_is_logged_out_by_setting_it_up(bea: Any, client: Client) -> None:
    old = Phone.of(bea)
    try_password(client)
    give(client, old.code())
    client.get(SET_UP)
    new = Phone(client.session["new-key"])
    assert give(client, new.code(), SET_UP, password=PASSWORD).status_code == 302
    assert is_in(client)
    assert TOTPDevice.objects.get().key != old.key
    other = Client()
    try_password(other)
    assert give(other, old.code()).status_code == 200


def test_an_unlocked_computer_is_not_enough_for_another_phone_or_for_new_codes(bea: Any, client: Client) -> None:
    old = Phone.of(bea)
    try_password(client)
    give(client, old.code())
    field = soup(client.get(SET_UP)).find("input", attrs={"name": "password"})
    assert field is not None
    assert field["autocomplete"] == "current-password"
    new = Phone(client.session["new-key"])
    assert "Enter your password" in errors(give(client, new.code(), SET_UP))
    assert "This password is wrong" in errors(give(client, new.code(), SET_UP, password="not hers at all"))
    assert "This password is wrong" in errors(client.post(CODES, {"password": "not hers at all"}))
    assert "Enter your password" in errors(client.post(CODES))
    assert TOTPDevice.objects.get().key == old.key
    assert not StaticDevice.objects.exists()
    assert not OutgoingMail.objects.exists()


def test_guesses_of_the_password_count_as_they_do_at_the_log_in(bea: Any, client: Client) -> None:
    phone = Phone.of(bea)
    try_password(client)
    give(client, phone.code())
    said = [errors(client.post(CODES, {"password": f"guess number {number}"})) for number in range(7)]
    assert said[-1] == "Too many tries from here. Wait 15 minutes, then try again."
    assert said[-1] in errors(client.post(CODES, {"password": PASSWORD}))
    assert said[-1] in errors(try_password(Client()))
    assert StaffAccess.objects.filter(action="failed", username="bea").count() == 6
    assert not StaticDevice.objects.exists()


def test_wrong_codes_are_counted_and_written_down(bea: Any, client: Client) -> None:
    Phone.of(bea)
    try_password(client)
    said = [errors(give(client, "12345")) for _try in range(8)]
    assert "Too many tries" in said[-1] or "Wait a minute" in said[-1]
    assert StaffAccess.objects.filter(action="failed", username="bea").exists()


def test_half_a_log_in_is_over_after_a_while_and_with_a_new_password(bea: Any, client: Client) -> None:
    phone = Phone.of(bea)
    try_password(client)
    bea.set_password("eight kettles hum along")
    bea.save()
    assert give(client, phone.code())["Location"].startswith(LOG_IN)
    try_password(client, password="eight kettles hum along")
    half = client.session["half"]
    session = client.session
    session["half"] = {**half, "at": half["at"] - 11 * 60}
    session.save()
    assert give(client, phone.code())["Location"].startswith(LOG_IN)
    assert not is_in(client)


def test_a_session_without_the_second_step_is_no_session(bea: Any) -> None:
    client = client_of(bea)
    assert "why=step" in client.get("/admin/")["Location"]
    assert not client.session.get("_auth_user_id")


def test_an_administrator_takes_a_lost_phone_away(bea: Any, client: Client) -> None:
    phone, boss = Phone.of(bea), Client()
    of_boss = Phone.of(make_account("boss", "Administrator"))
    try_password(boss, "boss")
    give(boss, of_boss.code())
    try_password(client)
    give(client, phone.code())
    assert client.post(f"/admin/auth/user/{bea.pk}/second-step/").status_code == 403
    assert boss.post(f"/admin/auth/user/{bea.pk}/second-step/").status_code == 302
    assert "why=step" in client.get("/admin/")["Location"]
    assert try_password(client)["Location"].startswith(SET_UP)
    assert OutgoingMail.objects.filter(recipient="bea@example.org", event="account_changed").exists()


def test_a_command_helps_when_the_only_administrator_lost_the_phone(bea: Any, capsys: Any) -> None:
    Phone.of(bea)
    call_command("reset_second_step", "bea")
    assert "bea" in capsys.readouterr().out
    assert not TOTPDevice.objects.exists()
    with pytest.raises(CommandError, match="There is no account"):
        call_command("reset_second_step", "nobody")
