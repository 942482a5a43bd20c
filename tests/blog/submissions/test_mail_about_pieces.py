"""The mail about a piece: to its writer, and to staff who answer writers. It says that it came, never what it says."""

import re
from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.utils import timezone

from blog.models import Post, Submission
from coprod.models import Organisation, OutgoingMail
from tests.blog.submissions.writing import Writer
from tests.factories import make_staff
from tests.reading import text_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor() -> User:
    editor = make_staff("blog.change_submission")
    editor.email = "editor@example.org"
    editor.save()
    return editor


def mail(event: str) -> OutgoingMail:
    return OutgoingMail.objects.get(event=event)


def not_me_link() -> str:
    found = re.search(r"http://testserver(/blog/write-for-us/not-me/\S+)", mail("piece_received").text)
    assert found
    return found[1]


def test_the_writer_is_told_what_happens_next(writer: Writer) -> None:
    writer.offer()
    told = mail("piece_received")
    reference = Submission.objects.get().reference
    assert (told.recipient, told.subject, told.reference) == ("ann@example.org", "We have your piece", reference)
    for text in (told.text, told.html):
        assert reference in text
        assert "within 10 working days" in text
        assert "01632 960000" in text
        assert "/not-me/" in text


def test_a_writer_without_e_mail_is_not_written_to(writer: Writer) -> None:
    writer.offer(reach={"phone": "01632 960001"})
    assert not OutgoingMail.objects.filter(event="piece_received").exists()


def test_staff_who_answer_writers_are_told_and_nobody_else(writer: Writer, editor: User) -> None:
    User.objects.create_superuser("root", "root@example.org")
    other = make_staff("blog.change_post")
    other.email = "other@example.org"
    other.save()
    writer.offer()
    told = mail("piece_offered")
    assert told.recipient == "editor@example.org"
    assert told.subject == f"Someone offered a piece – {Submission.objects.get().reference}"
    assert "http://testserver/admin/" in told.text


def test_without_such_staff_the_organisation_is_told_or_the_administrators(writer: Writer) -> None:
    User.objects.create_superuser("root", "root@example.org")
    writer.offer()
    assert mail("piece_offered").recipient == "root@example.org"
    OutgoingMail.objects.all().delete()
    Organisation.objects.update_or_create(pk=Organisation.ONLY, defaults={"email": "team@example.org"})
    writer.offer()
    assert mail("piece_offered").recipient == "team@example.org"


@pytest.mark.usefixtures("editor")
def test_no_mail_holds_anything_that_was_typed(writer: Writer) -> None:
    writer.offer_with_picture(
        piece={"piece": "MARKER"},
        title={"title": "MARKER https://evil.example"},
        by_line={"name": "MARKER", "role": "MARKER", "organisation": "MARKER"},
        reach={"email": "ann@example.org", "phone": "01632 960001 MARKER"},
    )
    assert OutgoingMail.objects.count() == 2
    for sent in OutgoingMail.objects.all():
        for text in (sent.subject, sent.text, sent.html):
            assert "MARKER" not in text
            assert "evil" not in text


@pytest.mark.usefixtures("editor")
def test_a_robots_piece_is_told_to_nobody(writer: Writer) -> None:
    writer.offer(title={"title": "Buy", "website": "x"})
    assert Submission.objects.count() == 1
    assert not OutgoingMail.objects.exists()


def test_one_address_gets_three_messages_an_hour_and_staff_see_the_rest(writer: Writer) -> None:
    for number in range(5):
        writer.offer(title={"title": str(number)})
    to_her = OutgoingMail.objects.filter(recipient="ann@example.org")
    assert to_her.waiting().count() == 3
    assert to_her.undeliverable().count() == 2
    assert Submission.objects.count() == 5


@pytest.mark.usefixtures("editor")
def test_the_owner_of_the_address_can_say_that_it_was_not_them(writer: Writer, client: Client) -> None:
    writer.offer()
    for _time in range(2):  # mail scanners open links: nothing happens by that
        page = client.get(not_me_link())
        assert "Was it not you?" in text_of(page)
        assert "no-store" in page["Cache-Control"]
        assert Submission.objects.get().not_me_at is None
    for _time in range(2):
        assert "Thank you for telling us" in text_of(client.post(not_me_link()))
    assert Submission.objects.get().not_me_at is not None
    assert mail("piece_not_theirs").recipient == "editor@example.org"
    assert "Thank you for telling us" in text_of(client.get(not_me_link()))


def test_that_link_is_old_after_thirty_days_and_says_what_to_do(writer: Writer, client: Client) -> None:
    writer.offer()
    Submission.objects.update(received_at=timezone.now() - timedelta(days=31))
    for page in (client.get(not_me_link()), client.post(not_me_link())):
        assert page.status_code == 410
        assert "This link does not work any more" in text_of(page)
        assert "01632 960000" in text_of(page)
    assert Submission.objects.get().not_me_at is None


def test_a_made_up_link_is_not_heard(writer: Writer, client: Client) -> None:
    writer.offer()
    piece = Submission.objects.get()
    wrong = f"/blog/write-for-us/not-me/{piece.key}/{'a' * 43}/"
    assert client.get(wrong).status_code == client.post(wrong).status_code == 404
    assert client.post(not_me_link().replace(str(piece.key), "0" * 32)).status_code == 404


def test_the_link_is_wiped_from_the_outbox_once_it_is_sent(writer: Writer) -> None:
    writer.offer()
    token = not_me_link().split("/")[-2]
    mail("piece_received").mark_sent()
    assert token not in mail("piece_received").text + mail("piece_received").html


def test_staff_are_warned_and_make_no_post_of_what_was_not_theirs(writer: Writer, client: Client) -> None:
    writer.offer()
    piece = Submission.objects.get()
    staff = Client()
    staff.force_login(User.objects.create_superuser("root"))
    record = piece.get_absolute_url()
    assert "Do not publish this" not in text_of(staff.get(record))
    client.post(not_me_link())
    assert "Do not publish this" in text_of(staff.get(record))
    assert staff.post(record.replace("/change/", "/accept/")).status_code == 404
    assert not Post.objects.exists()
