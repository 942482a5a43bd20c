"""A reader writes a response: it is stored once, held, and shown as plain text when staff let it through."""

import re
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from blog.models import Post, Response
from blog.responses import agreeing
from coprod import guards
from coprod.forms import readable
from coprod.models import OutgoingMail
from tests.admin.rows import client_of
from tests.blog.responses.responding import ANSWERS, Status, form_of, make_response, open_post, send
from tests.factories import make_post, make_staff
from tests.reading import errors_in, text_of, token_of

pytestmark = pytest.mark.django_db


def test_a_response_is_held_until_staff_show_it(client: Client) -> None:
    post = open_post()
    assert f'href="{form_of(post)}"' in text_of(client.get(post.get_absolute_url()))
    answer = send(client, post)
    row = Response.objects.get()
    assert (row.name, row.message, row.status) == ("Nora", ANSWERS["message"], Status.NEW)
    assert (row.looks_automatic, row.consent_version) == (False, agreeing.CURRENT)
    done = [text_of(client.get(answer["Location"])) for _reload in range(2)]
    assert all(row.reference in page and "take it down" in page for page in done)
    assert all("Keep this number if you may want us to take your response down." in page for page in done)
    assert "Nora" not in text_of(client.get(post.get_absolute_url()))
    row.move(status=Status.SHOWN, assignee_id=None)
    page = text_of(client.get(post.get_absolute_url()))
    assert "<bdi>Nora</bdi>" in page
    assert "<p>Thank you.<br>This helped me.</p>" in page
    assert "1 response from a reader" in page
    assert not OutgoingMail.objects.exists()


def test_a_story_takes_no_responses_until_staff_say_so(client: Client) -> None:
    post = make_post("Quiet")
    page = text_of(client.get(post.get_absolute_url()))
    assert "esponse" not in page
    answer = client.get(form_of(post))
    assert answer.status_code == 410
    assert "takes no new responses" in text_of(answer)


def test_what_was_typed_is_not_lost_when_the_story_closes_meanwhile(client: Client) -> None:
    post = open_post()
    token = token_of(client.get(form_of(post)))
    Post.objects.update(responses_open=False)
    answer = client.post(form_of(post), {**ANSWERS, "token": token})
    assert answer.status_code == 410
    assert "This helped me." in text_of(answer)
    assert "no-store" in answer["Cache-Control"]
    assert not Response.objects.exists()


def test_a_retry_after_the_story_has_closed_hears_that_it_was_stored(client: Client) -> None:
    post = open_post()
    sent = {**ANSWERS, "token": token_of(client.get(form_of(post)))}
    first = client.post(form_of(post), sent)
    Post.objects.update(responses_open=False)
    assert client.post(form_of(post), sent)["Location"] == first["Location"]


def test_staff_who_look_at_a_draft_are_told_where_responses_will_stand() -> None:
    post = open_post(status=Post.Status.DRAFT)
    page = text_of(client_of(make_staff("blog.view_post")).get(post.get_absolute_url()))
    assert "Readers can respond here once the story is public." in page
    assert "respond/" not in page


def test_a_closed_story_still_shows_what_was_shown(client: Client) -> None:
    post = make_post("Old")
    make_response(post)
    page = text_of(client.get(post.get_absolute_url()))
    assert "Nora" in page
    assert "respond/" not in page


def test_what_is_missing_is_said_in_words_and_what_was_typed_stays(client: Client) -> None:
    post = open_post()
    page = send(client, post, name=" ", message="Half a thought")
    assert errors_in(page) == ["Enter a name. A first name is fine"]
    assert "Half a thought" in text_of(page)
    assert "<title>Error:" in text_of(page)
    assert errors_in(send(client, post, message="")) == ["Write your response"]
    too_long = send(client, post, message="x" * 3001)
    assert errors_in(too_long) == ["This has 3,001 characters. Please use 3,000 or fewer."]
    assert not Response.objects.exists()


def test_a_double_click_a_refresh_and_a_retry_store_one(client: Client) -> None:
    post = open_post()
    token = token_of(client.get(form_of(post)))
    answers = [client.post(form_of(post), {**ANSWERS, "token": token}) for _time in range(4)]
    assert Response.objects.count() == 1
    assert len({answer["Location"] for answer in answers}) == 1
    assert all(client.get(answer["Location"]).status_code == 200 for answer in answers)
    client.post(form_of(post), {**ANSWERS, "token": token, "message": "I meant this."})
    assert Response.objects.count() == 2, "an answer put right after Back is not lost"


def test_a_post_without_its_safety_code_shows_the_form_again() -> None:
    post, strict = open_post(), Client(enforce_csrf_checks=True)
    answer = strict.post(form_of(post), ANSWERS)
    assert answer.status_code == 403
    assert "This helped me." in text_of(answer)
    assert "press the button once more" in text_of(answer)
    assert not Response.objects.exists()


@pytest.mark.parametrize("how", [{"website": "x"}, {"token": "forged"}])
def test_what_looks_automatic_is_marked_and_the_sender_sees_no_difference(client: Client, how: dict[str, str]) -> None:
    post = open_post()
    answer = send(client, post, **how)
    assert Response.objects.get().looks_automatic
    assert "we have your response" in text_of(client.get(answer["Location"]))


