"""A database that is frozen: it neither answers nor hangs up, and no time limit of its own runs.

Before a connection of an earlier request is used again, Django asks it `SELECT 1`. Where that has no answer in time,
this hangs up, so that the visitor gets the page with the phone number in place of a wheel that spins for ever.

The process that serves pages (wsgi.py) has each question watched, and each commit: a database may freeze in the middle
of a request. Commands wait for as long as they need.
"""

import os
import select
import socket
import threading
import time
from contextlib import closing, suppress
from typing import Any

from psycopg2 import InterfaceError, OperationalError
from psycopg2.extensions import POLL_OK, POLL_READ, POLL_WRITE, connection, cursor

PATIENCE = 5.0  # seconds; with `connect_timeout` for the next try, an answer comes within ten
QUESTION = "SELECT 1"  # django.db.backends.postgresql: DatabaseWrapper.is_usable()
# A little more than `statement_timeout` (settings.py), so that a database which lives ends a question itself. With a
# second until it is seen and three for `connect_timeout`, the page with the phone number comes within sixteen.
FOR_A_PAGE = 11.0
QUICK = 1.0  # a server that is only being started refuses at once, and is tried again at once
LOOK = 0.25
AWAY_FOR = 5.0  # since somebody waited in vain: until then each looks before waiting too
_away_until = 0.0
_waiting: dict[connection, float] = {}  # until when; there is one a thread at most
_watcher = threading.Thread()
_lock = threading.Lock()


class Connection(connection):
    """A connection that is watched while it has `patience`, in seconds. None waits for ever."""

    patience: float | None = None

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Connect. Those who queue behind someone who waited in vain wait no longer than a look takes."""
        tries_for_all = self.patience is not None and _must_try_for_all(*args)
        began = time.monotonic()
        try:
            super().__init__(*args, **kwargs)
        except OperationalError:
            if time.monotonic() - began > QUICK:
                _is_away()
            raise
        if tries_for_all:
            _is_back()

    def commit(self) -> None:
        with _Watched(self, self.patience):
            super().commit()
        self._end_longer_wait()

    def rollback(self) -> None:
        with _Watched(self, self.patience):
            super().rollback()
        self._end_longer_wait()

    def _end_longer_wait(self) -> None:
        self.__dict__.pop("patience", None)  # wait_longer() is for one transaction, as SET LOCAL is


class Cursor(cursor):
    """A cursor whose questions are watched."""

    def execute(self, query: Any, vars: Any = None) -> None:  # noqa: A002 - the name in psycopg2
        asked: Any = self.connection
        with _Watched(asked, PATIENCE if query == QUESTION else asked.patience):
            super().execute(query, vars)

    def executemany(self, query: Any, vars_list: Any) -> None:
        asked: Any = self.connection
        with _Watched(asked, asked.patience):
            super().executemany(query, vars_list)

    def fetchmany(self, size: int | None = None) -> list[Any]:
        """Of a cursor with a name only this asks the database: the choices of a form come so."""
        asked: Any = self.connection
        with _Watched(asked, asked.patience if self.name else None):
            return super().fetchmany(self.arraysize if size is None else size)


def watch_every_question() -> None:
    """For the process that serves pages, before it asks anything."""
    Connection.patience = FOR_A_PAGE


def wait_longer(asked: Any, seconds: float) -> None:
    """Until its transaction ends this connection may wait longer. It has told the server so too."""
    if asked.patience is not None:
        asked.patience = seconds


def _is_away() -> None:
    global _away_until
    _away_until = time.monotonic() + AWAY_FOR


def _is_back() -> None:
    global _away_until
    _away_until = 0.0


def _must_try_for_all(*args: Any) -> bool:
    """Raise OperationalError where a look is enough. Every few seconds one waits in full, and the others look.

    Without that one, a database that is slow to take calls, and takes them, would be away for ever.
    """
    if time.monotonic() >= _away_until:
        if was_away := _away_until > 0:
            _is_away()
        return was_away
    if not _says_something(*args):
        raise OperationalError("The database did not answer a moment ago, and does not now")
    return False


def _says_something(dsn: str, *_: Any) -> bool:
    """Whether the server answers a call at once, be it by refusing it."""
    try:
        call = connection(dsn, 1)
        with closing(call):
            until = time.monotonic() + LOOK
            while (state := call.poll()) != POLL_OK:
                reads, writes = ([call] if state == kind else [] for kind in (POLL_READ, POLL_WRITE))
                if not any(select.select(reads, writes, [], max(0, until - time.monotonic()))):
                    return False
    except OperationalError:
        return True
    return True


class _Watched:
    """Meanwhile this connection is hung up on when its patience, in seconds, is over. None waits for ever."""

    __slots__ = ("asked", "patience")  # and no generator: each question of a page pays for it

    def __init__(self, asked: connection, patience: float | None) -> None:
        self.asked, self.patience = asked, patience

    def __enter__(self) -> None:
        if self.patience is None:
            return
        if not _watcher.is_alive():
            _start_watching()
        with _lock:
            _waiting[self.asked] = time.monotonic() + self.patience

    def __exit__(self, *_: object) -> None:
        if self.patience is not None:
            with _lock:
                _waiting.pop(self.asked, None)


def _start_watching() -> None:
    """Start the thread that watches, in each process once: a fork takes no threads along."""
    global _watcher
    with _lock:
        if not _watcher.is_alive():
            _watcher = threading.Thread(target=_watch, name="frozen-database", daemon=True)
            _watcher.start()


def _watch() -> None:
    while True:
        time.sleep(PATIENCE / 5)
        with _lock:  # while it is held none of them has its answer and goes on, or is closed
            for asked, until in _waiting.items():
                if time.monotonic() > until:
                    _hang_up(asked)
                    _is_away()


def _hang_up(asked: connection) -> None:
    """End the connection below psycopg2, which waits in another thread and then hears that the server is gone."""
    with suppress(OSError, InterfaceError), socket.socket(fileno=os.dup(asked.fileno())) as wire:
        wire.shutdown(socket.SHUT_RDWR)
