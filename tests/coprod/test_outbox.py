"""The outbox against a real mail server: what leaves, what waits, what is given up, and that nothing leaves twice."""

import logging
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from coprod import outbox
from coprod.models import Organisation, OutgoingMail
from networks.models import Network
from tests.coprod import mail_server
from tests.coprod.mail_server import MailServer

pytestmark = pytest.mark.django_db
ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def server(settings: Any) -> Iterator[MailServer]:
    with mail_server.running() as server:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", server.port, 3
        settings.EMAIL_USE_TLS, settings.EMAIL_HOST_USER = False, ""
        yield server


def queue(recipient: str = "ann@example.org", network: str = "Research Network", **fields: Any) -> OutgoingMail:
    context = {"network": Network(name=network), "organisation": Organisation.current()}
    mail = outbox.queue(event="sign_up_received", recipient=recipient, context=context, reference="AAAA-3333")
    if fields:
        OutgoingMail.objects.filter(pk=mail.pk).update(**fields)
    mail.refresh_from_db()
    return mail


def deliver() -> None:
    call_command("deliver_mail")


def wait_until(true: Callable[[], bool], seconds: float = 15) -> None:
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, "it never happened"
        time.sleep(0.05)


def test_a_message_leaves_once_in_text_and_html_to_one_person(server: MailServer) -> None:
    mail = queue()
    deliver()
    deliver()
    (letter,) = server.letters
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


def test_many_messages_leave_over_one_connection(server: MailServer) -> None:
    for number in range(20):
        queue(f"ann{number}@example.org")
    deliver()
    assert len(server.letters) == 20
    assert server.connections == 1


def test_odd_letters_and_long_lines_arrive_as_they_were(server: MailServer) -> None:
    name = "Rhwydwaith Ymchwil 🎉 محمد " + "long " * 500
    queue(network=name)
    deliver()
    (letter,) = server.letters
    assert all(len(line) <= 998 for line in letter.data.split(b"\r\n"))
    body = letter.message.get_body(("plain",))
    assert body is not None
    assert name.strip() in body.get_content()


def test_nothing_in_a_subject_makes_a_header(server: MailServer) -> None:
    mail = queue(network="X\r\nBcc: all@example.org\nX-Evil: 1")
    assert "\n" not in mail.subject
    OutgoingMail.objects.filter(pk=mail.pk).update(subject="X\r\nBcc: all@example.org")
    queue("bo@example.org")
    deliver()
    assert [letter.recipients for letter in server.letters] == [["bo@example.org"]]
    mail.refresh_from_db()
    assert mail.failed_at is not None


def test_a_message_is_queued_only_with_what_it_is_about(server: MailServer) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        queue()
        Organisation.objects.create(pk=2)
    deliver()
    assert not server.letters
    assert not OutgoingMail.objects.exists()


def test_what_is_refused_for_good_is_given_up_at_once(server: MailServer) -> None:
    server.at_recipient = lambda recipient: "550 no such person" if recipient.startswith("gone") else "250 ok"
    server.at_data = lambda recipient: "554 we do not want this" if recipient.startswith("full") else "250 ok"
    gone, full, fine = queue("gone@example.org"), queue("full@example.org"), queue()
    deliver()
    deliver()
    for mail, words in ((gone, "550 no such person"), (full, "554 we do not want this")):
        mail.refresh_from_db()
        assert mail.failed_at is not None
        assert (mail.attempts, mail.last_error) == (1, words)
    fine.refresh_from_db()
    assert fine.sent_at is not None


def test_what_is_put_off_is_tried_again_after_longer_and_longer_pauses(server: MailServer) -> None:
    server.at_recipient = lambda recipient: "451 later"
    mail = queue()
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
    server.at_recipient = lambda recipient: "250 ok"
    OutgoingMail.objects.update(due_at=timezone.now() - timedelta(seconds=1))
    deliver()
    assert [letter.message_id for letter in server.letters] == [mail.message_id]


@pytest.mark.parametrize(("age", "waits"), [(timedelta(hours=48), True), (timedelta(days=4), False)])
def test_tries_go_on_for_two_days_and_end_some_day(server: MailServer, age: timedelta, waits: bool) -> None:
    server.at_recipient = lambda recipient: "451 later"
    mail = queue(created_at=timezone.now() - age, attempts=90)
    deliver()
    mail.refresh_from_db()
    assert (mail.failed_at is None) is waits


def test_a_lost_answer_sends_the_same_message_id_again(server: MailServer) -> None:
    server.at_data = lambda recipient: "" if not server.letters[1:] else "250 ok"
    mail = queue()
    for _try in range(3):
        OutgoingMail.objects.filter(sent_at=None).update(due_at=timezone.now() - timedelta(seconds=1))
        deliver()
    assert len(server.letters) > 1
    assert {letter.message_id for letter in server.letters} == {mail.message_id}
    mail.refresh_from_db()
    assert mail.sent_at is not None


