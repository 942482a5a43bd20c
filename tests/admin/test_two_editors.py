"""Two people write in one post, one is called away, one is logged out: no words are lost, and none replaced unseen."""

import json
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.utils import timezone

from blog.models import Post, WorkingCopy
from tests.admin.forms import answers_in, errors_in, messages_in, send, soup
from tests.admin.rows import EDITOR, PUBLISHER, client_of
from tests.factories import make_post, make_staff

pytestmark = pytest.mark.django_db
ADD, KEEP, FORM = "/admin/blog/post/add/", "/admin/blog/post/working-copy/", "post_form"
KEY = "0123456789abcdef" * 2


def named(name: str) -> tuple[User, Client]:
    user = make_staff(*PUBLISHER)
    user.first_name = name
    user.save()
    return user, client_of(user)


@pytest.fixture
def ann() -> Client:
    return named("Ann")[1]


@pytest.fixture
def bea() -> Client:
    return named("Bea")[1]


def change(post: Post) -> str:
    return f"/admin/blog/post/{post.pk}/change/"


def keep(client: Client, post: Post | None = None, **words: str) -> Any:
    asked = {"post": str(post.pk) if post else "", "key": KEY}
    return client.post(KEEP, {**asked, "words": json.dumps(words)} if words else asked)


def save(client: Client, post: Post, answers: dict[str, Any], **changes: Any) -> Any:
    return client.post(change(post), {**answers, **changes, "_save": "Save"})


def test_the_second_to_save_is_told_sees_the_difference_and_may_save_on_purpose(ann: Client, bea: Client) -> None:
    post = make_post("The bench", body="<p>We sat by the lock.</p>", standfirst="About a bench.")
    hers, theirs = (answers_in(client.get(change(post)), FORM) for client in (ann, bea))
    assert save(ann, post, hers, body="<p>We sat by the old lock.</p>").status_code == 302

    page = save(bea, post, theirs, body="<p>We slept by the lock.</p>")
    assert errors_in(page) == ["Someone saved this post while you had it open. Nothing of yours is lost."]
    seen = soup(page)
    conflict = seen.select_one(".conflict")
    assert conflict is not None
    assert "Ann saved it" in conflict.get_text(" ")
    assert [tag.get_text() for tag in conflict.select("del")] == ["[–gone: sat –]", "[–gone: old –]"]
    assert [tag.get_text() for tag in conflict.select("ins")] == ["[+new: slept +]"]
    assert "About a bench." not in conflict.get_text()
    post.refresh_from_db()
    assert post.body == "<p>We sat by the old lock.</p>"

    again = answers_in(page, FORM)
    assert again["body"] == "<p>We slept by the lock.</p>"
    assert save(bea, post, again).status_code == 200, "nothing was said on purpose"
    assert save(bea, post, again, replaces=str(post.revision)).status_code == 302
    post.refresh_from_db()
    assert post.body == "<p>We slept by the lock.</p>"


def test_whoever_saves_on_purpose_is_told_again_of_what_they_have_not_seen(ann: Client, bea: Client) -> None:
    post = make_post(standfirst="One.")
    theirs = answers_in(bea.get(change(post)), FORM)
    send(ann, change(post), FORM, standfirst="Two.")
    seen = Post.objects.get().revision
    send(ann, change(post), FORM, standfirst="Three.")
    assert save(bea, post, theirs, standfirst="Mine.", replaces=str(seen)).status_code == 200
    assert Post.objects.get().standfirst == "Three."


@pytest.mark.parametrize("revision", ["", "0", "nonsense", "9" * 30])
def test_a_form_that_does_not_know_what_it_shows_replaces_nothing(ann: Client, revision: str) -> None:
    post = make_post(standfirst="One.")
    answers = answers_in(ann.get(change(post)), FORM)
    assert save(ann, post, answers, standfirst="Two.", revision=revision).status_code == 200
    assert Post.objects.get().standfirst == "One."


def test_every_save_of_a_post_counts_and_names_of_tags_do_not() -> None:
    post = make_post()
    before = post.revision
    post.standfirst = "New."
    post.save(update_fields=["standfirst"])
    assert (post.revision, post.standfirst) == (before + 1, "New.")
    post.index_words()
    assert Post.objects.get().revision == before + 1


def test_what_is_typed_is_kept_apart_offered_again_and_gone_after_a_save(ann: Client, bea: Client) -> None:
    post = make_post("Public", body="<p>As it is.</p>")
    answers = answers_in(ann.get(change(post)), FORM)
    answer = keep(ann, post, title="Half a", body="<p>Half a sen</p>", revision=answers["revision"]).json()
    assert answer["said"].startswith("Saved as a draft at ")
    assert Client().get(post.get_absolute_url()).content.decode().count("Half a sen") == 0
    assert Post.objects.get().title == "Public"

    offer = soup(ann.get(change(post)))
    heading = offer.select_one("#kept-heading")
    assert heading is not None
    assert "We kept what you wrote at" in heading.get_text()
    assert soup(bea.get(change(post))).select_one("#kept-heading") is None, "it is nobody else's"
    use = offer.select_one(".kept a.button")
    assert use is not None
    page = ann.get(change(post) + str(use["href"]))
    restored = answers_in(page, FORM)
    assert (restored["title"], restored["body"]) == ("Half a", "<p>Half a sen</p>")
    assert save(ann, post, restored, title="Whole").status_code == 302
    assert Post.objects.get().title == "Whole"
    assert not WorkingCopy.objects.exists()


