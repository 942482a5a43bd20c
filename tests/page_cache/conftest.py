"""A site that keeps its pages, as it does outside of a test's transaction. Each Client is a process of its own."""

from collections.abc import Iterator
from contextlib import closing
from importlib import import_module
from typing import Any

import psycopg2
import pytest
from django.db import connection


@pytest.fixture(autouse=True)
def always_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have every page ask for the version, so that no test has to wait."""
    monkeypatch.setattr("coprod.page_cache.version.HOLD", 0)


@pytest.fixture
def kept_in_a_transaction(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep pages although the test is one transaction, which is quick, and take it for committed at each reading."""
    read = import_module("coprod.page_cache.version")._read

    def count_and_read(asked_at: float) -> Any:
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL coprod.content_changed = ''")
        return read(asked_at)

    monkeypatch.setattr("coprod.page_cache.version._read", count_and_read)
    monkeypatch.setattr("coprod.page_cache.middleware._sees_what_others_do_not", lambda: False)


@pytest.fixture
def elsewhere(transactional_db: None) -> Iterator[Any]:
    """A connection of its own to the same database, in a transaction until it is told to commit."""
    named = {name: value for name, value in connection.get_connection_params().items() if name != "cursor_factory"}
    named.pop("context", None)
    with closing(psycopg2.connect(**named)) as other:
        yield other
        other.rollback()
