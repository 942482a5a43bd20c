"""Addresses as people type them, in the editor's own window and in a text that is saved."""

import pytest
from django.conf import settings
from django.core.exceptions import ValidationError
from django.test import Client

from blog.models import Post
from coprod.writing import addresses, links
from tests.admin.forms import errors_in, messages_in, send
from tests.admin.rows import PUBLISHER, client_of
from tests.coprod.hostile import HOSTILE, activity
from tests.factories import make_post, make_staff

ADD, FORM = "/admin/blog/post/add/", "post_form"


@pytest.fixture
def editor(db: None) -> Client:
    return client_of(make_staff(*PUBLISHER))


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("www.example.org/tea", "https://www.example.org/tea"),
        ("example.org", "https://example.org"),
        ("example.org:8080/a?b=c#d", "https://example.org:8080/a?b=c#d"),
        (" https://example.org/a_(b) ", "https://example.org/a_(b)"),
        ("HTTP://example.org", "http://example.org"),
        ("ann@example.org", "mailto:ann@example.org"),
        ("mailto:ann@example.org?subject=Tea", "mailto:ann@example.org?subject=Tea"),
        ("tel:+441632960000", "tel:+441632960000"),
        ("/blog/", "/blog/"),
        ("https://пример.example/ö", "https://пример.example/ö"),
    ],
)
def test_an_address_becomes_whole(typed: str, meant: str) -> None:
    assert addresses.mended(typed) == meant
    assert addresses.mended(meant) == meant


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("", addresses.EMPTY),
        ("https://example.org/a b", addresses.SPACED),
        ("https://example.org/\u202egpj.exe", addresses.SPACED),
        ("click here", addresses.SPACED),
        ("here", addresses.WORDS),
        ("the/page", addresses.WORDS),
        ("#part", addresses.WORDS),
        ("//example.org", addresses.WORDS),
        ("/\\example.org", addresses.WORDS),
        ("https:example", addresses.WORDS),
        ("https://", addresses.WORDS),
        ("https://[", addresses.WORDS),
        ("mailto:ann", addresses.WORDS),
        ("tel:ann", addresses.WORDS),
        ("x" * 3000, addresses.WORDS),
    ],
)
def test_what_leads_nowhere_is_said_in_words(typed: str, words: str) -> None:
    with pytest.raises(ValidationError) as caught:
        addresses.mended(typed)
    assert caught.value.messages == [str(words)]


@pytest.mark.parametrize("scheme", ["javascript", "JaVaScRiPt", "data", "vbscript", "file", "ftp", "blob"])
def test_an_address_of_another_kind_is_refused_by_its_name(scheme: str) -> None:
    with pytest.raises(ValidationError) as caught:
        addresses.mended(f"{scheme}:alert(1)")
    assert scheme in caught.value.messages[0]


@pytest.mark.django_db
def test_only_pages_of_this_site_are_known_to_be_missing() -> None:
    post = make_post("There", status=Post.Status.DRAFT)
    assert not addresses.leads_nowhere(post.get_absolute_url())
    assert not addresses.leads_nowhere(settings.SITE_URL + post.get_absolute_url())
    assert not addresses.leads_nowhere("/blog/?page=2")
    assert not addresses.leads_nowhere("https://example.org/blog/gone/")
    assert not addresses.leads_nowhere("mailto:ann@example.org")
    assert addresses.leads_nowhere("/blog/gone/")
    assert addresses.leads_nowhere("/no/such/page/")
    assert addresses.leads_nowhere(f"{settings.SITE_URL}/blog/gone/")
    assert addresses.leads_nowhere("/blog/a%00b/")
    assert not addresses.leads_nowhere("https://[example.org/")
    post.keep_address("once")
    assert not addresses.leads_nowhere("/blog/once/")


def test_the_editors_window_is_answered_with_the_address_or_the_problem(editor: Client) -> None:
    def ask(address: str) -> dict[str, str]:
        return editor.post("/admin/writing/link/", {"address": address}).json()

    assert ask("www.example.org") == {"address": "https://www.example.org", "note": ""}
    assert ask("/blog/gone/") == {"address": "/blog/gone/", "note": str(addresses.NO_PAGE)}
    assert ask("click here") == {"problem": str(addresses.SPACED)}
    assert editor.get("/admin/writing/link/").status_code == 405


def test_a_link_that_no_database_can_look_for_is_saved_with_a_word_about_it(editor: Client) -> None:
    post = make_post(status="draft", publish_at=None)
    body = '<p><a href="/blog/a%00b/">The story of Ann</a></p>'
    page = editor.get(send(editor, f"/admin/blog/post/{post.pk}/change/", "post_form", body=body)["Location"])
    assert "The link “The story of Ann” leads to a page of this site that is not there." in messages_in(page)


def test_a_saved_text_has_whole_links_and_new_bad_ones_are_named(editor: Client) -> None:
    page = send(editor, ADD, FORM, title="Links", body='<p><a href="see the page">our page</a></p>')
    assert errors_in(page) == [f"The link “our page”: {addresses.SPACED}"]
    assert not Post.objects.exists()
    body = '<p><a href="www.example.org">a</a> <a href="ann@example.org">b</a> <a href="/blog/gone/">c</a></p>'
    send(editor, ADD, FORM, title="Links", body=body)
    assert Post.objects.get().body == (
        '<p><a href="https://www.example.org">a</a> <a href="mailto:ann@example.org">b</a> '
        '<a href="/blog/gone/">c</a></p>'
    )
    said = messages_in(editor.get("/admin/blog/post/"))
    assert "The link “c” leads to a page of this site that is not there." in said


def test_a_bad_link_that_was_there_before_stops_nobody(editor: Client) -> None:
    post = make_post(body='<p><a href="page 1">old</a></p>')
    assert send(editor, f"/admin/blog/post/{post.pk}/change/", FORM, standfirst="Mended.").status_code == 302


@pytest.mark.parametrize("source", HOSTILE)
def test_nothing_that_an_editor_saves_can_run(source: str) -> None:
    try:
        text = links.mended(f"<p>Words</p>{source}")
    except ValidationError:
        return
    post = Post(title="x", body=text)
    post._meta.get_field("body").pre_save(post, add=True)
    assert activity(post.body) == []
