"""Passwords: which are refused, how one is changed, and the link by which a forgotten or a first one is chosen."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.contrib.auth.password_validation import validate_password
from django.contrib.auth.tokens import PasswordResetTokenGenerator
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from coprod.models import Organisation, OutgoingMail
from tests.accounts.way_in import Phone, is_in, make_account, try_password
from tests.admin.forms import errors_in, messages_in, soup
from tests.admin.rows import client_of

pytestmark = pytest.mark.django_db
NEW = "eight kettles hum along"
BAD = [
    *(
        "short",
        "elevenchars",
        "passwordpassword",
        "Password123456!",
        "dementia2026!!",
        "Coprod-Coprod-1",
        "qwertyuiop[]",
    ),
    *("123456789012", "aaaaaaaaaaaaaa", "CarersNetwork99!", "TheTeapotTrust1!", "bea@example.org", "administrator1"),
]
GOOD = [
    NEW,
    "correct horse battery staple",
    "x" * 3 + "Teapots&kettles" * 9,
    "ŵyth tegell yn canu",
    "847362910574",
    "no-capitals-no-digits",
]


@pytest.fixture
def bea() -> Any:
    return make_account()


@pytest.mark.parametrize("password", BAD)
def test_what_is_easy_to_guess_is_refused(bea: Any, password: str) -> None:
    Organisation.objects.update_or_create(pk=Organisation.ONLY, defaults={"name": "The Teapot Trust"})
    with pytest.raises(ValidationError):
        validate_password(password, bea)


@pytest.mark.parametrize("password", GOOD)
def test_long_ones_are_taken_whatever_they_are_made_of(bea: Any, password: str) -> None:
    validate_password(password, bea)
    bea.set_password(password)
    bea.save()
    assert try_password(Client(), password=password).status_code == 302


def ask(client: Client, address: str) -> Any:
    answer = client.post("/admin/password/", {"email": address})
    call_command("deliver_mail")
    return answer


def link_in(mailbox: list[Any]) -> str:
    return re.findall(r"http://testserver(/admin/password/\S+)", mailbox[-1].body)[0]


def choose(client: Client, link: str, password: str = NEW) -> Any:
    form = client.get(link, follow=True)
    return client.post(form.request["PATH_INFO"], {"new_password1": password, "new_password2": password})


def test_a_forgotten_password_is_chosen_anew_by_a_link_that_works_once(
    bea: Any, client: Client, mailoutbox: Any
) -> None:
    assert ask(client, "BEA@example.org")["Location"] == "/admin/password/sent/"
    link = link_in(mailoutbox)
    assert mailoutbox[-1].to == ["bea@example.org"]
    assert client.get(link).status_code == 302  # a mail scanner that opens it uses nothing up
    assert errors_in(choose(client, link, "dementia2026!!"))
    assert choose(client, link).status_code == 302
    assert not is_in(client)
    assert try_password(client, password=NEW).status_code == 302
    assert "does not work any more" in client.get(link, follow=True).content.decode()
    assert link.split("/")[-2] not in str(OutgoingMail.objects.values_list("text", "html"))


def test_the_answer_is_the_same_for_every_address(bea: Any, client: Client, mailoutbox: Any) -> None:
    make_account("gone", is_active=False)
    pages = [
        client.get(ask(client, address)["Location"])
        for address in ("bea@example.org", "no@example.org", "gone@example.org")
    ]
    texts = {soup(page).select_one("#content").get_text() for page in pages}  # type: ignore[union-attr]
    assert len(texts) == 1
    assert [mail.to for mail in mailoutbox] == [["bea@example.org"]]


def test_a_link_dies_after_a_day_and_with_any_new_password(
    bea: Any, client: Client, mailoutbox: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    ask(client, "bea@example.org")
    first = link_in(mailoutbox)
    ask(client, "bea@example.org")
    assert choose(client, link_in(mailoutbox)).status_code == 302
    assert "does not work any more" in client.get(first, follow=True).content.decode()
    ask(client, "bea@example.org")
    later = timezone.now().replace(tzinfo=None) + timedelta(hours=25)
    monkeypatch.setattr(PasswordResetTokenGenerator, "_now", lambda self: later)
    assert "does not work any more" in client.get(link_in(mailoutbox), follow=True).content.decode()


def test_a_new_password_never_skips_the_second_step(
    bea: Any, client: Client, mailoutbox: Any, settings: Settings
) -> None:
    settings.SECOND_STEP = True
    Phone.of(bea)
    ask(client, "bea@example.org")
    choose(client, link_in(mailoutbox))
    assert client.get("/admin/")["Location"].startswith("/admin/login/")
    assert try_password(client, password=NEW)["Location"].startswith("/admin/login/code/")
    assert client.get("/admin/")["Location"].startswith("/admin/login/")


def test_a_new_account_has_no_password_and_gets_a_link(client: Client, mailoutbox: Any) -> None:
    boss = client_of(make_account("boss", "Administrator"))
    answers = {
        "username": "dan",
        "email": "dan@example.org",
        "first_name": "Dan",
        "last_name": "Example",
        "is_active": "on",
    }
    editor = boss.get("/admin/auth/user/add/")
    labels: Any = soup(editor).select("#id_groups label")
    roles = {label.get_text(strip=True).split(":")[0]: label.find("input")["value"] for label in labels}
    assert set(roles) == {"Editor", "Publisher", "Facilitator", "Administrator"}
    page = boss.post("/admin/auth/user/add/", {**answers, "groups": [roles["Editor"]]}, follow=True)
    assert "on its way to dan@example.org" in " ".join(messages_in(page))
    dan = User.objects.get(username="dan")
    assert (dan.has_usable_password(), dan.is_staff, dan.is_superuser) == (False, True, False)
    call_command("deliver_mail")
    assert choose(client, link_in(mailoutbox)).status_code == 302
    assert try_password(client, "dan", NEW).status_code == 302
    assert client.get("/admin/blog/post/").status_code == 200
    assert client.get("/admin/auth/user/").status_code == 403


def test_an_invitation_can_be_sent_again_by_administrators_only(bea: Any, mailoutbox: Any) -> None:
    address = f"/admin/auth/user/{bea.pk}/invite/"
    assert client_of(bea).post(address).status_code == 403
    assert client_of(make_account("boss", "Administrator")).post(address).status_code == 302
    call_command("deliver_mail")
    assert "/admin/password/" in mailoutbox[-1].body


def test_nobody_takes_their_own_rights_away_or_gives_themselves_more_by_hand(bea: Any) -> None:
    boss = make_account("boss", "Administrator")
    answers = {"username": "boss", "email": "boss@example.org", "groups": []}
    assert "away from yourself" in " ".join(
        errors_in(client_of(boss).post(f"/admin/auth/user/{boss.pk}/change/", answers))
    )
    more = {
        **answers,
        "username": "bea",
        "email": "b@example.org",
        "is_active": "on",
        "is_superuser": "on",
        "is_staff": "",
        "id": 9,
    }
    assert client_of(boss).post(f"/admin/auth/user/{bea.pk}/change/", more).status_code == 302
    bea.refresh_from_db()
    assert (bea.is_superuser, bea.is_staff) == (False, True)
    assert client_of(bea).post(f"/admin/auth/user/{bea.pk}/change/", more).status_code == 403
