"""The private link of a guest: who can open it, what it shows and keeps to itself, and how the guest answers."""

import logging
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from blog.models import GuestAnswer, Post, PreviewLink
from coprod.models import Organisation, OutgoingMail
from tests.admin.forms import soup
from tests.factories import give_picture, make_author, make_post, make_staff

pytestmark = pytest.mark.django_db
HEADERS = {"Cache-Control": "no-store", "X-Robots-Tag": "noindex", "Referrer-Policy": "no-referrer"}
WRITES = ("INSERT", "UPDATE", "DELETE")


@pytest.fixture
def post() -> Post:
    author = make_author("Greta Guest")
    post = make_post("My garden", authors=[author], status=Post.Status.DRAFT, body="<p>It grows well.</p>")
    post.by_line.update(consent_given_by="", consented_on=None, consent_review_on=None)
    return post


@pytest.fixture
def opened(post: Post, monkeypatch: pytest.MonkeyPatch) -> tuple[PreviewLink, str]:
    monkeypatch.setattr("coprod.guards.FASTEST_PERSON", 0.0)  # the tests answer faster than any person
    link, token = PreviewLink.make(post, name="Greta Guest", by=make_staff())
    return link, f"/blog/preview/{token}/"


def answers_of(page: Any, kind: str) -> dict[str, str]:
    form = soup(page).select_one(f"form:has(input[value={kind}])")
    assert form is not None
    return {str(field["name"]): str(field.get("value", "")) for field in form.select("input[name]")}


def say(client: Client, address: str, kind: str, **words: str) -> Any:
    return client.post(address, {**answers_of(client.get(address), kind), "name": "Greta Guest", **words}, follow=True)


def test_a_guest_without_an_account_reads_the_post_as_it_will_look(opened: Any, client: Client) -> None:
    page = client.get(opened[1])
    assert page.status_code == 200
    assert "It grows well." in page.content.decode()
    assert "This page is for Greta Guest only." in page.content.decode()
    for name, value in HEADERS.items():
        assert page[name] == value
    tree = soup(page)
    assert tree.select_one("meta[name=robots]")["content"] == "noindex"  # type: ignore[index]
    assert not tree.select("link[rel=canonical]")
    assert "og:" not in page.content.decode()


@pytest.mark.parametrize("method", ["get", "head"])
def test_opening_the_link_changes_nothing(opened: Any, client: Client, method: str) -> None:
    with CaptureQueriesContext(connection) as seen:
        assert getattr(client, method)(opened[1]).status_code == 200
    assert not [query for query in seen if query["sql"].lstrip().startswith(WRITES)]


def test_a_link_that_is_not_good_says_the_same_to_everyone(opened: Any, post: Post, client: Client) -> None:
    Organisation.objects.create(pk=1, phone="01632 960123")
    _link, address = opened
    unknown = client.get("/blog/preview/nothing/")
    assert unknown.status_code == 404
    assert "01632 960123" in unknown.content.decode()
    for change in ({"expires_at": timezone.now()}, {"revoked_at": timezone.now()}):
        PreviewLink.objects.update(expires_at=timezone.now() + timedelta(days=1), revoked_at=None)
        assert client.get(address).status_code == 200
        PreviewLink.objects.update(**change)
        for answer in (client.get(address), client.post(address, {"answer": "approved", "name": "x"})):
            assert answer.status_code == 404
            assert _main(answer) == _main(unknown)
            assert answer["Cache-Control"] == "no-store"
    assert not GuestAnswer.objects.exists()


def _main(page: Any) -> str:
    found = soup(page).main
    assert found is not None
    return found.get_text()


def test_a_post_in_the_bin_is_gone_for_its_guest_too(opened: Any, post: Post, client: Client) -> None:
    Post.objects.filter(pk=post.pk).update(deleted_at=timezone.now())
    assert client.get(opened[1]).status_code == 404


def test_a_link_lasts_two_weeks_and_its_secret_is_in_no_table(opened: Any) -> None:
    link, address = opened
    assert timedelta(days=13, hours=23) < link.expires_at - timezone.now() <= timedelta(days=14)
    token = address.split("/")[3]
    assert len(token) == 43  # 256 bits
    assert token not in str(PreviewLink.objects.values().get())


