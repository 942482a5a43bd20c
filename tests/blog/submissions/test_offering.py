"""People who offer a piece for the blog: what is asked, what is stored, and what they agree to."""

import re
import unicodedata
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from blog.models import Submission
from blog.submissions import agreeing
from coprod.models import Draft
from tests.blog.submissions.writing import START, Writer
from tests.reading import errors_in, text_of

pytestmark = pytest.mark.django_db
NAMES = ["O'Connor", "Ng", "O", "Llŷr", "张伟", "محمد", "n" * 300, "Ann 🌻", "e\u0301"]


def test_the_home_page_and_the_stories_lead_to_it(client: Client) -> None:
    for page in ("/", "/blog/"):
        assert f'href="{START}"' in client.get(page).content.decode()


def test_the_start_says_what_to_expect_and_how_else_it_can_be_done(writer: Writer) -> None:
    page = text_of(writer.open())
    for words in ("What makes a good piece", "Payment", "by phone", "We publish nothing before you have seen it"):
        assert words in page
    assert 'href="/contact/call-me-back/"' in page
    assert "01632 960000" in page
    assert f'href="{START}piece/"' in page


def test_a_piece_is_stored_as_it_was_written(writer: Writer) -> None:
    done = writer.offer()
    piece = Submission.objects.get()
    assert done["Location"] == f"{START}done/{piece.key}/"
    assert (piece.title, piece.piece) == ("By the sea", "We walk by the sea.\n\nIt helps.")
    assert (piece.name, piece.role, piece.organisation) == ("Ann Lee", "Carer", "Harbour Group")
    assert (piece.email, piece.phone) == ("ann@example.org", "01632 960001")
    assert (piece.status, piece.looks_automatic, piece.post) == ("new", False, None)
    assert not piece.picture


def test_a_name_an_idea_and_one_way_to_reach_them_are_enough(writer: Writer) -> None:
    writer.offer(
        piece={"piece": "About tea."},
        title={"title": "Tea"},
        by_line={"name": "Ann"},
        reach={"phone": "01632 960001"},
    )
    assert Submission.objects.get().email == ""


def test_the_page_of_answers_shows_the_by_line_as_it_will_read(writer: Writer) -> None:
    page = text_of(writer.write())
    assert "By Ann Lee, Carer, Harbour Group" in page
    assert "By the sea" in page
    assert "We walk by the sea.<br><br>It helps." in page
    for step in ("piece", "title", "by-line", "reach", "picture", "consent"):
        leads_to = re.search(rf'href="({START}{step}/\?change=yes)(?:#(id_\w+))?"', page)
        assert leads_to, step
        assert f' id="{leads_to[2]}"' in text_of(writer.client.get(leads_to[1])) or not leads_to[2], step
    assert "Send my piece" in page
    assert not Submission.objects.exists()


def test_the_by_line_reads_well_without_a_role(writer: Writer) -> None:
    assert "By Ann Lee<" in text_of(writer.write(by_line={"name": "Ann Lee", "role": "", "organisation": " "}))


@pytest.mark.parametrize(
    ("step", "answer", "words"),
    [
        ("piece", {"piece": "  "}, "Write your piece, or a few lines about it"),
        ("piece", {"piece": "x" * 50_001}, "This has 50,001 characters. Please use 50,000 or fewer."),
        ("title", {"title": ""}, "Enter a title, or a few words about your piece"),
        ("title", {"title": "x" * 301}, "This has 301 characters. Please use 300 or fewer."),
        ("by-line", {"name": ""}, "Enter your name"),
        ("by-line", {"name": "Ann", "role": "x" * 201}, "This has 201 characters. Please use 200 or fewer."),
        ("reach", {"email": "", "phone": ""}, "Enter your e-mail address or your phone number"),
        ("reach", {"email": "ann at home"}, "Enter an e-mail address like name@example.org"),
        ("reach", {"phone": "later"}, "Enter a phone number, like 01632 960001"),
        ("consent", {}, "Tick the box to say that we may publish your piece"),
    ],
)
def test_what_is_wrong_is_said_in_words(writer: Writer, step: str, answer: dict[str, Any], words: str) -> None:
    page = writer.post(step, answer, writer.write(until=step))
    assert page.status_code == 200
    assert errors_in(page) == [words]
    assert "<title>Error: " in text_of(page)
    assert not Submission.objects.exists()


def test_a_piece_of_fifty_thousand_letters_is_kept_whole(writer: Writer) -> None:
    long = ("Llŷr 👩🏽‍🤝‍👩🏻 walks.\n" * 5_000)[:49_999] + "."
    writer.offer(piece={"piece": long})
    assert Submission.objects.get().piece == long


@pytest.mark.parametrize("name", NAMES)
def test_real_names_are_stored_as_typed(writer: Writer, name: str) -> None:
    writer.offer(by_line={"name": f" {name} "})
    assert Submission.objects.get().name == unicodedata.normalize("NFC", name)


