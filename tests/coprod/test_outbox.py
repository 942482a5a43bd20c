"""The outbox against a real mail server: what leaves, what waits, what is given up, and that nothing leaves twice."""

import logging
from datetime import timedelta
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from coprod.management.commands.deliver_mail import Worker
from coprod.models import Organisation, OutgoingMail
from tests.coprod.mail_server import MailServer
from tests.factories import queue_mail

pytestmark = pytest.mark.django_db


def deliver() -> None:
    call_command("deliver_mail")


def test_a_message_leaves_once_in_text_and_html_to_one_person(mail_server: MailServer) -> None:
    mail = queue_mail()
    deliver()
    deliver()
    (letter,) = mail_server.letters
    message = letter.message
    assert letter.recipients == ["ann@example.org"]
    assert message["To"] == "ann@example.org"
    assert message["Cc"] is None
    assert message["Bcc"] is None
    assert message["Message-ID"] == mail.message_id
    assert message["Auto-Submitted"] == "auto-generated"
    assert message["Subject"] == "You asked to join the Research Network"
    assert message.get_body(("plain",)) is not None
    assert message.get_body(("html",)) is not None
    mail.refresh_from_db()
    assert mail.sent_at is not None
    assert mail.attempts == 1


def test_many_messages_leave_over_one_connection(mail_server: MailServer) -> None:
    for number in range(20):
        queue_mail(f"ann{number}@example.org")
    deliver()
    assert len(mail_server.letters) == 20
    assert mail_server.connections == 1


def test_odd_letters_and_long_lines_arrive_as_they_were(mail_server: MailServer) -> None:
    name = "Rhwydwaith Ymchwil 🎉 محمد " + "long " * 500
    queue_mail(network=name)
    deliver()
    (letter,) = mail_server.letters
    assert all(len(line) <= 998 for line in letter.data.split(b"\r\n"))
    body = letter.message.get_body(("plain",))
    assert body is not None
    assert name.strip() in body.get_content()


def test_mail_comes_from_our_address_under_the_name_of_the_site(mail_server: MailServer, settings: Any) -> None:
    settings.DEFAULT_FROM_EMAIL = "Old name <hello@example.org>"
    Organisation.objects.update_or_create(pk=Organisation.ONLY, defaults={"name": "Cwmni, Môn"})
    queue_mail()
    deliver()
    (letter,) = mail_server.letters
    (sender,) = letter.message["From"].addresses
    assert (sender.display_name, sender.addr_spec) == ("Cwmni, Môn", "hello@example.org")


def test_nothing_in_a_subject_makes_a_header(mail_server: MailServer) -> None:
    mail = queue_mail(network="X\r\nBcc: all@example.org\nX-Evil: 1")
    assert "\n" not in mail.subject
    OutgoingMail.objects.filter(pk=mail.pk).update(subject="X\r\nBcc: all@example.org")
    queue_mail("bo@example.org")
    deliver()
    assert [letter.recipients for letter in mail_server.letters] == [["bo@example.org"]]
    mail.refresh_from_db()
    assert mail.failed_at is not None


def test_a_message_is_queued_only_with_what_it_is_about(mail_server: MailServer) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        queue_mail()
        Organisation.objects.create(pk=2)
    deliver()
    assert not mail_server.letters
    assert not OutgoingMail.objects.exists()


def test_what_is_refused_for_good_is_given_up_at_once(mail_server: MailServer) -> None:
    mail_server.at_recipient = lambda recipient: "550 no such person" if recipient.startswith("gone") else "250 ok"
    mail_server.at_data = lambda recipient: "554 we do not want this" if recipient.startswith("full") else "250 ok"
    gone, full, fine = queue_mail("gone@example.org"), queue_mail("full@example.org"), queue_mail()
    deliver()
    deliver()
    for mail, words in ((gone, "550 no such person"), (full, "554 we do not want this")):
        mail.refresh_from_db()
        assert mail.failed_at is not None
        assert (mail.attempts, mail.last_error) == (1, words)
    fine.refresh_from_db()
    assert fine.sent_at is not None


