"""Staff see a post before readers do, and make the private link for its guest."""

from typing import Any

import pytest
from django.contrib.admin.models import LogEntry
from django.test import Client

from blog.models import Post, PreviewLink
from coprod.models import OutgoingMail
from tests.admin.forms import messages_in, soup
from tests.admin.rows import EDITOR, client_of
from tests.factories import make_author, make_post, make_staff

pytestmark = pytest.mark.django_db


@pytest.fixture
def post() -> Post:
    return make_post("My garden", authors=[make_author("Greta Guest")], status=Post.Status.DRAFT)


@pytest.fixture
def editor() -> Client:
    return client_of(make_staff(*EDITOR))


def below(post: Post, page: str) -> str:
    return f"/admin/blog/post/{post.pk}/{page}/"


def address_in(page: Any) -> str:
    field = soup(page).select_one("#id_address")
    assert field is not None
    return str(field["value"])


def policy(page: Any) -> dict[str, str]:
    parts = [part.strip().partition(" ") for part in page["Content-Security-Policy"].split(";")]
    return {name: words for name, _space, words in parts}


def test_the_preview_shows_three_widths_of_the_page_as_it_will_look(editor: Client, post: Post) -> None:
    page = editor.get(below(post, "preview"))
    frames = soup(page).select("iframe")
    assert [frame["width"] for frame in frames] == ["320", "768", "1280"]
    assert len({frame["title"] for frame in frames}) == 3
    framed = editor.get(str(frames[0]["src"]))
    assert "Once upon a time." in framed.content.decode()
    assert "Only staff can see this" not in framed.content.decode()
    assert "<script" not in str(soup(page).select_one("#content-main"))


def test_only_the_preview_may_be_in_a_frame_and_only_in_one_of_ours(editor: Client, post: Post) -> None:
    page, framed = editor.get(below(post, "preview")), editor.get(below(post, "preview/page"))
    assert policy(page)["frame-src"] == "'self'"
    assert (policy(page)["frame-ancestors"], page["X-Frame-Options"]) == ("'none'", "DENY")
    assert policy(framed)["frame-ancestors"] == "'self'"
    assert (framed["X-Frame-Options"], "frame-src" in policy(framed)) == ("SAMEORIGIN", False)
    for name in ("script-src", "default-src", "form-action"):
        assert "unsafe" not in policy(framed)[name] + policy(page)[name]
    other = Client().get("/blog/")
    assert (policy(other)["frame-ancestors"], other["X-Frame-Options"]) == ("'none'", "DENY")


def test_previews_are_in_no_cache_and_no_search_engine(editor: Client, post: Post) -> None:
    for name in ("preview", "preview/page"):
        page = editor.get(below(post, name))
        assert "no-store" in page["Cache-Control"]
        assert page["X-Robots-Tag"] == "noindex"
        assert editor.post(below(post, name)).status_code == 405


def test_a_link_is_made_by_a_button_and_its_address_shown_once(editor: Client, post: Post) -> None:
    form = soup(editor.get(below(post, "change"))).select_one("#guest-link form.link-form")
    assert form is not None
    assert form.select_one("#id_name")["value"] == "Greta Guest"  # type: ignore[index]
    page = editor.post(str(form["action"]), {"name": "Greta Guest"})
    address = address_in(page)
    assert "no-store" in page["Cache-Control"]
    assert Client().get(address).status_code == 200
    assert not OutgoingMail.objects.exists()
    listed = editor.get(below(post, "change")).content.decode()
    assert address.split("/")[-2] not in listed
    assert "Works until" in listed
    assert "Greta" not in LogEntry.objects.latest("pk").change_message


def test_asking_makes_no_link(editor: Client, post: Post) -> None:
    assert editor.get(below(post, "preview-link")).status_code == 405
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(make_staff(*EDITOR))
    assert strict.post(below(post, "preview-link"), {"name": "x"}).status_code == 403
    assert client_of(make_staff("blog.view_post")).post(below(post, "preview-link"), {"name": "x"}).status_code == 403
    assert "guest-link" not in client_of(make_staff("blog.view_post")).get(below(post, "change")).content.decode()
    assert Client().post(below(post, "preview-link"), {"name": "x"}).status_code == 302
    assert not PreviewLink.objects.exists()


def test_the_link_goes_to_the_guest_by_mail_if_staff_want_that(editor: Client, post: Post) -> None:
    page = editor.post(below(post, "preview-link"), {"name": "Greta", "email": "greta@example.org"})
    mail = OutgoingMail.objects.get()
    assert (mail.recipient, mail.is_unverified) == ("greta@example.org", True)
    assert address_in(page) in mail.text
    assert address_in(page) in mail.html
    assert "My garden" not in mail.subject + mail.text + mail.html
    mail.mark_sent()
    assert address_in(page).split("/")[-2] not in mail.text + mail.html
    for _again in range(3):
        page = editor.post(below(post, "preview-link"), {"name": "Greta", "email": "greta@example.org"})
    assert "No e-mail was sent" in page.content.decode()


def test_what_is_missing_is_said_and_what_was_typed_stays(editor: Client, post: Post) -> None:
    page = editor.post(below(post, "preview-link"), {"name": "", "email": "greta@"})
    words = page.content.decode()
    assert "Say who the link is for" in words
    assert "Enter an e-mail address like" in words
    assert 'value="greta@"' in words
    assert not PreviewLink.objects.exists()


def test_staff_revoke_a_link(editor: Client, post: Post) -> None:
    address = address_in(editor.post(below(post, "preview-link"), {"name": "Greta"}))
    button = soup(editor.get(below(post, "change"))).select_one(".links-made button")
    assert button is not None
    other = make_post(status=Post.Status.DRAFT)
    for number in ("x", "9" * 30, ""):
        editor.post(below(post, "preview-link/revoke"), {"link": number})
    editor.post(below(other, "preview-link/revoke"), {"link": button["value"]})
    assert Client().get(address).status_code == 200
    assert editor.get(below(post, "preview-link/revoke")).status_code == 405
    page = editor.post(below(post, "preview-link/revoke"), {"link": button["value"]}, follow=True)
    assert messages_in(page) == ["The private link is revoked. It opens nothing any more."]
    assert Client().get(address).status_code == 404
    assert not soup(page).select(".links-made button")


def test_a_post_that_readers_see_gets_no_private_link(editor: Client, post: Post) -> None:
    post.publish_now()
    assert not soup(editor.get(below(post, "change"))).select("#guest-link form")
    editor.post(below(post, "preview-link"), {"name": "Greta"})
    assert not PreviewLink.objects.exists()
