"""Every saved change of a post is a version: two can be compared, one put back; nothing is lost or published."""

import time
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from blog import versions
from blog.comparing import compared
from blog.models import Post, PostPicture, PostVersion
from coprod.models import Organisation
from tests.admin.forms import messages_in, send, soup
from tests.admin.rows import EDITOR, PUBLISHER, client_of
from tests.factories import make_author, make_picture, make_post, make_staff

pytestmark = pytest.mark.django_db
FORM = "post_form"


@pytest.fixture
def publisher() -> Client:
    return client_of(make_staff(*PUBLISHER))


def change(post: Post) -> str:
    return f"/admin/blog/post/{post.pk}/change/"


def edited(client: Client, post: Post, **words: str) -> None:
    assert send(client, change(post), FORM, **words).status_code == 302


def put_back(client: Client, post: Post, number: int, seen: int) -> str:
    address = f"/admin/blog/post/{post.pk}/versions/restore/"
    return messages_in(client.post(address, {"number": number, "seen": seen}, follow=True))[-1]


def numbers(post: Post) -> list[int]:
    return list(post.versions.order_by("number").values_list("number", flat=True))


def test_each_change_makes_a_version_and_a_save_without_one_makes_none(publisher: Client) -> None:
    post = make_post("First", tags=["tea"])
    edited(publisher, post, title="Second")
    assert numbers(post) == [1, 2]  # as it was before, and as it is
    edited(publisher, post)
    assert numbers(post) == [1, 2]
    edited(publisher, post, tags="tea, cake")
    edited(publisher, post, **{"by_line-0-role": "Baker"})
    contents = list(post.versions.order_by("number").values_list("content", flat=True))
    assert [content["title"] for content in contents] == ["First", "Second", "Second", "Second"]
    assert contents[2]["tags"] == ["cake", "tea"]
    assert contents[3]["by_line"][0]["role"] == "Baker"
    assert contents[3]["by_line"][0]["consent_given_by"]


def test_a_version_says_who_and_when(publisher: Client) -> None:
    post = make_post("First")
    edited(publisher, post, title="Second")
    page = soup(publisher.get(f"/admin/blog/post/{post.pk}/versions/")).get_text(" ", strip=True)
    assert "Version 2" in page
    assert str(post.versions.get(number=2).by) in page
    assert "As it was before" in page


def test_two_versions_are_compared_word_by_word_and_not_by_colour_alone(publisher: Client) -> None:
    post = make_post("First", body="<h2>Tea</h2><p>We met on <b>Monday</b> in town.</p><p>It rained.</p>", tags=["tea"])
    edited(publisher, post, body="<h2>Tea</h2><p>We met on Tuesday in town.</p>", tags="cake")
    page = soup(publisher.get(f"/admin/blog/post/{post.pk}/versions/compare/"))
    gone, new = ([one.get_text() for one in page.select(name)] for name in ("del", "ins"))
    assert gone == ["[–gone: Monday –]", "[–gone: It rained.–]", "[–gone: tea–]"]
    assert new == ["[+new: Tuesday +]", "[+new: cake+]"]
    assert [one.get_text() for one in page.select(".changes h2")] == ["Text", "Tags"]


def test_a_very_long_text_is_compared_in_a_time_that_has_an_end() -> None:
    old, new = (
        "".join(f"<p>{start} {number % 7} {'word ' * 40}{number}</p>" for number in range(1500)) for start in "ab"
    )
    empty: dict[str, Any] = {"title": "", "standfirst": "", "tags": [], "by_line": [], "pictures": []}
    begun = time.process_time()
    assert compared({**empty, "body": old}, {**empty, "body": new})
    assert compared({**empty, "body": f"<p>{'a b ' * 50_000}</p>"}, {**empty, "body": f"<p>{'b c ' * 50_000}</p>"})
    assert time.process_time() - begun < 5


def test_a_version_put_back_is_a_new_one_and_publishes_nothing(publisher: Client) -> None:
    author = make_author("Ann", role="Nurse")
    post = make_post("First", authors=[author], tags=["tea"], status=Post.Status.DRAFT, publish_at=None)
    edited(publisher, post, title="Second", body="<p>Other.</p>", tags="cake", **{"by_line-0-name_withheld": "on"})
    assert put_back(publisher, post, 1, seen=2) == "Version 1 is back. The one before it is kept too."
    post.refresh_from_db()
    line = post.by_line.get()
    assert (post.title, post.body, list(post.tags.names())) == ("First", "<p>Once upon a time.</p>", ["tea"])
    assert (line.author, line.role, line.name_withheld, line.consent_given_by) == (author, "Nurse", False, "Ann")
    assert (post.state, numbers(post)) == ("draft", [1, 2, 3])
    assert "Ann" in post.words


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({}, "Readers see it at once."),
        ({"publish_at": timezone.now() + timedelta(days=3)}, "Readers see it on the day that is set."),
        ({"status": Post.Status.DRAFT, "publish_at": None}, "It publishes nothing."),
    ],
)
def test_what_readers_see_of_a_version_put_back_is_said_before(
    publisher: Client, fields: dict[str, Any], words: str
) -> None:
    post = make_post("First", **fields)
    edited(publisher, post, title="Second")
    assert follows(publisher, post) == f"Putting a version back makes a new version. Nothing is lost. {words}"
    put_back(publisher, post, 1, seen=2)
    seen = Client().get(post.get_absolute_url())
    assert (seen.status_code == 200 and "First" in seen.content.decode()) == (words == "Readers see it at once.")