def test_what_was_typed_is_shown_as_text_and_never_runs(writer: Writer) -> None:
    typed = "<script>alert(1)</script>"
    page = writer.write(piece={"piece": typed}, title={"title": typed}, by_line={"name": typed})
    assert typed not in page.content.decode()
    assert page.content.decode().count("&lt;script&gt;") == 3


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(text=st.text(max_size=300), line=st.text(max_size=60))
def test_any_text_gets_an_answer(text: str, line: str) -> None:
    writer = Writer()
    opened = writer.open("piece")
    fields = {"title": "title", "by-line": "name", "reach": "phone", "picture": "picture_alt"}
    for step, field in {"piece": "piece", **fields}.items():
        typed = (text if step == "piece" else line).encode(errors="replace").decode()
        assert writer.post(step, {field: typed}, opened).status_code in {200, 302}


# ---- what they agree to


def test_what_was_agreed_to_is_stored_word_for_word_with_the_day_to_ask_again(writer: Writer) -> None:
    page = text_of(writer.write(until="consent"))
    words = str(agreeing.STATEMENTS[agreeing.CURRENT].piece)
    assert words in page
    assert " checked" not in page
    writer.offer()
    piece = Submission.objects.get()
    assert (piece.consent_words, piece.consent_version) == (words, agreeing.CURRENT)
    assert timezone.now() - piece.consented_at < timedelta(minutes=5)
    assert piece.consent_review_on == agreeing.year_after(timezone.localdate())


def test_the_words_that_were_shown_are_stored_even_if_there_are_newer_ones(
    writer: Writer, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = writer.write(until="consent")
    shown = agreeing.STATEMENTS[agreeing.CURRENT]
    newer = agreeing.Statement(piece="Other words, new since this morning.", picture="Others.")
    monkeypatch.setitem(agreeing.STATEMENTS, 2, newer)
    monkeypatch.setattr(agreeing, "CURRENT", 2)
    writer.post("consent", {"agree_piece": "on"}, page)
    writer.send()
    assert Submission.objects.get().consent_words == str(shown.piece)
    assert str(newer.piece) in text_of(Writer().write(until="consent"))


@pytest.mark.parametrize(
    ("day", "year_on"),
    [
        (date(2027, 3, 1), date(2028, 3, 1)),
        (date(2028, 2, 29), date(2029, 2, 28)),
        (date(2027, 2, 28), date(2028, 2, 28)),
    ],
)
def test_the_day_to_ask_again_is_a_year_on(day: date, year_on: date) -> None:
    assert agreeing.year_after(day) == year_on


# ---- once, kept for a day, and gone when asked for


def test_the_same_piece_sent_again_is_one_with_the_same_reference(writer: Writer) -> None:
    page = writer.write()
    done = [writer.send(page)["Location"] for _time in range(3)]
    assert len(set(done)) == 1
    piece = Submission.objects.get()
    for _time in range(2):
        shown = writer.client.get(done[0])
        assert piece.reference in text_of(shown)
        assert "Ann Lee" not in text_of(shown)
        assert "no-store" in shown["Cache-Control"]
    assert writer.client.post(done[0]).status_code == 405


def test_a_second_piece_is_a_second_one(writer: Writer) -> None:
    writer.offer()
    writer.offer(title={"title": "Another"})
    assert set(Submission.objects.values_list("title", flat=True)) == {"By the sea", "Another"}


def test_answers_can_be_deleted_from_every_page(writer: Writer) -> None:
    writer.write()
    for step in ("piece", "title", "by-line", "reach", "picture", "consent", "check"):
        assert f'href="{START}delete/"' in text_of(writer.open(step)), step
    answer = writer.post("delete", {})
    assert "Your answers are deleted." in text_of(writer.client.get(answer["Location"]))
    assert not Draft.objects.exists()


def test_a_page_without_its_safety_code_is_shown_again_with_what_was_typed() -> None:
    strict = Writer(Client(enforce_csrf_checks=True))
    answer = strict.post("piece", {"piece": "A long text"}, strict.open("piece"))
    assert answer.status_code == 403
    assert "A long text" in text_of(answer)
    assert not Draft.objects.exists()


def test_a_robot_sees_the_same_page_and_its_piece_waits_for_staff(writer: Writer) -> None:
    done = writer.offer(title={"title": "Buy", "website": "https://evil.example"})
    assert "Thank you, we have your piece" in text_of(writer.client.get(done["Location"]))
    assert Submission.objects.get().looks_automatic


@pytest.mark.parametrize("extra", [{"status": "closed"}, {"post": "1"}, {"id": "7"}, {"looks_automatic": "on"}])
def test_what_nobody_asked_for_is_not_heard(writer: Writer, extra: dict[str, str]) -> None:
    writer.offer(title={"title": "By the sea", **extra})
    piece = Submission.objects.get()
    assert (piece.status, piece.post, piece.looks_automatic) == ("new", None, False)
