"""One import at a time: two at once would each think that the other's posts are not here yet."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress

from django.db import DatabaseError, InterfaceError, connection

NUMBER = 0x626C6F67  # of a lock of PostgreSQL's, which ends with our connection if we are killed


class AnotherRuns(Exception):
    """Another import is running."""


@contextmanager
def alone() -> Iterator[None]:
    """Hold the lock. Raises AnotherRuns at once if somebody else has it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s)", [NUMBER])
        if not cursor.fetchone()[0]:
            raise AnotherRuns
    try:
        yield
    finally:
        with (
            suppress(DatabaseError, InterfaceError),
            connection.cursor() as cursor,
        ):  # gone with a connection that broke
            cursor.execute("SELECT pg_advisory_unlock(%s)", [NUMBER])


def is_free() -> bool:
    """Tell whether nobody holds the lock now, without trying for it: whoever tries keeps another from it."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT NOT EXISTS (SELECT FROM pg_locks WHERE locktype = 'advisory' AND classid = 0 AND objid = %s "
            "AND database = (SELECT oid FROM pg_database WHERE datname = current_database()))",
            [NUMBER],
        )
        return bool(cursor.fetchone()[0])