def test_who_may_not_approve_their_own_words_is_told_what_putting_back_leads_to(publisher: Client) -> None:
    Organisation.objects.update_or_create(pk=Organisation.ONLY, defaults={"second_person_approves": True})
    post = make_post("First", publish_at=timezone.now() + timedelta(days=3))
    versions.keep(post)
    Post.objects.update(title="Second")
    versions.keep(post)
    assert follows(publisher, post).endswith("The post then has to be approved again.")
    put_back(publisher, post, 1, seen=2)
    assert Post.objects.get().state == "in-review"


def follows(client: Client, post: Post) -> str:
    (words,) = soup(client.get(f"/admin/blog/post/{post.pk}/versions/compare/")).select(".restore .quiet:not(button)")
    return words.get_text()


def test_the_list_puts_back_any_version_but_the_newest(publisher: Client) -> None:
    post = make_post("First")
    edited(publisher, post, title="Second")
    page = soup(publisher.get(f"/admin/blog/post/{post.pk}/versions/"))
    (button,) = page.select("td button")
    form = page.find("form", id=str(button["form"]))
    assert form is not None
    assert button.find_parent("form") is not form
    sent = {str(field["name"]): str(field["value"]) for field in form.select("input[name=seen]")}
    publisher.post(str(form["action"]), {**sent, "number": str(button["value"])})
    assert (Post.objects.get().title, numbers(post)) == ("First", [1, 2, 3])
    assert "Readers see it at once." in page.get_text()


def test_a_picture_that_left_the_post_comes_back_with_its_file(
    publisher: Client, django_capture_on_commit_callbacks: Any
) -> None:
    post = make_post("First")
    picture = PostPicture(post=post, alt="A boat", is_lead=True)
    picture.picture.save("x", make_picture())
    versions.keep(post)
    with django_capture_on_commit_callbacks(execute=True):
        picture.delete()
    versions.keep(post)
    put_back(publisher, post, 1, seen=2)
    back = post.pictures.get()
    assert (back.key, back.alt, back.is_lead) == (picture.key, "A boat", True)
    assert back.picture.storage.exists(str(back.picture.name))
    with django_capture_on_commit_callbacks(execute=True):
        post.delete()
    assert not back.picture.storage.exists(str(back.picture.name))


def test_nothing_is_put_back_over_a_change_that_was_not_seen(publisher: Client) -> None:
    post = make_post("First")
    edited(publisher, post, title="Second")
    edited(publisher, post, title="Third")
    assert "Someone changed this post while you looked" in put_back(publisher, post, 1, seen=2)
    assert (Post.objects.get().title, numbers(post)) == ("Third", [1, 2, 3])


def test_who_may_not_change_a_post_looks_and_puts_nothing_back() -> None:
    post = make_post("Up")
    versions.keep(post)
    Post.objects.update(title="Changed")
    versions.keep(post)
    editor, stranger = client_of(make_staff(*EDITOR)), client_of(make_staff("blog.view_author"))
    place = f"/admin/blog/post/{post.pk}/versions/"
    assert editor.get(place).status_code == editor.get(f"{place}compare/").status_code == 200
    assert editor.post(f"{place}restore/", {"number": 1, "seen": 2}).status_code == 403
    assert stranger.get(place).status_code == stranger.get(f"{place}compare/").status_code == 403


@pytest.mark.parametrize("query", ["old=x&new=1", "old=1&new=99", "old=&new=", "new=1", "old=99999999999999&new=1"])
def test_a_version_that_is_not_there_is_no_error(publisher: Client, query: str) -> None:
    post = make_post("First")
    versions.keep(post)
    assert publisher.get(f"/admin/blog/post/{post.pk}/versions/compare/?{query}").status_code in {200, 404}
    assert PostVersion.objects.count() == 1


def test_what_is_typed_into_a_post_runs_nowhere_in_its_versions(publisher: Client) -> None:
    post = make_post("<script>alert(1)</script>")
    versions.keep(post)
    edited(publisher, post, title='<img src=x onerror="alert(2)">')
    for page in ("", "compare/"):
        html = publisher.get(f"/admin/blog/post/{post.pk}/versions/{page}").content.decode()
        assert "<script>alert" not in html
        assert "<img src=x" not in html