def test_a_flood_from_one_address_is_stopped_with_the_phone_number(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(guards, "FLOOD", 1)
    post = open_post()
    assert send(client, post).status_code == 302
    stopped = send(client, post)
    assert stopped.status_code == 429
    assert "01632 960000" in text_of(stopped)


HIDDEN: list[dict[str, Any]] = [{"status": Post.Status.DRAFT}, {"status": Post.Status.WITHDRAWN}]


@pytest.mark.parametrize("hidden", HIDDEN, ids=lambda fields: str(fields["status"]))
def test_responses_of_a_hidden_story_are_hidden_everywhere(client: Client, hidden: dict[str, Any]) -> None:
    post = open_post(slug="sea")
    row = make_response(post, name="Zanzibar", message="Zanzibar")
    own = f"/blog/sea/responses/{row.pk}/report/"
    below = ["/blog/sea/", form_of(post), "/blog/sea/responses/", own, "/blog/sea/responses/reported/"]
    assert all(client.get(address).status_code == 200 for address in below)
    everywhere = ["/", "/blog/", "/blog/feed/", "/blog/feed/rss/", "/sitemap.xml", "/search/?q=thank"]
    for address in everywhere:
        assert "Zanzibar" not in text_of(client.get(address)), "the responses stand at their own story only"
    Post.objects.update(**hidden)
    gone = [client.get(address) for address in below]
    assert {page.status_code for page in gone} <= {404, 410}
    assert not any("Zanzibar" in text_of(page) for page in gone)
    assert client.post(own).status_code == 404
    assert client.post(form_of(post), ANSWERS).status_code == 404
    receipt = client.get(f"/blog/sea/respond/done/{row.key}/")
    assert receipt.status_code == 200
    assert "Zanzibar" not in text_of(receipt)
    assert "By the sea" not in text_of(receipt)
    assert not Response.objects.public().exists()


def test_many_responses_have_a_page_of_their_own(client: Client) -> None:
    post = open_post()
    for number in range(23):
        make_response(post, name=f"Reader {number:02}", days=number)
    make_response(post, Status.NEW, name="Held")
    page = text_of(client.get(post.get_absolute_url()))
    assert "23 responses from readers" in page
    assert re.findall(r"<b><bdi>(.*?)</bdi>", page) == [f"Reader {number:02}" for number in range(20)]
    assert "Read all 23 responses" in page
    pages = [text_of(client.get(f"{post.get_absolute_url()}responses/?page={number}")) for number in (1, 2, 3)]
    names = [name for page in pages for name in re.findall(r"<b><bdi>(.*?)</bdi>", page)]
    assert names == [f"Reader {number:02}" for number in range(23)]


def test_responses_cost_the_page_of_a_story_no_further_question(client: Client) -> None:
    post, quiet = open_post(), make_post()

    def queries(address: str) -> int:
        with CaptureQueriesContext(connection) as asked:
            answer = client.get(address)
        assert not answer.cookies
        return len(asked)

    client.get("/")
    least = queries(quiet.get_absolute_url())
    assert queries(post.get_absolute_url()) == least
    make_response(post, Status.NEW)
    assert queries(post.get_absolute_url()) == least
    for _number in range(5):
        make_response(post)
    assert queries(post.get_absolute_url()) == least


HOSTILE = [
    "<script>alert('owned')</script>",
    "'\"><img src=x onerror=alert('owned')>",
    "http://evil.test www.evil.test x@evil.test",
    "{{ 7*7 }}{% debug %}",
    "a\u202egnp.exe",
    "\u200b\u200bA\u0301\u0489",
    "\u2066\u2067abc",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_names_and_words_are_text_on_every_page_that_shows_them(client: Client, text: str) -> None:
    post = open_post(slug="sea")
    send(client, post, name=text, message=f"{text}\n\n{text}")
    row = Response.objects.get()
    assert row.name == readable(text).strip()
    row.move(status=Status.SHOWN, assignee_id=None)
    for address in ("/blog/sea/", "/blog/sea/responses/", f"/blog/sea/responses/{row.pk}/report/"):
        page = client.get(address).content.decode()
        assert "<script>alert" not in page
        assert "<img src=x" not in page
        assert not re.search(r'href="[^"]*evil', page), "no link is made"
        assert "{{ 7*7 }}" in page or "7*7" not in text
        assert re.search(r"<bdi>[^<]*</bdi>", page)
        assert 'class="responses__words" dir="auto"' in page


@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(name=st.text(max_size=120), message=st.text(max_size=300))
def test_whatever_is_typed_is_stored_as_typed_or_refused_in_words(client: Client, name: str, message: str) -> None:
    Response.objects.all().delete()
    post = Post.objects.first() or open_post()
    answer = send(client, post, name=name, message=message)
    assert answer.status_code in {200, 302}
    if answer.status_code == 200:
        assert errors_in(answer)
        return
    row = Response.objects.get()
    assert row.message == readable(message).strip()
    row.move(status=Status.SHOWN, assignee_id=None)
    assert client.get(post.get_absolute_url()).status_code == 200


def test_the_database_holds_no_response_without_name_or_words() -> None:
    post = open_post()
    broken: list[dict[str, Any]] = [{"name": ""}, {"message": ""}]
    for fields in broken:
        with pytest.raises(IntegrityError, match="response_has_name_and_words"), transaction.atomic():
            make_response(post, **fields)


def test_a_tag_or_an_author_may_be_called_like_a_page_of_responses(client: Client) -> None:
    make_post(tags=["respond"])
    assert client.get("/blog/tag/respond/").status_code == 200