def test_what_was_kept_before_another_save_meets_the_same_question(ann: Client, bea: Client) -> None:
    post = make_post(standfirst="One.")
    answers = answers_in(ann.get(change(post)), FORM)
    keep(
        ann,
        post,
        **{name: str(value) for name, value in answers.items() if name in {"title", "revision"}},
        standfirst="A",
    )
    send(bea, change(post), FORM, standfirst="Two.")
    copy = WorkingCopy.objects.with_words().get()
    restored = answers_in(ann.get(f"{change(post)}?copy={copy.pk}"), FORM)
    assert save(ann, post, restored).status_code == 200
    assert Post.objects.get().standfirst == "Two."


def test_a_new_post_is_kept_too_and_offered_after_a_log_out(ann: Client) -> None:
    user = User.objects.get(first_name="Ann")
    key = answers_in(ann.get(ADD), FORM)["copy_key"]
    ann.post(KEEP, {"post": "", "key": key, "words": json.dumps({"title": "A start", "tags": "tea, cake"})})
    ann.logout()
    assert keep(ann, title="More").status_code == 302, "the page is told by a way that leads to the log-in"
    back = client_of(user)
    use = soup(back.get(ADD)).select_one(".kept a.button")
    assert use is not None
    restored = answers_in(back.get(ADD + str(use["href"])), FORM)
    assert (restored["title"], restored["tags"], restored["copy_key"]) == ("A start", "tea, cake", key)
    assert back.post(ADD, {**restored, "_save": "Save"}).status_code == 302
    assert sorted(Post.objects.get().tags.names()) == ["cake", "tea"]
    assert not WorkingCopy.objects.exists()


def test_what_was_kept_can_be_thrown_away_by_its_owner_alone(ann: Client, bea: Client) -> None:
    keep(ann, title="Mine")
    address = f"{KEEP}throw-away/"
    bea.post(address)
    assert ann.get(address).status_code == 405
    assert WorkingCopy.objects.get().words == {"title": "Mine"}
    assert messages_in(ann.post(address, follow=True)) == ["We threw away what you had not saved."]
    assert not WorkingCopy.objects.exists()


def test_who_else_has_a_post_open_is_said_with_the_time_until_they_leave(ann: Client, bea: Client) -> None:
    post = make_post()
    assert keep(ann, post).json()["others"] == ""
    words = keep(bea, post).json()["others"]
    assert words.startswith("Ann (since ")
    assert words.endswith(") has this post open too. Whoever saves second will be asked first.")
    assert words in bea.get(change(post)).content.decode()
    WorkingCopy.objects.filter(user__first_name="Ann").update(seen_at=timezone.now() - timedelta(minutes=3))
    assert keep(bea, post).json()["others"] == ""
    keep(ann, post)
    ann.post(KEEP, {"post": post.pk, "leaving": "1"})
    assert keep(bea, post).json()["others"] == ""


@pytest.mark.parametrize(
    "wrong",
    [
        {"key": "short", "words": "{}"},
        {"key": KEY, "words": "[1]"},
        {"key": KEY, "words": "{"},
        {"key": KEY, "words": '{"title": 1}'},
        {"key": KEY, "words": json.dumps({"title": "a\0b"})},
        {"key": KEY, "words": json.dumps({"title": "half a letter: \ud800"})},
        {"key": KEY, "words": json.dumps({"\udfff": "half a name"})},
        {"key": KEY, "words": json.dumps({"title": "x" * 1_000_001})},
        {"key": KEY, "words": "[" * 100_000},
    ],
)
def test_what_no_form_sends_is_refused(ann: Client, wrong: dict[str, str]) -> None:
    assert ann.post(KEEP, wrong).status_code == 400
    assert not WorkingCopy.objects.exists()


def test_who_may_not_change_posts_keeps_nothing() -> None:
    reader, post = client_of(make_staff("blog.view_post")), make_post()
    assert keep(reader, post, title="x").status_code == 403
    assert keep(reader, title="x").status_code == 403
    assert "data-working-copy" not in reader.get(change(post)).content.decode()


@pytest.mark.parametrize("number", ["", "x", "9" * 30, "999999"])
def test_a_copy_that_is_not_there_changes_nothing(ann: Client, number: str) -> None:
    post = make_post("As stored")
    assert answers_in(ann.get(f"{change(post)}?copy={number}"), FORM)["title"] == "As stored"


def test_the_list_says_how_long_a_post_is(ann: Client) -> None:
    make_post(body=f"<p>{'word ' * 1200}</p>")
    assert "1,200\u00a0words, 6\u00a0min" in ann.get("/admin/blog/post/").content.decode()


def test_a_post_that_moved_on_while_someone_wrote_loses_none_of_their_words(ann: Client) -> None:
    editor, post = client_of(make_staff(*EDITOR)), make_post(status=Post.Status.IN_REVIEW, publish_at=None)
    answers = answers_in(editor.get(change(post)), FORM)
    keep(editor, post)
    post.publish_now()
    said = keep(editor, post, title="Still mine").json()
    assert said["others"].startswith("Someone moved this post on while you wrote.")
    assert WorkingCopy.objects.get().words == {"title": "Still mine"}
    assert "has this post open too" in ann.get(change(post)).content.decode()
    editor.post(KEEP, {"post": post.pk, "leaving": "1"})
    assert "has this post open too" not in ann.get(change(post)).content.decode()
    page = save(editor, post, answers, standfirst="Written to the end")
    assert (page.status_code, page["Location"]) == (302, change(post))
    assert messages_in(editor.get(change(post))) == [said["others"]]
    assert WorkingCopy.objects.get().words["standfirst"] == "Written to the end"
    assert Post.objects.get().standfirst == post.standfirst
