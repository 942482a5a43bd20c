"""What posts and authors know about themselves, whoever changes them."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone

from blog.models import Author, ByLine, OldAddress, Post, PostPicture
from tests.factories import give_picture, make_author, make_post

pytestmark = pytest.mark.django_db


def found_by(words: str) -> list[str]:
    return list(Post.objects.filter(search=words).values_list("title", flat=True))


def test_search_knows_authors_and_tags_however_they_were_set() -> None:
    post = make_post("A title", authors=[])
    assert found_by("Gwendolen") == []
    line = ByLine.objects.create(post=post, author=make_author("Gwendolen Price"))
    assert found_by("Gwendolen") == ["A title"]
    line.delete()
    assert found_by("Gwendolen") == []
    post.tags.add("gardening")
    assert found_by("gardening") == ["A title"]
    post.tags.remove("gardening")
    assert found_by("gardening") == []
    post.tags.add("singing")
    post.tags.clear()
    assert found_by("singing") == []


def test_search_follows_an_author_who_changes_her_name() -> None:
    author = make_author("Mair Tudor")
    make_post("A title", authors=[author])
    author.name = "Mair Vaughan"
    author.save()
    assert (found_by("Tudor"), found_by("Vaughan")) == ([], ["A title"])


def test_the_by_line_keeps_its_order_and_the_roles_of_the_day() -> None:
    first, second = make_author("Zoe", role="Carer"), make_author("Adam", role="Nurse", organisation="A hospital")
    post = make_post(authors=[])
    post.set_by_line(first, ByLine(author=second, role="Student", organisation="A college"))
    first.role = "Retired"
    first.save()
    lines = Post.objects.with_by_line().get(pk=post.pk).credits  # type: ignore[attr-defined]
    assert [(credit["name"], credit["role"], credit["organisation"]) for credit in lines] == [
        ("Zoe", "Carer", ""),
        ("Adam", "Student", "A college"),
    ]
    post.set_by_line(second)
    assert [line.author for line in post.by_line.all()] == [second]


def test_two_posts_of_one_title_get_two_addresses() -> None:
    assert [make_post("The same").slug for _ in range(3)] == ["the-same", "the-same-2", "the-same-3"]


@pytest.mark.parametrize(
    ("title", "slug"),
    [
        ("Feed", "post-feed"),
        ("2018", "post-2018"),
        ("100000", "post-100000"),
        ("!!!", "post"),
        ("Ein llais", "ein-llais"),
        ("我们的声音", "我们的声音"),
    ],
)
def test_no_title_takes_an_address_of_the_blog_itself(title: str, slug: str, client: Client) -> None:
    post = make_post(title)
    assert post.slug == slug
    assert client.get(post.get_absolute_url()).status_code == 200


def test_staff_may_not_choose_an_address_of_the_blog_itself() -> None:
    for slug in ("archive", "2019", "100000", "feed"):
        with pytest.raises(ValidationError, match="used by the blog itself"):
            Post(title="A title", slug=slug).full_clean()


@pytest.mark.parametrize(
    "fields",
    [
        {"status": Post.Status.PUBLISHED, "publish_at": None},
        {"slug": ""},
        {"deleted_at": timezone.now()},
        {"unpublish_at": timezone.now() - timedelta(days=1)},
    ],
)
def test_the_database_refuses_what_no_form_would_save(fields: dict[str, Any]) -> None:
    post = make_post()
    with pytest.raises(IntegrityError):
        Post.objects.filter(pk=post.pk).update(**fields)


@pytest.mark.parametrize(
    "fields",
    [
        {"alt": ""},
        {"shows_people": True, "consent_given_by": "Ann", "consent_review_on": None},
        {"shows_people": True, "consent_given_by": "", "consent_review_on": "2030-01-01"},
        {"focal_x": 101},
        {"focal_y": 101},
    ],
)
def test_a_picture_is_described_agreed_to_and_has_its_middle_in_it(fields: dict[str, Any]) -> None:
    picture = give_picture(make_post())
    with pytest.raises(IntegrityError), transaction.atomic():
        PostPicture.objects.filter(pk=picture.pk).update(**fields)
    PostPicture.objects.filter(pk=picture.pk).update(alt="", needs_description=True)


def test_one_picture_leads_a_post() -> None:
    post = make_post()
    give_picture(post)
    give_picture(post, is_lead=False)
    with pytest.raises(IntegrityError):
        give_picture(post)


def test_an_author_stands_once_in_a_by_line() -> None:
    author = make_author()
    post = make_post(authors=[author])
    with pytest.raises(IntegrityError):
        ByLine.objects.create(post=post, author=author)


def test_publishing_now_and_withdrawing_are_seen_at_once(client: Client) -> None:
    post = make_post(status=Post.Status.DRAFT, publish_at=None)
    address = post.get_absolute_url()
    assert client.get(address).status_code == 404
    post.publish_now()
    assert client.get(address).status_code == 200
    post.withdraw()
    assert client.get(address).status_code == 410


def test_an_old_address_leads_to_the_post_for_good(client: Client) -> None:
    post = make_post("A title")
    OldAddress.objects.create(path="/2018/06/some-title.html", post=post)
    answer = client.get("/2018/06/some-title.html?m=1")
    assert (answer.status_code, answer["Location"]) == (301, "/blog/a-title/")
    post.withdraw()
    assert client.get("/2018/06/some-title.html").status_code == 404


def test_a_post_that_moves_keeps_its_old_address(client: Client) -> None:
    post = make_post("Ein llais ni: tŷ")
    before, old_slug = post.get_absolute_url(), post.slug
    post.slug = "new"
    post.save()
    post.keep_address(old_slug)
    answer = client.get(before)
    assert (answer.status_code, answer["Location"]) == (301, "/blog/new/")


def test_an_author_is_public_with_something_public() -> None:
    author = make_author()
    post = make_post(authors=[author])
    assert list(Author.objects.public()) == [author]
    post.withdraw()
    assert not Author.objects.public()
