"""The link in the e-mail: it opens a page with one button, for a day, for one person, and nothing happens on GET."""

from datetime import timedelta
from typing import Any

import pytest
from django.apps import apps
from django.test import Client
from django.utils import timezone

from networks.models import AccessLink
from tests.networks.your_details.holding import details_links, links_in, mail_sent, opened, signed_up, wrote

pytestmark = pytest.mark.django_db
YOURS = "/your-details/yours/"
INSIDE = [YOURS, f"{YOURS}copy/", f"{YOURS}change/", f"{YOURS}pause/"]


def everything_stored() -> dict[str, list[Any]]:
    ours = [model for model in apps.get_models() if model._meta.app_label in {"coprod", "networks", "blog"}]
    return {model.__name__: list(model._default_manager.order_by("pk").values()) for model in ours}


def test_programs_that_read_mail_change_nothing() -> None:
    sign_up = signed_up()
    (message,) = mail_sent()
    (link,) = details_links()
    (not_me,) = links_in(message.body)
    before = everything_stored()
    for address in (link, not_me):
        for method in ("get", "head", "options"):
            client = Client()
            assert getattr(client, method)(address).status_code < 500
            assert client.get(YOURS).status_code == 403
    assert everything_stored() == before
    assert sign_up.person.links.filter(used_at=None).count() == 2


def test_the_page_of_the_link_has_one_button_and_keeps_out_of_caches(client: Client) -> None:
    signed_up()
    (link,) = details_links()
    page = client.get(link)
    main = page.content.decode().split("<main")[1].split("</main>")[0]
    assert main.count("<button") == 1
    assert "Ann Lee" not in main
    assert "no-store" in page["Cache-Control"]
    assert page["Referrer-Policy"] == "same-origin"


def test_it_works_more_than_once_and_in_two_browsers() -> None:
    signed_up()
    (link,) = details_links()
    for _time in range(3):
        client = Client()
        assert client.post(link).status_code == 302
        assert "Ann Lee" in client.get(YOURS).content.decode()


def test_the_cookie_is_for_these_pages_for_an_hour_and_not_for_scripts(client: Client) -> None:
    signed_up()
    (link,) = details_links()
    cookie = client.post(link).cookies["your-details"]
    assert cookie["path"] == "/your-details/"
    assert cookie["httponly"]
    assert cookie["max-age"] == 60 * 60
    assert cookie["samesite"] == "Lax"


def test_an_old_link_says_so_kindly_and_offers_a_new_one(client: Client) -> None:
    signed_up()
    (link,) = details_links()
    AccessLink.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    for page in (client.get(link), client.post(link)):
        assert page.status_code == 410
        assert "This link does not work any more" in page.content.decode()
        assert 'href="/your-details/"' in page.content.decode()
        assert "your-details" not in page.cookies


@pytest.mark.parametrize("token", ["x", "A" * 43, "not-a-token"])
def test_a_link_that_we_never_sent_is_not_found_and_has_a_way_on(client: Client, token: str) -> None:
    for address in (f"/your-details/link/{token}/", f"/your-details/not-me/{token}/"):
        for page in (client.get(address), client.post(address)):
            assert page.status_code == 404
            assert "We do not know this link" in page.content.decode()
            assert 'href="/your-details/"' in page.content.decode()


def test_a_link_of_one_kind_does_not_open_the_other(client: Client) -> None:
    signed_up()
    (link,) = details_links()
    assert client.post(link.replace("/link/", "/not-me/")).status_code == 404


def test_pages_close_after_an_hour_without_use(monkeypatch: pytest.MonkeyPatch) -> None:
    signed_up()
    client = opened()
    monkeypatch.setattr("networks.your_details.opened.LASTS", -1)
    for address in INSIDE:
        page = client.get(address)
        assert page.status_code == 403
        assert "Your details are closed" in page.content.decode()
        assert "Ann Lee" not in page.content.decode()


def test_close_this_page_ends_it_here_and_for_a_copied_cookie() -> None:
    signed_up()
    client = opened()
    copied = client.cookies["your-details"].value
    goodbye = client.post("/your-details/close/", follow=True)
    assert "You have closed your details" in goodbye.content.decode()
    client.cookies["your-details"] = copied
    assert client.get(YOURS).status_code == 403


def test_turning_off_the_link_ends_everything_that_was_opened_with_it() -> None:
    signed_up()
    (link,) = details_links()
    here, there = Client(), Client()
    here.post(link)
    there.post(link)
    here.post(f"{YOURS}stop/")
    assert there.get(YOURS).status_code == 403
    assert Client().post(link).status_code == 410


def test_a_made_up_cookie_opens_nothing(client: Client) -> None:
    link = AccessLink.objects.create(
        person=signed_up().person,
        purpose=AccessLink.Purpose.DETAILS,
        token_digest="x",
        expires_at=timezone.now() + timedelta(days=1),
    )
    client.cookies["your-details"] = str(link.pk)
    for address in INSIDE:
        assert client.get(address).status_code == 403


def test_nobody_reaches_the_record_of_someone_else() -> None:
    signed_up()
    other = signed_up(name="Zoe Zebra", email="zoe@example.org", support="ZEBRA")
    theirs = wrote(name="Zoe Zebra", email="zoe@example.org", message="ZEBRA")
    client = opened()
    for address in INSIDE:
        assert "ZEBRA" not in client.get(address).content.decode().upper()
    for reference in (other.reference, theirs.reference):
        address = f"{YOURS}leave/{reference}/"
        assert client.get(address).status_code == 404
        assert client.post(address).status_code == 404
    other.refresh_from_db()
    assert other.left_at is None


def test_every_page_inside_is_kept_out_of_caches_and_search_engines() -> None:
    sign_up = signed_up()
    client = opened()
    for address in [*INSIDE, f"{YOURS}leave/{sign_up.reference}/"]:
        page = client.get(address)
        assert page.status_code == 200
        assert "no-store" in page["Cache-Control"], address
        assert address.endswith("copy/") or 'name="robots" content="noindex"' in page.content.decode()


def test_what_changes_something_asks_for_the_safety_code() -> None:
    sign_up = signed_up()
    (link,) = details_links()
    client = Client(enforce_csrf_checks=True)
    assert client.post(link).status_code == 403
    for address in ("close/", "yours/stop/", "yours/pause/", f"yours/leave/{sign_up.reference}/"):
        assert client.post(f"/your-details/{address}").status_code == 403
