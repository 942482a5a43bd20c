"""From draft to readers and back by named buttons: who may press which, what is kept, and what stands in the way."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from blog import flow
from blog.models import Post, State
from coprod.models import Organisation
from tests.admin.forms import answers_in, errors_in, messages_in, rows_in, send, soup
from tests.admin.rows import EDITOR, PUBLISHER, client_of
from tests.factories import make_author, make_post, make_staff

pytestmark = pytest.mark.django_db
FORM = "post_form"
DRAFT: dict[str, Any] = {"status": Post.Status.DRAFT, "publish_at": None}


def change(post: Post) -> str:
    return f"/admin/blog/post/{post.pk}/change/"


def press(client: Client, post: Post, button: str, /, **changes: Any) -> Any:
    return send(client, change(post), FORM, _move=button, **changes)


def buttons(client: Client, post: Post) -> list[str]:
    return [button.get_text() for button in soup(client.get(change(post))).select(".next-step button[name=_move]")]


def act(client: Client, action: str, *posts: Post) -> list[str]:
    data = {"action": action, "_selected_action": [str(post.pk) for post in posts]}
    return messages_in(client.post("/admin/blog/post/", data, follow=True))


def state(post: Post) -> State:
    return Post.objects.get(pk=post.pk).state


@pytest.fixture
def writer() -> Any:
    return make_staff(*EDITOR)


@pytest.fixture
def publisher() -> Client:
    return client_of(make_staff(*PUBLISHER))


def test_a_post_goes_the_whole_way_and_each_step_is_kept(writer: Any, publisher: Client) -> None:
    post, editor = make_post("The way", **DRAFT), client_of(writer)
    assert press(editor, post, "review", move_note="Please read.", title="The long way").status_code == 302
    assert press(publisher, post, "changes", move_note="Shorter, please.").status_code == 302
    press(editor, post, "review")
    press(publisher, post, "approve")
    press(publisher, post, "publish")
    press(publisher, post, "down", move_note="They asked.")
    press(publisher, post, "back")
    steps = [(step.what, step.from_state, step.to_state) for step in post.moves.order_by("pk")]
    assert steps == [
        ("review", "draft", "in-review"),
        ("changes", "in-review", "draft"),
        ("review", "draft", "in-review"),
        ("approve", "in-review", "approved"),
        ("publish", "approved", "published"),
        ("down", "published", "withdrawn"),
        ("back", "withdrawn", "published"),
    ]
    assert post.moves.order_by("pk")[0].by == writer
    told = soup(publisher.get(change(post))).select_one(".story")
    assert told
    for words in ("Sent for review", "Please read.", "Shorter, please.", "They asked.", writer.username):
        assert words in told.get_text()
    assert Post.objects.get().title == "The long way"  # a button keeps the words too


@pytest.mark.parametrize(
    ("fields", "editors", "publishers"),
    [
        (DRAFT, ["Send for review"], ["Send for review", "Publish now", "Schedule"]),
        (
            DRAFT | {"status": "in-review"},
            [],
            ["Approve", "Ask for changes", "Publish now", "Schedule"],
        ),
        (DRAFT | {"status": "approved"}, [], ["Ask for changes", "Publish now", "Schedule"]),
        (
            {"publish_at": timezone.now() + timedelta(days=3)},
            [],
            ["Publish now", "Schedule", "Do not publish on that day", "Take down on a day"],
        ),
        ({}, [], ["Take down", "Take down on a day"]),
        (
            {"unpublish_at": timezone.now() + timedelta(days=3)},
            [],
            ["Take down", "Take down on a day", "Leave it up"],
        ),
        ({"unpublish_at": timezone.now() - timedelta(minutes=3)}, [], ["Put back"]),
        ({"status": "withdrawn"}, [], ["Put back"]),
        (DRAFT | {"deleted_at": timezone.now()}, ["Take out of the bin"], ["Take out of the bin"]),
    ],
)
def test_only_the_buttons_that_are_possible_and_allowed_are_shown(
    writer: Any, publisher: Client, fields: dict[str, Any], editors: list[str], publishers: list[str]
) -> None:
    post = make_post("Where", **fields)
    assert buttons(client_of(writer), post) == editors
    assert buttons(publisher, post) == publishers


@pytest.mark.parametrize("button", ["approve", "publish", "schedule", "changes", "down", "back", "nonsense"])
def test_a_button_that_was_not_offered_does_nothing(writer: Any, button: str) -> None:
    post = make_post("Mine", **DRAFT | {"status": "in-review"})
    for address in (change(post), f"/admin/blog/post/{post.pk}/move/"):
        data = {"title": "Mine", "_move": button, "move_note": "x", "move_at": "2036-05-01T10:00"}
        client_of(writer).post(address, data)
    assert (state(post), post.moves.count()) == (State.IN_REVIEW, 0)


@pytest.mark.parametrize("extra", [{"status": "published", "publish_at": "2020-01-01"}, {"deleted_at": "2020-01-01"}])
def test_no_state_can_be_slipped_in_with_the_words(writer: Any, extra: dict[str, str]) -> None:
    post = make_post("Draft", **DRAFT)
    more = {"created_by": "1", "state_now": "published", "unpublish_at": "2036-01-01T10:00", "slug": "draft-1"}
    assert send(client_of(writer), change(post), FORM, **extra, **more).status_code == 302
    post.refresh_from_db()
    assert (post.state, post.publish_at, post.unpublish_at, post.created_by_id) == (State.DRAFT, None, None, None)


def test_whoever_read_the_list_before_the_words_changed_does_not_publish_them() -> None:
    Organisation.objects.update_or_create(pk=Organisation.ONLY, defaults={"second_person_approves": True})
    me = make_staff(*PUBLISHER)
    post = make_post("Mine", created_by=me, status=Post.Status.APPROVED, publish_at=None)
    read_before = Post.objects.with_state().get(pk=post.pk)
    assert read_before.state == State.APPROVED
    post.reopen(by=me)
    with pytest.raises(flow.Refused):
        flow.make("publish", read_before, by=me)
    assert state(post) == State.IN_REVIEW


def test_nobody_approves_their_own_where_a_second_person_has_to(client: Client) -> None:
    Organisation.objects.update_or_create(pk=Organisation.ONLY, defaults={"second_person_approves": True})
    me = make_staff(*PUBLISHER)
    post = make_post("Mine", created_by=me, **DRAFT)
    mine = client_of(me)
    assert buttons(mine, post) == ["Send for review"]
    press(mine, post, "review")
    assert buttons(mine, post) == ["Ask for changes"]
    assert "someone else has to approve them" in mine.get(change(post)).content.decode()
    press(mine, post, "approve")
    press(mine, post, "publish")
    assert state(post) == State.IN_REVIEW
    other = client_of(make_staff(*PUBLISHER))
    press(other, post, "approve")
    assert state(post) == State.APPROVED
    press(mine, post, "publish")
    assert client.get(post.get_absolute_url()).status_code == 200


def test_one_person_alone_publishes_where_nobody_else_has_to_agree(publisher: Client) -> None:
    post = make_post("Alone", **DRAFT)
    press(publisher, post, "publish")
    assert [step.what for step in post.moves.order_by("pk")] == ["approve", "publish"]


def test_a_time_to_come_is_uk_time_and_comes_by_itself(publisher: Client, client: Client) -> None:
    post = make_post("In summer", **DRAFT)
    press(publisher, post, "schedule", move_at="2036-07-01T10:00")
    post.refresh_from_db()
    assert post.publish_at == datetime(2036, 7, 1, 9, 0, tzinfo=UTC)
    assert client.get(post.get_absolute_url()).status_code == 404
    (row,) = rows_in(publisher.get("/admin/blog/post/?state=scheduled"))
    assert "Scheduled for 1 July 2036, 10" in row
    press(publisher, post, "unschedule")
    assert state(post) == State.APPROVED


@pytest.mark.parametrize(
    ("moment", "words"),
    [
        ("2036-03-30T01:30", "The clocks change at that time. Choose a time before 1am or after 2am."),
        ("2036-10-26T01:30", "The clocks change at that time. Choose a time before 1am or after 2am."),
        ("", "Enter the day and the time."),
        ("soon", "Enter a day and a time, for example 03/03/2027 10:00."),
    ],
)
@pytest.mark.parametrize("button", ["schedule", "down-later"])
def test_a_time_that_is_none_is_asked_for_again_in_words(
    publisher: Client, button: str, moment: str, words: str
) -> None:
    post = make_post("When", publish_at=timezone.now() + timedelta(days=1))
    page = press(publisher, post, button, move_at=moment, title="Kept as typed")
    assert errors_in(page) == [words]
    assert "Kept as typed" in page.content.decode()
    assert not post.moves.exists()


def test_a_reader_who_kept_a_page_is_not_told_that_it_still_stands(publisher: Client, client: Client) -> None:
    post = make_post("Kept")
    kept = {address: client.get(address)["ETag"] for address in (post.get_absolute_url(), "/blog/", "/blog/feed/")}
    assert client.get("/blog/", headers={"if-none-match": kept["/blog/"]}).status_code == 304
    press(publisher, post, "down")
    again = {one: client.get(one, headers={"if-none-match": tag}).status_code for one, tag in kept.items()}
    assert again == {post.get_absolute_url(): 410, "/blog/": 200, "/blog/feed/": 200}


def test_the_past_is_no_time_to_publish(publisher: Client) -> None:
    post = make_post("Late", **DRAFT)
    page = send(publisher, change(post), FORM, _move="schedule", move_at="2020-01-01T10:00", move_note="At last")
    again = publisher.get(page["Location"])
    assert "Choose a day and time that is still to come." in messages_in(again)[0]
    assert beside(again) == ("At last", "2020-01-01T10:00")


def beside(page: Any) -> tuple[Any, Any]:
    """What stands in the fields that go with the buttons."""
    answers = answers_in(page, FORM)
    return answers["move_note"], answers["move_at"]


@pytest.mark.parametrize(
    ("fields", "pressed", "words"),
    [
        (DRAFT, {"_save": "Save"}, "“Save”. The story is not scheduled for that day. Press “Schedule” to do that."),
        ({}, {"_save": "Save"}, "“Save”. The story does not come down on that day. Press “Take down on a day” to do"),
        (DRAFT, {"_move": "review"}, "“Send for review”. The story is not scheduled for that day."),
        ({}, {"_move": "down"}, "“Take down”. The day was not used."),
    ],
)
def test_a_day_that_the_button_does_not_use_is_spoken_of_and_stays(
    publisher: Client, fields: dict[str, Any], pressed: dict[str, str], words: str
) -> None:
    post = make_post("When", **fields)
    answers = answers_in(publisher.get(change(post)), FORM)
    typed = {"title": "Saved", "move_at": "2036-07-01T10:00", "move_note": "Ann rang."}
    page = publisher.post(change(post), {**answers, **typed, **pressed}, follow=True)
    assert f"You typed a day, and pressed {words}" in " ".join(messages_in(page))
    assert 'value="2036-07-01T10:00"' in page.content.decode() or pressed == {"_move": "down"}
    post.refresh_from_db()
    assert (post.title, post.unpublish_at, post.moves.get().note) == ("Saved", None, "Ann rang.")
    assert 'value="2036-07-01T10:00"' not in publisher.get(change(post)).content.decode()


def test_a_note_is_kept_when_the_post_is_only_saved(writer: Any) -> None:
    post, editor = make_post("Talked about", **DRAFT), client_of(writer)
    page = send(editor, change(post), FORM, move_note="Ann rang: wait a week.")
    assert page["Location"] == "/admin/blog/post/"
    assert "Your note is kept with the post." in messages_in(editor.get(page["Location"]))
    note = post.moves.get()
    assert (note.what, note.note, note.by, note.to_state) == ("note", "Ann rang: wait a week.", writer, "draft")
    assert "Ann rang: wait a week." in soup(editor.get(change(post))).select(".story")[0].get_text()


def test_a_post_comes_down_on_its_day_and_can_be_put_back(publisher: Client, client: Client) -> None:
    post = make_post("For a week")
    press(publisher, post, "down-later", move_at="2036-07-01T10:00")
    assert [row for row in rows_in(publisher.get("/admin/blog/post/?state=coming-down")) if "For a week" in row]
    assert client.get(post.get_absolute_url()).status_code == 200
    Post.objects.update(unpublish_at=timezone.now())
    gone = client.get(post.get_absolute_url())
    assert gone.status_code == 410
    assert "This story was taken down" in gone.content.decode()
    assert "For a week" not in gone.content.decode()
    press(publisher, post, "back")
    assert client.get(post.get_absolute_url()).status_code == 200


def test_what_is_missing_keeps_a_post_from_readers_and_is_said_with_its_place(
    publisher: Client, client: Client
) -> None:
    post = make_post("Bare", standfirst="", authors=[], **DRAFT)
    answer = press(publisher, post, "publish", standfirst="")
    page = soup(publisher.get(answer["Location"]))
    assert {link["href"] for link in page.select(".messagelist a")} >= {"#id_standfirst", "#by_line-group"}
    assert state(post) == State.DRAFT
    Post.objects.update(status=Post.Status.WITHDRAWN)
    press(publisher, post, "back")
    assert client.get(post.get_absolute_url()).status_code == 410


def test_words_that_readers_see_are_for_those_who_may_publish(writer: Any, publisher: Client) -> None:
    post, editor = make_post("Up"), client_of(writer)
    page = soup(editor.get(change(post)))
    assert page.select_one("#id_title") is None
    assert [one.get_text() for one in page.select(".words-shown p")] == ["Once upon a time."]
    assert "New name" not in page.get_text()
    answer = editor.post(change(post), {"title": "Changed"}, follow=True)
    assert Post.objects.get().title == "Up"
    assert "Changed" not in client_of(writer).get(post.get_absolute_url()).content.decode()
    assert answer.redirect_chain == [(change(post), 302)]  # and told so: test_two_editors.py
    assert send(publisher, change(post), FORM, title="Mended").status_code == 302
    assert Post.objects.get().title == "Mended"


def test_changed_words_have_to_be_approved_again(writer: Any, publisher: Client) -> None:
    post = make_post("Fine", **DRAFT | {"status": "approved"})
    send(client_of(writer), change(post), FORM, title="Not so fine")
    assert state(post) == State.IN_REVIEW
    press(publisher, post, "approve", title="Fine again")
    assert state(post) == State.APPROVED


def test_the_list_moves_many_by_the_same_rules(writer: Any, publisher: Client, client: Client) -> None:
    draft, bare = make_post("Draft", **DRAFT), make_post("Bare", authors=[], **DRAFT)
    act(client_of(writer), "publish_now", draft)
    assert state(draft) == State.DRAFT
    said = act(publisher, "publish_now", draft, bare)
    assert [state(draft), state(bare)] == [State.PUBLISHED, State.DRAFT]
    assert "“Draft”: Published" in said
    assert any("“Bare”: Not published yet. Mend this first:" in one for one in said)
    assert "1 post stays as it is" in act(publisher, "publish_now", draft)[0]
    act(publisher, "take_down", draft)
    assert client.get("/blog/draft/").status_code == 410


def test_the_bin_keeps_a_post_whole_for_thirty_days(publisher: Client, client: Client) -> None:
    post = make_post("Precious", authors=[make_author("Ann")], tags=["tea"])
    page = publisher.get(f"/admin/blog/post/{post.pk}/delete/")
    assert "for 30 days" in page.content.decode()
    publisher.post(f"/admin/blog/post/{post.pk}/delete/", {"post": "yes"})
    assert client.get(post.get_absolute_url()).status_code == 410
    assert rows_in(publisher.get("/admin/blog/post/")) == []
    assert len(rows_in(publisher.get("/admin/blog/post/?state=bin"))) == 1
    publisher.post(f"/admin/blog/post/{post.pk}/move/", {"_move": "restore"})
    post.refresh_from_db()
    assert (post.state, post.tags.get().name, post.by_line.get().author.name) == (State.WITHDRAWN, "tea", "Ann")
    assert [step.what for step in post.moves.order_by("pk")] == ["down", "bin", "restore"]


def test_who_may_not_publish_cannot_delete_what_readers_see(writer: Any, client: Client) -> None:
    post, draft = make_post("Up"), make_post("Draft", **DRAFT)
    editor = client_of(writer)
    assert editor.post(f"/admin/blog/post/{post.pk}/delete/", {"post": "yes"}).status_code == 403
    act(editor, "put_in_bin", post, draft)
    act(editor, "delete_selected", post, draft)
    assert (state(post), state(draft)) == (State.PUBLISHED, State.BIN)


def test_the_list_asks_a_fixed_number_of_questions(publisher: Client, django_assert_max_num_queries: Any) -> None:
    for number in range(12):
        make_post(f"Post {number}", tags=[f"tag {number}"])
    for query in ("", "?state=scheduled", "?state=bin", "?q=post&state=published"):
        with django_assert_max_num_queries(12):
            publisher.get(f"/admin/blog/post/{query}")