def test_what_is_put_off_is_tried_again_after_longer_and_longer_pauses(mail_server: MailServer) -> None:
    mail_server.at_recipient = lambda recipient: "451 later"
    mail = queue_mail()
    pauses = []
    for _try in range(12):
        OutgoingMail.objects.update(due_at=timezone.now() - timedelta(seconds=1))
        deliver()
        mail.refresh_from_db()
        pauses.append((mail.due_at - timezone.now()).total_seconds())
    assert 55 < pauses[0] <= 60
    assert pauses[:10] == sorted(pauses[:10])
    assert max(pauses) <= 3600
    assert mail.failed_at is None
    deliver()
    mail.refresh_from_db()
    assert mail.attempts == 12  # not due yet
    mail_server.at_recipient = lambda recipient: "250 ok"
    OutgoingMail.objects.update(due_at=timezone.now() - timedelta(seconds=1))
    deliver()
    assert [letter.message_id for letter in mail_server.letters] == [mail.message_id]


@pytest.mark.parametrize(("age", "waits"), [(timedelta(hours=48), True), (timedelta(days=4), False)])
def test_tries_go_on_for_two_days_and_end_some_day(mail_server: MailServer, age: timedelta, waits: bool) -> None:
    mail_server.at_recipient = lambda recipient: "451 later"
    mail = queue_mail(created_at=timezone.now() - age, attempts=90)
    deliver()
    mail.refresh_from_db()
    assert (mail.failed_at is None) is waits


def test_a_lost_answer_sends_the_same_message_id_again(mail_server: MailServer) -> None:
    mail_server.at_data = lambda recipient: "" if not mail_server.letters[1:] else "250 ok"
    mail = queue_mail()
    for _try in range(3):
        OutgoingMail.objects.filter(sent_at=None).update(due_at=timezone.now() - timedelta(seconds=1))
        deliver()
    assert len(mail_server.letters) > 1
    assert {letter.message_id for letter in mail_server.letters} == {mail.message_id}
    mail.refresh_from_db()
    assert mail.sent_at is not None


def test_a_message_that_nobody_can_write_never_holds_up_the_others(mail_server: MailServer) -> None:
    long_ago = timezone.now() - timedelta(hours=1)
    poison = ["", "no address", "a@example.org, b@example.org", "a@example.org\r\nBcc: b@example.org", "ä@example.org"]
    parked = [queue_mail(recipient=address, due_at=long_ago) for address in poison]
    for number in range(20):
        queue_mail(f"ann{number}@example.org")
    deliver()
    assert len(mail_server.letters) == 20
    for mail in parked:
        mail.refresh_from_db()
        assert mail.failed_at is not None, mail.recipient


def test_a_mail_server_that_is_away_costs_no_tries(mail_server: MailServer, settings: Any) -> None:
    port = settings.EMAIL_PORT
    settings.EMAIL_PORT = 1
    mail = queue_mail()
    with pytest.raises(CommandError, match=r"does not answer: 127\.0\.0\.1: ConnectionRefusedError"):
        deliver()
    mail.refresh_from_db()
    assert (mail.attempts, mail.sent_at, mail.failed_at) == (0, None, None)
    settings.EMAIL_PORT = port
    deliver()
    assert len(mail_server.letters) == 1


def test_the_worker_says_which_mail_server_does_not_answer(
    mail_server: MailServer, settings: Any, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    settings.EMAIL_PORT = 1
    queue_mail()
    monkeypatch.setattr(connection, "close", lambda: None)  # it is the test's
    worker = Worker()
    monkeypatch.setattr(worker.daily, "purge", lambda **_: None)
    worker.look()
    assert "No mail can leave now (127.0.0.1: ConnectionRefusedError)" in caplog.text


def test_the_log_holds_no_address_and_no_words(mail_server: MailServer, caplog: pytest.LogCaptureFixture) -> None:
    mail_server.at_recipient = lambda recipient: f"550 {recipient} unknown" if "gone" in recipient else "250 ok"
    queue_mail("gone@example.org", network="MARKER")
    queue_mail("ann@example.org", network="MARKER")
    with caplog.at_level(logging.DEBUG):
        deliver()
    assert "sign_up_received" in caplog.text
    for secret in ("example.org", "MARKER"):
        assert secret not in caplog.text