def test_a_message_that_nobody_can_write_never_holds_up_the_others(server: MailServer) -> None:
    long_ago = timezone.now() - timedelta(hours=1)
    poison = ["", "no address", "a@example.org, b@example.org", "a@example.org\r\nBcc: b@example.org", "ä@example.org"]
    parked = [queue(recipient=address, due_at=long_ago) for address in poison]
    for number in range(20):
        queue(f"ann{number}@example.org")
    deliver()
    assert len(server.letters) == 20
    for mail in parked:
        mail.refresh_from_db()
        assert mail.failed_at is not None, mail.recipient


def test_a_mail_server_that_is_away_costs_no_tries(server: MailServer, settings: Any) -> None:
    port = settings.EMAIL_PORT
    settings.EMAIL_PORT = 1
    mail = queue()
    with pytest.raises(CommandError, match="does not answer"):
        deliver()
    mail.refresh_from_db()
    assert (mail.attempts, mail.sent_at, mail.failed_at) == (0, None, None)
    settings.EMAIL_PORT = port
    deliver()
    assert len(server.letters) == 1


def test_the_log_holds_no_address_and_no_words(server: MailServer, caplog: pytest.LogCaptureFixture) -> None:
    server.at_recipient = lambda recipient: f"550 {recipient} unknown" if "gone" in recipient else "250 ok"
    queue("gone@example.org", network="MARKER")
    queue("ann@example.org", network="MARKER")
    with caplog.at_level(logging.DEBUG):
        deliver()
    assert "sign_up_received" in caplog.text
    for secret in ("example.org", "MARKER"):
        assert secret not in caplog.text


@pytest.fixture
def worker(server: MailServer, tmp_path: Path) -> Iterator[Callable[[], subprocess.Popen[bytes]]]:
    """Start the real worker, as the supervisor does, on the database of this test."""
    database = django_settings.DATABASES["default"]
    url = str(os.environ["DATABASE_URL"])
    base, _slash, rest = url.rpartition("/")
    _name, mark, options = rest.partition("?")
    environment = {
        **os.environ,
        "DATABASE_URL": f"{base}/{database['NAME']}{mark}{options}",
        "EMAIL_HOST": "127.0.0.1",
        "EMAIL_PORT": str(server.port),
    }
    workers = []

    def start() -> subprocess.Popen[bytes]:
        command = [sys.executable, "manage.py", "deliver_mail", "--forever"]
        with (tmp_path / f"worker-{len(workers)}").open("wb") as log:
            workers.append(subprocess.Popen(command, cwd=ROOT, env=environment, stdout=log, stderr=log))
        return workers[-1]

    yield start
    for process in workers:
        process.kill()
        process.wait()


def sent() -> int:
    return OutgoingMail.objects.exclude(sent_at=None).count()


@pytest.mark.django_db(transaction=True)
def test_two_workers_send_each_message_once_and_end_when_asked(
    server: MailServer, worker: Callable[[], subprocess.Popen[bytes]]
) -> None:
    server.at_data = lambda recipient: time.sleep(0.01) or "250 ok"
    processes = [worker(), worker()]
    for number in range(60):
        queue(f"ann{number}@example.org")
    wait_until(lambda: sent() == 60, 30)
    assert len(server.letters) == 60
    assert len({letter.message_id for letter in server.letters}) == 60
    queue("soon@example.org")
    wait_until(lambda: bool(server.to("soon@example.org")), 3)
    for process in processes:
        process.send_signal(signal.SIGTERM)
    for process in processes:
        assert process.wait(1.5) == 0


@pytest.mark.django_db(transaction=True)
def test_a_worker_killed_in_mid_send_loses_nothing(
    server: MailServer, worker: Callable[[], subprocess.Popen[bytes]]
) -> None:
    reached, go_on = threading.Event(), threading.Event()

    def hold(_recipient: str) -> str:
        reached.set()
        go_on.wait(10)
        return "250 ok"

    server.at_data = hold
    mail = queue()
    first = worker()
    assert reached.wait(15)
    first.kill()
    first.wait()
    go_on.set()
    worker()
    wait_until(lambda: sent() == 1)
    assert {letter.message_id for letter in server.letters} == {mail.message_id}


@pytest.mark.django_db(transaction=True)
def test_a_worker_ends_within_a_second_while_the_mail_server_is_silent(
    server: MailServer, worker: Callable[[], subprocess.Popen[bytes]]
) -> None:
    reached, go_on = threading.Event(), threading.Event()

    def hold(_recipient: str) -> str:
        reached.set()
        go_on.wait(10)
        return "451 later"

    server.at_data = hold
    mail = queue()
    process = worker()
    assert reached.wait(15)
    process.send_signal(signal.SIGTERM)
    assert process.wait(1.5) == 0
    go_on.set()
    mail.refresh_from_db()
    assert (mail.sent_at, mail.attempts) == (None, 0)


@pytest.mark.django_db(transaction=True)
def test_a_worker_outlives_a_database_that_hangs_up(
    server: MailServer, worker: Callable[[], subprocess.Popen[bytes]]
) -> None:
    process = worker()
    queue("first@example.org")
    wait_until(lambda: sent() == 1)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
    queue("second@example.org")
    wait_until(lambda: sent() == 2)
    assert process.poll() is None
