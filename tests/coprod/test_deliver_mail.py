"""The mail worker as it runs on a server: started, killed, asked to end, left without its database."""

import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.db import connection

from coprod.models import OutgoingMail
from tests.coprod.mail_server import MailServer
from tests.coprod.processes import environment_of_this_test, wait_until
from tests.factories import queue_mail

pytestmark = pytest.mark.django_db(transaction=True)
ROOT = Path(__file__).resolve().parents[2]
Start = Callable[[], "subprocess.Popen[bytes]"]


@pytest.fixture
def worker(mail_server: MailServer, tmp_path: Path) -> Iterator[Start]:
    """Start the real worker, as the supervisor does, on the database of this test."""
    environment = environment_of_this_test(EMAIL_HOST="127.0.0.1", EMAIL_PORT=str(mail_server.port))
    workers: list[subprocess.Popen[bytes]] = []

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


def test_two_workers_send_each_message_once_and_end_when_asked(mail_server: MailServer, worker: Start) -> None:
    def take_a_moment(_recipient: str) -> str:
        time.sleep(0.01)
        return "250 ok"

    mail_server.at_data = take_a_moment
    processes = [worker(), worker()]
    for number in range(60):
        queue_mail(f"ann{number}@example.org")
    wait_until(lambda: sent() == 60)
    assert len(mail_server.letters) == 60
    assert len({letter.message_id for letter in mail_server.letters}) == 60
    queue_mail("soon@example.org")
    wait_until(lambda: bool(mail_server.to("soon@example.org")), 3)
    for process in processes:
        process.send_signal(signal.SIGTERM)
    for process in processes:
        assert process.wait(3) == 0


def hold(mail_server: MailServer, answer: str) -> tuple[threading.Event, threading.Event]:
    """Let the mail server take a letter, and keep its answer until the second event. The first says that it has one."""
    reached, go_on = threading.Event(), threading.Event()

    def at_data(_recipient: str) -> str:
        reached.set()
        go_on.wait(10)
        return answer

    mail_server.at_data = at_data
    return reached, go_on


def test_a_worker_killed_in_mid_send_loses_nothing(mail_server: MailServer, worker: Start) -> None:
    reached, go_on = hold(mail_server, "250 ok")
    mail = queue_mail()
    first = worker()
    assert reached.wait(120)
    first.kill()
    first.wait()
    go_on.set()
    worker()
    wait_until(lambda: sent() == 1)
    assert {letter.message_id for letter in mail_server.letters} == {mail.message_id}


def test_a_worker_ends_within_a_second_while_the_mail_server_is_silent(mail_server: MailServer, worker: Start) -> None:
    reached, go_on = hold(mail_server, "451 later")
    mail = queue_mail()
    process = worker()
    assert reached.wait(120)
    process.send_signal(signal.SIGTERM)
    assert process.wait(3) == 0
    go_on.set()
    mail.refresh_from_db()
    assert (mail.sent_at, mail.attempts) == (None, 0)


def test_a_worker_outlives_a_database_that_hangs_up(mail_server: MailServer, worker: Start) -> None:
    process = worker()
    queue_mail("first@example.org")
    wait_until(lambda: sent() == 1)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
    queue_mail("second@example.org")
    wait_until(lambda: sent() == 2)
    assert process.poll() is None
