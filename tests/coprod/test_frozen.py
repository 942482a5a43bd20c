"""A frozen database: nobody waits for ever."""

import os
import signal
import socket
import time
from collections.abc import Iterator
from threading import Timer
from typing import Any

import psycopg2
import pytest
from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db import OperationalError, connection, transaction
from django.test import Client

from coprod import frozen
from coprod.keeping.records import be_patient
from tests.cluster import OWN_CLUSTER

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(OWN_CLUSTER not in os.environ, reason="PostgreSQL is elsewhere, and its processes are not ours"),
]


@pytest.fixture
def frozen_connection(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The server's end of our connection is stopped, as if it waited for a disk that does not come back."""
    monkeypatch.setattr(frozen, "PATIENCE", 0.5)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        (pid,) = cursor.fetchone()
    os.kill(pid, signal.SIGSTOP)
    yield
    os.kill(pid, signal.SIGCONT)


@pytest.fixture
def of_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    """This process serves pages, and is soon out of patience."""
    monkeypatch.setattr(frozen.Connection, "patience", 0.5)


def ask(client: Client) -> Any:
    """Ask for a page as in production, where a connection is looked at before another request has it."""
    looked_at: Any = connection
    looked_at.health_check_enabled, looked_at.health_check_done = True, False
    try:
        return client.get("/blog/")
    finally:
        looked_at.health_check_enabled = False


@pytest.mark.usefixtures("frozen_connection")
def test_a_connection_that_does_not_answer_is_given_up_for_a_new_one(client: Client) -> None:
    start = time.monotonic()
    assert ask(client).status_code == 200
    assert 0.4 < time.monotonic() - start < 5


@pytest.mark.usefixtures("frozen_connection")
def test_when_no_other_can_be_had_the_visitor_reads_the_phone_number(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    client.raise_request_exception = False
    monkeypatch.setitem(connection.settings_dict, "HOST", "/nowhere")
    answer = ask(client)
    monkeypatch.undo()
    assert answer.status_code == 503
    assert b"01632" in answer.content


@pytest.mark.usefixtures("of_pages", "frozen_connection")
def test_a_database_that_freezes_in_the_middle_of_a_page_lets_nobody_wait_for_ever(client: Client) -> None:
    client.raise_request_exception = False
    start = time.monotonic()
    answer = client.get("/blog/no-such-story/")  # no connection is looked at first: the page's own question is stuck
    assert time.monotonic() - start < 5
    assert answer.status_code == 503
    assert b"01632" in answer.content
    connection.close()


@pytest.mark.usefixtures("of_pages")
def test_a_commit_is_watched_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(frozen, "PATIENCE", 0.5)
    pid = 0

    def begin_and_freeze() -> None:
        nonlocal pid
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT pg_backend_pid()")
            (pid,) = cursor.fetchone()
            os.kill(pid, signal.SIGSTOP)

    start = time.monotonic()
    with pytest.raises(OperationalError):
        begin_and_freeze()
    assert time.monotonic() - start < 5
    os.kill(pid, signal.SIGCONT)
    connection.close()


def test_a_command_waits_for_as_long_as_the_database_needs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(frozen, "PATIENCE", 0.1)
    monkeypatch.setattr(frozen.Connection, "patience", None)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_sleep(0.4)")


def test_what_has_to_be_removed_may_take_longer_until_the_transaction_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(frozen.Connection, "patience", 0.1)
    monkeypatch.setattr(frozen, "PATIENCE", 0.1)
    with transaction.atomic(), connection.cursor() as cursor:
        be_patient()
        cursor.execute("SELECT pg_sleep(0.4)")
    assert connection.connection.patience == 0.1


@pytest.mark.usefixtures("of_pages")
def test_whoever_comes_after_someone_who_waited_in_vain_does_not_wait(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(frozen, "_away_until", 0.0)
    with socket.create_server(("127.0.0.1", 0)) as silent:  # takes calls, and never says a word

        def call() -> float:
            began, port = time.monotonic(), silent.getsockname()[1]
            with pytest.raises(psycopg2.OperationalError):
                psycopg2.connect(host="127.0.0.1", port=port, connect_timeout=2, connection_factory=frozen.Connection)
            return time.monotonic() - began

        assert call() > 1.5
        assert call() < 1
    connection.close()
    connection.ensure_connection()  # one that answers again is asked again at once
    assert time.monotonic() < frozen._away_until


@pytest.mark.usefixtures("of_pages")
def test_a_database_that_is_slow_to_take_calls_comes_back(monkeypatch: pytest.MonkeyPatch) -> None:
    connection.close()
    monkeypatch.setattr(frozen, "_says_something", lambda *_: False)
    monkeypatch.setattr(frozen, "_away_until", until := time.monotonic() + 60)
    with pytest.raises(OperationalError):
        connection.ensure_connection()
    assert frozen._away_until == until, "looking in vain keeps nobody else away for longer"
    monkeypatch.setattr(frozen, "_away_until", time.monotonic())
    connection.ensure_connection()
    connection.close()
    connection.ensure_connection()


@pytest.mark.usefixtures("of_pages")
def test_while_one_tries_for_all_the_others_look(monkeypatch: pytest.MonkeyPatch) -> None:
    connection.close()
    monkeypatch.setattr(frozen, "_says_something", lambda *_: False)
    monkeypatch.setattr(frozen, "_away_until", time.monotonic())
    assert frozen._must_try_for_all()
    with pytest.raises(OperationalError):
        connection.ensure_connection()


@pytest.mark.usefixtures("of_pages")
def test_rows_that_are_fetched_a_part_at_a_time_are_watched_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(frozen, "PATIENCE", 0.5)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        (pid,) = cursor.fetchone()
    start = time.monotonic()
    later = Timer(4, os.kill, [pid, signal.SIGCONT])  # without the watch this waits until then
    with pytest.raises(OperationalError), transaction.atomic():
        rows = ContentType.objects.order_by("pk").iterator(chunk_size=1)
        next(rows)
        os.kill(pid, signal.SIGSTOP)
        later.start()
        next(rows)
    later.cancel()
    os.kill(pid, signal.SIGCONT)
    assert time.monotonic() - start < 3
    connection.close()


def test_a_living_database_ends_a_question_before_the_page_hangs_up_and_both_within_sixteen_seconds() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT setting::int / 1000 FROM pg_settings WHERE name = 'statement_timeout'")
        (its_own,) = cursor.fetchone()
    assert its_own < frozen.FOR_A_PAGE
    until_seen, next_try = frozen.PATIENCE / 5, settings.DATABASES["default"]["OPTIONS"]["connect_timeout"]
    assert frozen.FOR_A_PAGE + until_seen + next_try <= 16
