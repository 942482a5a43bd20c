"""A frozen database: nobody waits for ever."""

import os
import signal
import time
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection
from django.test import Client

from coprod import frozen
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
