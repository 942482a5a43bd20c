"""A by-line stays as it was when the post was written, and a name that its owner takes off is nowhere."""

from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError
from django.test import Client

from blog.models import Author, ByLine, Post
from tests.factories import make_author, make_picture, make_post

pytestmark = pytest.mark.django_db
READ = [
    "/",
    "/blog/",
    "/blog/authors/",
    "/blog/feed/",
    "/blog/feed/rss/",
    "/sitemap.xml",
    "/search/?q=story",
    "/search/?q=Gwendolen",
]


@pytest.fixture
def withheld() -> Post:
    author = make_author("Gwendolen Price", role="Lighthouse keeper", organisation="Trinity", biography="She sails.")
    post = make_post("A story", authors=[author], tags=["sea"])
    line = post.by_line.get()
    line.name_withheld = True
    line.save()
    return post


def test_a_name_taken_off_is_on_no_page(client: Client, withheld: Post) -> None:
    for address in [*READ, withheld.get_absolute_url(), "/blog/tag/sea/", "/blog/tag/sea/feed/"]:
        page = client.get(address).content.decode()
        for told in ("Gwendolen Price", "gwendolen-price", "Lighthouse", "Trinity", "She sails"):
            assert told not in page, (address, told)
    assert "A guest author" in client.get(withheld.get_absolute_url()).content.decode()


def test_search_does_not_find_a_story_by_a_name_taken_off(client: Client, withheld: Post) -> None:
    assert withheld.get_absolute_url() in client.get("/search/?q=story").content.decode()
    assert not Post.objects.filter(search="Gwendolen").exists()


def test_the_author_of_nothing_signed_has_no_page(client: Client, withheld: Post) -> None:
    assert client.get("/blog/author/gwendolen-price/").status_code == 404
    assert client.get("/blog/author/gwendolen-price/feed/").status_code == 404
    assert not Author.objects.public()


def test_the_photo_stays_with_the_post_when_the_author_changes_theirs(client: Client) -> None:
    author = make_author()
    author.photo.save("x.png", make_picture())
    line = make_post(authors=[author]).by_line.get()
    kept = line.photo.url
    assert (line.photo.name != author.photo.name, line.photo_width) == (True, 40)
    author.photo.delete()
    assert client.get(kept).status_code == 200
    assert kept in client.get(line.post.get_absolute_url()).content.decode()
    ByLine.objects.update(name_withheld=True)
    assert client.get(kept).status_code == 404


@pytest.mark.parametrize(
    "consent",
    [
        {"consent_given_by": "Ann"},
        {"consented_on": date(2026, 5, 1)},
        {"consent_given_by": "Ann", "consented_on": date(2026, 5, 1), "consent_review_on": date(2026, 4, 1)},
    ],
)
def test_the_database_refuses_half_a_consent(consent: dict[str, Any]) -> None:
    ByLine.objects.create(post=make_post(authors=[]), author=make_author())
    with pytest.raises(IntegrityError):
        ByLine.objects.update(**consent)
