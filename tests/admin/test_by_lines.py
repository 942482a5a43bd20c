"""Who wrote it, in the form of a post: someone known or someone new, their yes, and their name taken off."""

from datetime import date
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from blog.models import Author, Post
from tests.admin.forms import errors_in, send, soup
from tests.admin.rows import PUBLISHER, client_of
from tests.factories import make_author, make_picture, make_post, make_staff

pytestmark = pytest.mark.django_db
ADD = "/admin/blog/post/add/"


@pytest.fixture
def publisher() -> Client:
    return client_of(make_staff(*PUBLISHER))


def add(client: Client, **line: Any) -> Any:
    return send(client, ADD, "post_form", title="A piece", **{f"by_line-0-{name}": said for name, said in line.items()})


def test_someone_new_is_written_down_with_the_post(publisher: Client) -> None:
    photo = SimpleUploadedFile("me.png", make_picture().read(), "image/png")
    about = {"role": "Carer", "organisation": "At home", "biography": "She sings."}
    consent = {"consent_given_by": "Dee New", "consented_on": "2026-05-01"}
    answer = add(publisher, new_name=" Dee  New ", photo=photo, **about, **consent)
    assert answer.status_code == 302, errors_in(answer)
    author, line = Author.objects.get(), Post.objects.get().by_line.get()
    assert (str(author), author.biography, author.photo_width) == ("Dee New, Carer, At home", "She sings.", 40)
    assert (str(line), line.consent_given_by, line.consented_on) == (str(author), "Dee New", date(2026, 5, 1))
    assert line.consent_review_on == date(2027, 5, 1)  # nobody said when, so a year later
    assert line.photo.name not in {"", author.photo.name}
    author.role, author.organisation = "Retired", ""
    author.save()
    line.refresh_from_db()
    assert str(line) == "Dee New, Carer, At home"


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ({"role": "Carer"}, "Choose the author, or write the name of someone new."),
        ({"author": "ann", "new_name": "Dee"}, "Choose someone, or write a new name. Not both."),
        (
            {"author": "ann", "biography": "x"},
            "This is for someone new. Change what we say of others on their own page.",
        ),
        ({"author": "ann", "consent_given_by": "Ann"}, "Enter the day on which they said yes."),
        ({"author": "ann", "consented_on": "2026-05-01"}, "Say who said yes to publishing."),
        (
            {
                "author": "ann",
                "consent_given_by": "Ann",
                "consented_on": "2026-05-01",
                "consent_review_on": "2026-05-01",
            },
            "Choose a day that is after the day they said yes.",
        ),
        (
            {"author": "ann", "consent_given_by": "Ann", "consented_on": "2099-01-01"},
            "That day is still to come. Enter the day on which they said yes.",
        ),
        ({"author": "ann", "consent_given_by": "Ann", "consented_on": "soon"}, "Enter a day, for example 03/03/2027."),
    ],
)
def test_what_is_missing_in_a_by_line_is_said_in_words(publisher: Client, line: dict[str, str], words: str) -> None:
    ann = make_author("Ann")
    page = add(publisher, **{name: str(ann.pk) if said == "ann" else said for name, said in line.items()})
    assert errors_in(page) == [words]
    assert (Post.objects.count(), Author.objects.count()) == (0, 1)


def test_one_tick_takes_a_name_off_and_keeps_the_piece(publisher: Client, client: Client) -> None:
    post = make_post("Kept", authors=[make_author("Gwendolen")])
    send(publisher, f"/admin/blog/post/{post.pk}/change/", "post_form", **{"by_line-0-name_withheld": "on"})
    page = client.get(post.get_absolute_url()).content.decode()
    assert "A guest author" in page
    assert "Gwendolen" not in page
    assert "Gwendolen" in soup(publisher.get("/admin/blog/post/")).get_text()


def test_known_authors_are_found_by_typing_and_no_window_opens(publisher: Client) -> None:
    make_author("Dee Known")
    assert soup(publisher.get(ADD)).select("a.add-related") == []
    found = publisher.get("/admin/autocomplete/?app_label=blog&model_name=byline&field_name=author&term=dee")
    assert [row["text"] for row in found.json()["results"]] == ["Dee Known"]
