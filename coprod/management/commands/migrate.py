"""Django's own command, by the role that owns the tables (coprod/owner.py), and with all the time that it needs."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.core.management.commands import migrate
from django.db import connection

from coprod.owner import as_owner, let_the_site_in


class Command(migrate.Command):
    def handle(self, *args: Any, **options: Any) -> None:
        with as_owner(), _all_the_time():
            if not (options["plan"] or options["check_unapplied"]):
                let_the_site_in()
            super().handle(*args, **options)


@contextmanager
def _all_the_time() -> Iterator[None]:
    """Let a statement last: what is too long for a page may be right for a table of many rows. Locks wait no longer."""
    with connection.cursor() as cursor:
        cursor.execute("SET statement_timeout = 0")
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("RESET statement_timeout")