def test_the_address_without_the_secret_is_still_nobodys(opened: Any, post: Post, client: Client) -> None:
    assert client.get(post.get_absolute_url()).status_code == 404
    client.get(opened[1])
    assert client.get(post.get_absolute_url()).status_code == 404
    assert "My garden" not in client.get("/blog/").content.decode()


def test_a_post_that_came_out_leads_to_its_page(opened: Any, post: Post, client: Client) -> None:
    post.publish_now()
    page = client.get(opened[1])
    assert "This piece is published" in page.content.decode()
    assert post.get_absolute_url() in page.content.decode()
    assert page["Referrer-Policy"] == "no-referrer"


def test_pictures_show_to_the_guest_and_to_nobody_else(opened: Any, post: Post, client: Client) -> None:
    mine, other = give_picture(post).picture, give_picture(make_post(status=Post.Status.DRAFT)).picture
    assert client.get(mine.url).status_code == 404
    page = soup(client.get(opened[1]))
    shown = client.get(mine.url)
    assert (shown.status_code, shown["Cache-Control"]) == (200, "private, no-store")
    assert client.get(other.url).status_code == 404
    addresses = [str(image["src"]) for image in page.select("article img")]
    addresses += [
        part.split()[0] for source in page.select("article source") for part in str(source["srcset"]).split(", ")
    ]
    assert len(addresses) >= 1
    assert {client.get(address).status_code for address in addresses} == {200}
    assert Client().get(mine.url).status_code == 404
    opened[0].revoke()
    assert client.get(mine.url).status_code == 404
    client.cookies["preview"] = "made:up"
    assert client.get(mine.url).status_code == 404


def test_a_guest_who_is_happy_leaves_a_consent_with_its_words(opened: Any, post: Post, client: Client) -> None:
    page = say(client, opened[1], "approved")
    answer = GuestAnswer.objects.get()
    assert answer.reference in page.content.decode()
    assert page["Referrer-Policy"] == "no-referrer"
    assert (answer.kind, answer.name, answer.post, answer.link) == ("approved", "Greta Guest", post, opened[0])
    assert answer.consent_version == 1
    assert answer.consent_words.startswith("I have read this piece.")
    assert not answer.looks_automatic
    line = post.by_line.get()
    assert line.consented_on == timezone.localdate()
    assert line.consent_review_on is not None
    assert answer.reference in line.consent_given_by


def test_consent_that_staff_have_written_down_stays(opened: Any, post: Post, client: Client) -> None:
    post.by_line.update(consent_given_by="Greta, by phone", consented_on=timezone.localdate())
    say(client, opened[1], "approved")
    assert post.by_line.get().consent_given_by == "Greta, by phone"


def test_where_it_is_not_clear_whose_yes_it_is_staff_decide(opened: Any, post: Post, client: Client) -> None:
    PreviewLink.objects.update(name="Somebody else")
    post.set_by_line(make_author("Ann"), make_author("Bob"))
    say(client, opened[1], "approved")
    assert not post.by_line.exclude(consented_on=None).exists()
    assert GuestAnswer.objects.count() == 1


def test_a_comment_is_kept_as_typed_and_agrees_to_nothing(opened: Any, post: Post, client: Client) -> None:
    words = "Please write “Gwen”.\nNot “Greta” – diolch! 🌱"
    say(client, opened[1], "comment", message=words)
    answer = GuestAnswer.objects.get()
    assert (answer.kind, answer.message, answer.consent_words) == ("comment", words, "")
    assert post.by_line.get().consented_on is None


def test_what_was_typed_stays_when_something_is_missing(opened: Any, client: Client) -> None:
    page = say(client, opened[1], "comment", message="Please change it.", name="")
    tree = soup(page)
    assert str(tree.title.string).strip().startswith("Error:")  # type: ignore[union-attr]
    link = tree.select_one(".error-summary a")
    assert link is not None
    assert (link.get_text(), link["href"]) == ("Enter your name", "#comment_name")
    assert tree.select_one("#comment_message").get_text().strip() == "Please change it."  # type: ignore[union-attr]
    assert not GuestAnswer.objects.exists()


