"""Staff accept a guest piece, ask for changes, or decline it: in words of their own, once, and written down."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.contrib.admin.models import LogEntry
from django.db import connection
from django.test import Client
from django.utils import timezone

from blog.models import Author, Post, Submission
from coprod.keeping import purging
from coprod.models import OutgoingMail, StaffAccess
from tests.admin.answering import WORDS, address, answer, opened
from tests.admin.forms import messages_in, soup, take_step
from tests.admin.rows import EDITOR, client_of, client_of_administrator
from tests.admin.test_guest_pieces import make_piece
from tests.factories import make_author, make_picture, make_post, make_staff
from tests.reading import text_of

pytestmark = pytest.mark.django_db
KINDS = {"accept": "accepted", "changes": "changes", "decline": "declined"}


@pytest.fixture
def staff() -> Client:
    return client_of(make_staff(*EDITOR, "blog.view_submission", "blog.change_submission"))


def record(client: Client, piece: Submission) -> str:
    return soup(client.get(piece.get_absolute_url())).get_text(" ", strip=True)


@pytest.mark.parametrize(("kind", "status"), KINDS.items())
def test_an_answer_sends_the_words_of_staff_once_and_is_written_down(staff: Client, kind: str, status: str) -> None:
    piece = make_piece()
    form = {**opened(staff, piece, kind), "words": WORDS, "send": "yes"}
    assert not OutgoingMail.objects.exists(), "nothing happens on opening the page"
    answers = [staff.post(address(piece, kind), form) for _click in range(3)]
    assert len({page["Location"] for page in answers}) == 1
    mail = OutgoingMail.objects.get()
    assert (mail.event, mail.recipient, mail.reference) == ("piece_answered", "greta@example.org", piece.reference)
    assert mail.text.startswith(WORDS)
    assert "<p>this is lovely.</p>" in mail.html
    piece.refresh_from_db()
    assert piece.status == status
    entry = LogEntry.objects.get()
    assert WORDS in entry.change_message
    story = record(staff, piece)
    assert entry.user.get_username() in story
    assert piece.get_status_display() in story
    assert piece.get_status_display() in text_of(staff.get("/admin/inbox/?status=all"))
    assert StaffAccess.objects.filter(about=piece.reference).count() >= 2


@pytest.mark.parametrize("kind", KINDS)
def test_the_words_to_begin_with_are_kind_and_plain_and_repeat_nothing_of_the_form(staff: Client, kind: str) -> None:
    piece = make_piece(name="Zanzibar", title="Zanzibar", role="Zanzibar", piece="http://zanzibar.test")
    form = opened(staff, piece, kind)
    assert form["words"].startswith("Hello\n\nThank you for the piece that you offered us")
    filled = "\n".join(line for line in form["words"].splitlines() if not line.startswith("["))
    staff.post(address(piece, kind), {**form, "words": filled, "send": "yes"})
    mail = OutgoingMail.objects.get()
    assert "zanzibar" not in f"{mail.subject}{mail.text}{mail.html}".lower()
    assert "01632 960000" in mail.text
    assert piece.reference in mail.text
    assert mail.is_unverified, "counted, shown to the writer who asks what we hold, and flagged when it fails"


@pytest.mark.parametrize("kind", ["changes", "decline"])
def test_words_that_nobody_has_finished_are_not_sent(staff: Client, kind: str) -> None:
    piece = make_piece()
    form = opened(staff, piece, kind)
    for words in (form["words"], "", "  "):
        page = staff.post(address(piece, kind), {**form, "words": words, "send": "yes"})
        assert "Nothing was sent" in text_of(page)
    assert "Write a few words to the writer." in text_of(page)
    assert not OutgoingMail.objects.exists()
    assert Submission.objects.get().status == "new"
    assert "[sic]" in text_of(
        answer(staff, piece, kind, words="Your [sic] words") and staff.get(piece.get_absolute_url())
    )


def test_looking_at_the_message_shows_it_as_it_arrives_and_sends_nothing(staff: Client) -> None:
    piece = make_piece()
    form = {**opened(staff, piece, "decline"), "words": WORDS, "look": "yes"}
    page = text_of(staff.post(address(piece, "decline"), form))
    assert "This is how it arrives" in page
    assert "About the piece that you offered us" in page
    assert page.count("this is lovely.") == 2
    assert "/not-me/" in page
    assert f"{piece.key}/…/" in page, "the proof of whose mail it is stands in the mail only"
    assert not OutgoingMail.objects.exists()
    assert Submission.objects.get().status == "new"


def test_a_writer_with_a_phone_only_is_phoned(staff: Client) -> None:
    piece = make_piece(email="", phone="01632 960444")
    page = text_of(staff.get(address(piece, "decline")))
    assert 'href="tel:01632960444"' in page
    assert "Hello, this is Coprod." in page
    assert "See how it arrives" not in page
    assert "I have phoned" in page
    answer(staff, piece, "decline", words="Said it kindly.")
    assert not OutgoingMail.objects.exists()
    assert LogEntry.objects.get().change_message == "Declined. Told by phone:\nSaid it kindly."
    assert Submission.objects.get().status == "declined"


def test_a_writer_with_both_may_be_phoned_instead(staff: Client) -> None:
    piece = make_piece(phone="01632 960444")
    assert "?by=phone" in text_of(staff.get(address(piece, "accept")))
    answer(staff, piece, "accept", "?by=phone")
    assert not OutgoingMail.objects.exists()
    assert Submission.objects.get().status == "accepted"
    assert "?by=phone" not in text_of(staff.get(address(make_piece(), "accept") + "?by=phone"))


def test_an_accepted_piece_is_one_draft_with_all_that_came_with_it(staff: Client) -> None:
    piece = make_piece(piece="First line.\nSecond.\n\n<script>alert(1)</script> & more.", organisation="Hilltop Club")
    piece.picture.save("sea.png", make_picture(), save=False)
    piece.picture_alt = "The sea"
    piece.save()
    locations = {answer(staff, piece, "accept")["Location"] for _time in range(2)}
    post = Post.objects.get()
    assert locations == {f"/admin/blog/post/{post.pk}/change/"}
    assert (post.status, post.title, post.is_public) == ("draft", "A walk by the sea", False)
    assert "<p>First line.<br>Second.</p>" in post.body
    assert "<script>" not in post.body
    line = post.by_line.get()
    assert str(line) == "Greta Guest, Carer, Hilltop Club"
    assert (line.consent_given_by, line.consented_on) == ("Greta Guest", timezone.localdate(piece.consented_at))
    assert f"{line.consent_review_on}" == "2027-11-01"
    picture = post.pictures.get()
    assert (picture.alt, picture.is_lead, picture.consent_given_by) == ("The sea", True, "Greta Guest")
    assert picture.picture.name != piece.picture.name
    assert Author.objects.count() == 1
    assert str(post.pk) in text_of(staff.get(piece.get_absolute_url()))
    assert Client().get(post.get_absolute_url()).status_code == 404
    assert staff.get(address(piece, "decline")).status_code == 404, "what is a draft is thrown away first"


def test_an_author_of_the_same_name_is_offered_and_never_taken_without_asking(staff: Client) -> None:
    known = make_author("greta  \u200bGuest", role="Nurse")
    piece = make_piece()
    page = answer(staff, piece, "accept")
    assert "Choose who wrote it." in text_of(page)
    assert WORDS.splitlines()[2] in text_of(page), "what was typed stays"
    assert not OutgoingMail.objects.exists()
    answer(staff, piece, "accept", author=str(known.pk))
    line = Post.objects.get().by_line.get()
    assert (line.author, line.role) == (known, "Carer")
    known.refresh_from_db()
    assert known.role == "Nurse"
    answer(staff, make_piece(), "accept", author="new")
    assert Author.objects.count() == 2
    page = answer(staff, make_piece(name="Greta Guestling"), "accept")
    assert page.status_code == 302, "another name is asked about nobody"


def test_a_declined_piece_is_on_its_clock_and_can_be_taken_up_again(staff: Client) -> None:
    piece = make_piece()
    answer(staff, piece, "decline")
    assert "if nothing more is done about it" in record(staff, piece)
    page = take_step(staff, piece, "new")
    assert messages_in(page) == [f"{piece.reference}: Declined, now New."]
    answer(staff, piece, "decline")
    answer(staff, piece, "accept")
    assert Submission.objects.get().status == "accepted"
    other = make_piece()
    answer(staff, other, "decline")
    Submission.objects.filter(pk=other.pk).update(updated_at=timezone.now() - timedelta(days=181))
    assert purging.purge() == {"guest-pieces": 1}
    assert Submission.objects.get() == piece


def test_whoever_opened_the_page_before_someone_else_answered_is_told_and_loses_no_word(staff: Client) -> None:
    piece = make_piece()
    late = {**opened(staff, piece, "accept"), "words": WORDS, "send": "yes"}
    answer(client_of_administrator(), piece, "decline")
    page = staff.post(address(piece, "accept"), late)
    assert "Someone else has moved this piece on" in text_of(page)
    assert "this is lovely." in text_of(page)
    assert not Post.objects.exists()
    assert OutgoingMail.objects.count() == 1
    form: Any = soup(page).select_one("form.answer")
    again = {control["name"]: control["value"] for control in form.select("input[type=hidden]")}
    staff.post(address(piece, "accept"), {**again, "words": WORDS, "send": "yes"})
    assert Post.objects.count() == 1


def test_an_address_that_had_enough_mail_this_hour_is_said_and_nothing_changes(staff: Client) -> None:
    for number in range(3):
        OutgoingMail.objects.create(
            recipient="greta@example.org", subject="x", event="x", message_id=str(number), is_unverified=True
        )
    piece = make_piece()
    page = answer(staff, piece, "accept")
    assert "several messages in one hour" in text_of(page)
    assert OutgoingMail.objects.count() == 3
    assert not Post.objects.exists()
    assert Submission.objects.get().status == "new"


def test_only_those_who_may_answer_do_and_never_whoever_did_not_write(staff: Client) -> None:
    piece = make_piece()
    may_not = client_of(make_staff(*EDITOR, "blog.view_submission"))
    no_posts = client_of(make_staff("blog.view_submission", "blog.change_submission"))
    for kind in KINDS:
        assert may_not.get(address(piece, kind)).status_code == 403
        assert may_not.post(address(piece, kind), {"send": "yes"}).status_code == 403
    assert no_posts.post(address(piece, "accept"), {"send": "yes"}).status_code == 403
    assert no_posts.get(address(piece, "decline")).status_code == 200
    assert "Accept it" not in record(no_posts, piece)
    assert "Accept it…" in record(staff, piece)
    Submission.objects.update(not_me_at=timezone.now())
    assert "Answer the writer" not in record(staff, piece)
    for kind in KINDS:
        assert staff.get(address(piece, kind)).status_code == 404
        assert staff.post(address(piece, kind), {"send": "yes"}).status_code == 404
    assert not OutgoingMail.objects.exists()


def test_a_draft_that_was_thrown_away_can_be_made_anew(staff: Client) -> None:
    piece = make_piece()
    answer(staff, piece, "accept")
    Post.objects.update(deleted_at=timezone.now())
    answer(staff, piece, "accept", author="new")
    assert Post.objects.filter(deleted_at=None).count() == 1


def test_words_with_marks_that_no_page_holds_are_sent_without_them(staff: Client) -> None:
    answer(staff, make_piece(), "decline", words="Dear\0 Greta\x07,\r\nBcc: all@example.org")
    mail = OutgoingMail.objects.get()
    assert mail.text.startswith("Dear Greta,\nBcc: all@example.org")
    assert mail.recipient == "greta@example.org"


def test_a_piece_without_any_way_to_its_writer_can_still_be_answered(staff: Client) -> None:
    piece = make_piece(email="")
    assert "no e-mail address and no phone number" in text_of(staff.get(address(piece, "decline")))
    answer(staff, piece, "decline")
    assert Submission.objects.get().status == "declined"


def test_a_forged_form_is_refused_in_words(staff: Client) -> None:
    make_post()
    piece = make_piece()
    for broken in ({"key": "x"}, {"was": ""}, {"author": "999999"}):
        page = answer(staff, piece, "accept", **{"key": str(uuid4()), **broken})
        assert page.status_code in {200, 302}
    assert Post.objects.count() == 2
    assert connection.is_usable()
