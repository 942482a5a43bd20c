"""A database that is frozen: it neither answers nor hangs up, and no time limit of its own runs.

Before a connection of an earlier request is used again, Django asks it `SELECT 1`. Where that has no answer in time,
this hangs up, so that the visitor gets the page with the phone number in place of a wheel that spins for ever.
"""

import os
import socket
import threading
import time
from contextlib import suppress
from typing import Any

from psycopg2 import InterfaceError
from psycopg2.extensions import connection, cursor

PATIENCE = 5.0  # seconds; with `connect_timeout` for the next try, an answer comes within ten
QUESTION = "SELECT 1"  # django.db.backends.postgresql: DatabaseWrapper.is_usable()
_waiting: dict[connection, float] = {}  # since when; there is one a thread at most
_watcher = threading.Thread()
_lock = threading.Lock()


class Cursor(cursor):
    """A cursor of which that question is watched."""

    def execute(self, query: Any, vars: Any = None) -> None:  # noqa: A002 - the name in psycopg2
        if query != QUESTION:
            return super().execute(query, vars)
        _start_watching()
        with _lock:
            _waiting[self.connection] = time.monotonic()
        try:
            super().execute(query, vars)
        finally:
            with _lock:
                _waiting.pop(self.connection, None)


def _start_watching() -> None:
    """Start the thread that watches, in each process once: a fork takes no threads along."""
    global _watcher
    if not _watcher.is_alive():
        with _lock:
            if not _watcher.is_alive():
                _watcher = threading.Thread(target=_watch, name="frozen-database", daemon=True)
                _watcher.start()


def _watch() -> None:
    while True:
        time.sleep(PATIENCE / 5)
        with _lock:  # while it is held none of them has its answer and goes on, or is closed
            for asked, since in _waiting.items():
                if time.monotonic() - since > PATIENCE:
                    _hang_up(asked)


def _hang_up(asked: connection) -> None:
    """End the connection below psycopg2, which waits in another thread and then hears that the server is gone."""
    with suppress(OSError, InterfaceError), socket.socket(fileno=os.dup(asked.fileno())) as wire:
        wire.shutdown(socket.SHUT_RDWR)
