"""Restoring a backup into an empty database and an empty folder: whole, or not at all.

PostgreSQL works in one transaction and waits for the last piece, which we hold back until the backup is known to be
whole. The pictures lie aside until then.
"""

import os
import shutil
import subprocess
from pathlib import Path
from typing import IO

from django.conf import settings
from django.db import connection
from django.db.migrations.loader import MigrationLoader

from coprod.backup import tables
from coprod.backup.manifest import PIECE, Manifest
from coprod.backup.programs import BackupProblem, Running, database_environment, postgres
from coprod.backup.reading import read

ASIDE = ".restoring"  # in MEDIA_ROOT, so that moving a picture into its place is one step


def restore(file: Path, key: Path | None) -> Manifest:
    """Put everything back as it was. Raises BackupProblem, which says so if anything was changed."""
    must_be_empty()
    aside = Path(settings.MEDIA_ROOT) / ASIDE
    shutil.rmtree(aside, ignore_errors=True)
    aside.mkdir(mode=0o755, parents=True)
    try:
        with _restoring() as running:
            told = read(file, key, Restoring(running, aside))
        _into_their_places(aside)
    finally:
        shutil.rmtree(aside, ignore_errors=True)
    return told


def _into_their_places(aside: Path) -> None:
    try:
        for found in aside.iterdir():
            found.rename(aside.parent / found.name)
    except OSError as problem:  # the database is there already: only a fresh start is whole
        words = "The pictures could not be put into {root} ({why}). Empty it, make a new database, and start again."
        raise BackupProblem(words.format(root=aside.parent, why=problem.strerror)) from problem


def must_be_empty() -> None:
    if tables.names():
        raise BackupProblem("The database is not empty. Make a new one, and put it into DATABASE_URL.")
    root = Path(settings.MEDIA_ROOT)
    if root.exists() and any(path.name != ASIDE for path in root.iterdir()):
        raise BackupProblem(f"{root} is not empty. Move what is in it elsewhere, or set MEDIA_ROOT to a new folder.")


def differences(told: Manifest) -> list[str]:
    """The tables that do not hold what they held when the backup was made."""
    here = tables.contents()
    return sorted(name for name in told.tables.keys() | here.keys() if told.tables.get(name) != here.get(name))


def _restoring() -> Running:
    command = [postgres("pg_restore"), "--single-transaction", "--exit-on-error", "--no-owner", "--no-privileges"]
    command += ["--no-password", "--dbname", str(connection.settings_dict["NAME"])]
    address = database_environment(connection.settings_dict)
    return Running(command, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, env=address)


class Restoring:
    def __init__(self, running: Running, aside: Path) -> None:
        self.running, self.aside = running, aside
        self.held = b""

    def media(self, name: str, changed_at: float, content: IO[bytes]) -> None:
        path = self.aside / name
        if not path.resolve().is_relative_to(self.aside.resolve()):
            raise BackupProblem("A picture in this backup has a name that leads elsewhere. Nothing was changed.")
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("xb") as file:
            while data := content.read(PIECE):
                file.write(data)
        os.utime(path, (changed_at, changed_at))

    def database(self, piece: bytes) -> None:
        self.running.feed(self.held)
        self.held = piece

    def finish(self, told: Manifest) -> None:
        newer = set(told.migrations) - {f"{app}.{name}" for app, name in MigrationLoader(None).disk_migrations or {}}
        if newer:
            version = f" (git checkout {told.code})" if told.code else ""
            raise BackupProblem(f"The backup is of newer code than this. Take that version{version} first.")
        self.running.feed(self.held)
        self.running.must_have_ended_well()