@pytest.mark.parametrize("kind", ["approved", "comment"])
def test_sending_twice_makes_one_row_and_one_message(opened: Any, client: Client, kind: str) -> None:
    Organisation.objects.create(pk=1, email="office@example.org")
    answers = {**answers_of(client.get(opened[1]), kind), "name": "Greta", "message": "Hello"}
    first, second = client.post(opened[1], answers), client.post(opened[1], answers)
    assert first["Location"] == second["Location"]
    assert GuestAnswer.objects.count() == 1
    if kind == "approved":  # and the page opened anew
        say(client, opened[1], kind, name="Greta")
    assert GuestAnswer.objects.count() == OutgoingMail.objects.filter(event="guest_answered").count() == 1


def test_a_yes_is_to_the_words_that_were_read(opened: Any, post: Post, client: Client) -> None:
    answers = {**answers_of(client.get(opened[1]), "approved"), "name": "Greta"}
    Post.objects.filter(pk=post.pk).update(body="<p>It grows badly.</p>")
    page = client.post(opened[1], answers)
    assert "has changed since you opened this page" in page.content.decode()
    assert not GuestAnswer.objects.exists()
    say(client, opened[1], "approved")
    assert not GuestAnswer.objects.get().has_changed_since
    post.title = "Another"
    post.save()
    assert GuestAnswer.objects.get().has_changed_since


@pytest.mark.parametrize("token", ["", "made-up"])
def test_nobody_says_yes_without_the_page(opened: Any, client: Client, token: str) -> None:
    assert client.post(opened[1], {"answer": "approved", "name": "x", "token": token}).status_code == 200
    assert not GuestAnswer.objects.exists()


def test_what_a_robot_sends_is_kept_apart_and_consents_to_nothing(opened: Any, post: Post, client: Client) -> None:
    say(client, opened[1], "approved", website="http://spam.test")
    say(client, opened[1], "comment", message="Buy", website="http://spam.test")
    assert set(GuestAnswer.objects.values_list("looks_automatic", flat=True)) == {True}
    assert post.by_line.get().consented_on is None
    assert not OutgoingMail.objects.exists()


def test_who_made_the_link_is_told_and_the_words_are_not_in_the_mail(opened: Any, client: Client) -> None:
    user = opened[0].created_by
    user.email = "editor@example.org"
    user.save()
    say(client, opened[1], "comment", message="A secret thing", name="Greta Guest")
    mail = OutgoingMail.objects.get()
    assert (mail.recipient, mail.reference) == ("editor@example.org", GuestAnswer.objects.get().reference)
    assert "secret" not in mail.text + mail.html
    assert "Greta" not in mail.text + mail.html


def test_another_guests_thanks_are_not_shown(opened: Any, post: Post, client: Client) -> None:
    say(client, opened[1], "comment", message="Hello")
    key = GuestAnswer.objects.get().key
    _other, token = PreviewLink.make(post, name="Bob", by=make_staff())
    assert client.get(f"{opened[1]}answered/{key}/").status_code == 200
    assert client.get(f"/blog/preview/{token}/answered/{key}/").status_code == 404
    assert client.get(f"{opened[1]}answered/{uuid4()}/").status_code == 404
    assert client.post(f"{opened[1]}answered/{key}/").status_code == 405


def test_the_secret_is_not_in_the_log(opened: Any, client: Client, caplog: pytest.LogCaptureFixture) -> None:
    handler = next(iter(logging.getLogger("django").handlers))
    client.delete(opened[1])
    client.get(opened[1] + "answered/x/")
    lines = [handler.format(record) for record in caplog.records if handler.filter(record)]
    assert any("/blog/preview/" in line for line in lines)
    assert opened[1].split("/")[3] not in " ".join(lines)


def test_a_name_with_markup_is_text_everywhere(opened: Any, client: Client) -> None:
    hostile = "'\"></textarea><script>alert(1)</script><img src=x onerror=alert(1)>"
    PreviewLink.objects.update(name=hostile)
    page = say(client, opened[1], "comment", message="", name=hostile).content.decode()
    assert not BeautifulSoup(page, "html.parser").select("main script:not([src]), main img[onerror]")
