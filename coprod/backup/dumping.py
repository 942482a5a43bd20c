"""The dump of the database, and the count of what is in it: a dump that lacks rows is noticed while it is written."""

import re
import subprocess
import threading
from collections.abc import Callable
from typing import IO

from django.db import connection

from coprod.backup.manifest import PIECE, Digest, Digesting
from coprod.backup.programs import BackupProblem, Running, database_environment, postgres

PATIENCE = "60s"  # for a migration that holds a table
COPY = re.compile(rb'COPY ((?:"(?:[^"]|"")+"|\w+)\.(?:"(?:[^"]|"")+"|\w+)) .*FROM stdin;\n')


def dump(snapshot: str, write: Callable[[bytes], None]) -> tuple[Digest, dict[str, int]]:
    """Write the database of that moment, piece by piece. Return its digest, and the rows of each table in it."""
    command = [postgres("pg_dump"), "--format", "custom", "--snapshot", snapshot, "--no-password"]
    command += ["--lock-wait-timeout", PATIENCE]
    address = database_environment(connection.settings_dict)
    with Running(command, stdout=subprocess.PIPE, env=address) as dumping, RowCount() as count:
        assert dumping.process.stdout is not None  # noqa: S101 - for mypy
        digesting = Digesting(dumping.process.stdout)
        while piece := digesting.read(PIECE):
            write(piece)
            count.feed(piece)
        dumping.must_have_ended_well()
        return digesting.digest, count.result()


class RowCount:
    """Reads a dump as restoring it would, to its last row, and counts the rows of each table."""

    def __init__(self) -> None:
        command = [postgres("pg_restore"), "--file", "-"]
        self._running = Running(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        self._rows: dict[str, int] = {}
        self._thread = threading.Thread(target=self._count, daemon=True)
        self._thread.start()

    def __enter__(self) -> "RowCount":
        return self

    def __exit__(self, *_: object) -> None:
        self._running.process.kill()
        self._thread.join()
        self._running.__exit__()

    def feed(self, piece: bytes) -> None:
        self._running.feed(piece)

    def result(self) -> dict[str, int]:
        self._running.must_have_ended_well()
        self._thread.join()
        return self._rows

    def _count(self) -> None:
        lines: IO[bytes] | None = self._running.process.stdout
        table = ""
        for line in lines or ():
            if table:
                if line == b"\\.\n":
                    table = ""
                else:
                    self._rows[table] += 1
            elif begins := COPY.fullmatch(line):
                table = begins[1].decode()
                self._rows[table] = 0


def must_agree(seen: dict[str, int], dumped: dict[str, int]) -> None:
    """Raise BackupProblem where a dump has other rows than the tables had."""
    if not seen:
        raise BackupProblem("The database has no tables: there is nothing to back up.")
    for table in sorted(seen.keys() | dumped.keys()):
        if seen.get(table) != dumped.get(table):
            there, here = seen.get(table, "no"), dumped.get(table, "no")
            raise BackupProblem(f"The dump is not whole: {table} has {there} rows, and the dump has {here}.")
