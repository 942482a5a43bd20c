"""Guest pieces in the inbox: read, answer, make a draft of, and keep people's details from those who need them not."""

from uuid import uuid4

import pytest
from django.test import Client

from blog.models import Post, Submission
from coprod.models import StaffAccess
from tests.admin.forms import answers_in, rows_in, soup
from tests.admin.rows import EDITOR, client_of, client_of_administrator, make_facilitator
from tests.factories import make_network, make_picture, make_staff

pytestmark = pytest.mark.django_db


def make_piece(**fields: str) -> Submission:
    fields = {
        "title": "A walk by the sea",
        "piece": "First line.\n\n<script>alert(1)</script> & more.",
        "name": "Greta Guest",
        "role": "Carer",
        "email": "greta@example.org",
        "consent_words": "You may publish it.",
        "consent_review_on": "2027-11-01",
        **fields,
    }
    return Submission.objects.create(key=uuid4(), **fields)


@pytest.fixture
def editor() -> Client:
    return client_of(make_staff(*EDITOR, "blog.view_submission", "blog.change_submission"))


def record(piece: Submission) -> str:
    return f"/admin/blog/submission/{piece.pk}/change/"


def test_the_record_shows_the_piece_its_writer_and_what_they_agreed_to(editor: Client) -> None:
    piece = make_piece()
    page = editor.get(record(piece))
    words = soup(page).get_text(" ", strip=True)
    for part in ("A walk by the sea", "First line.", "<script>", "Greta Guest, Carer", "You may publish it."):
        assert part in words
    assert "<script>alert(1)" not in page.content.decode()
    assert StaffAccess.objects.get().about == piece.reference
    assert len(rows_in(editor.get("/admin/blog/submission/", {"q": "greta"}))) == 1


@pytest.mark.parametrize("kind", ["accept", "changes", "decline"])
def test_what_was_typed_is_saved_on_the_way_to_the_answer(editor: Client, kind: str) -> None:
    piece = make_piece()
    page = editor.get(record(piece))
    assert not soup(page).select(f'a[href$="/{kind}/"]')
    button = soup(page).select_one(f'button[name=answer][value={kind}][form="submission_form"]')
    assert button is not None
    answers = {**answers_in(page, "submission_form"), "staff_notes": "Ring her first.", "note": "Read it twice."}
    answer = editor.post(record(piece), {**answers, "answer": kind})
    assert answer["Location"] == f"/admin/blog/submission/{piece.pk}/{kind}/"
    piece.refresh_from_db()
    assert (piece.staff_notes, piece.status) == ("Ring her first.", "new")
    assert "Note: Read it twice." in editor.get(record(piece)).content.decode()


def test_an_answer_that_is_not_offered_leads_nowhere(editor: Client) -> None:
    piece = make_piece()
    for answer in ("delete", "", "../1"):
        answers = answers_in(editor.get(record(piece)), "submission_form")
        assert editor.post(record(piece), {**answers, "answer": answer})["Location"] == "/admin/blog/submission/"


def test_its_picture_is_for_staff_who_may_read_it_only(editor: Client) -> None:
    piece = make_piece()
    piece.picture.save("sea.png", make_picture())
    address = f"/admin/blog/submission/{piece.pk}/picture/"
    answer = editor.get(address)
    assert answer["Content-Type"] == "image/webp"
    assert "sandbox" in answer["Content-Security-Policy"]
    assert Client().get(address).status_code == 302
    assert client_of(make_staff("blog.view_post")).get(address).status_code == 403
    assert Client().get(piece.picture.url).status_code == 404
    assert editor.get(f"/admin/blog/submission/{make_piece().pk}/picture/").status_code == 404


def test_facilitators_see_no_pieces_and_those_who_read_pieces_see_no_people() -> None:
    piece = make_piece()
    facilitator = client_of(make_facilitator(make_network()))
    for address in ("/admin/blog/submission/", record(piece), f"/admin/blog/submission/{piece.pk}/history/"):
        assert facilitator.get(address).status_code in {302, 403}
    assert facilitator.post(f"/admin/blog/submission/{piece.pk}/accept/").status_code == 403
    reader = client_of(make_staff("blog.view_submission"))
    assert reader.get(record(piece)).status_code == 200
    assert reader.post(f"/admin/blog/submission/{piece.pk}/accept/").status_code == 403
    for people in ("signup", "enquiry", "person", "consent"):
        assert reader.get(f"/admin/networks/{people}/").status_code == 403


def test_a_deleted_piece_is_out_of_the_lists_and_the_counts(editor: Client) -> None:
    piece = make_piece()
    Submission.objects.update(deleted_at=piece.received_at)
    assert rows_in(editor.get("/admin/blog/submission/")) == []
    assert rows_in(editor.get("/admin/inbox/?status=all")) == []
    assert len(rows_in(editor.get("/admin/blog/submission/", {"bin": "1"}))) == 1
    assert client_of_administrator().post(f"/admin/blog/submission/{piece.pk}/accept/").status_code == 404
    assert not Post.objects.exists()
