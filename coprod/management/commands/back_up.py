"""Writes everything that the site holds into one encrypted file: for a timer, once a night."""

from datetime import timedelta
from pathlib import Path
from tarfile import TarError
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import DatabaseError, InterfaceError, connection
from django.utils import timezone

from coprod.backup.making import Made, back_up
from coprod.backup.models import Backup
from coprod.backup.programs import BackupProblem

KEEP_DAYS = 30  # what the privacy page says


class Command(BaseCommand):
    help = "Writes database and pictures into one encrypted file, and removes those that are too old."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("folder", type=Path, help="a folder that is there, best on another machine")
        parser.add_argument("--keep-days", type=int, default=KEEP_DAYS, help=f"older ones are removed ({KEEP_DAYS})")

    def handle(self, *, folder: Path, keep_days: int, **options: Any) -> None:
        if keep_days < 1:
            raise CommandError("Keep backups for a day or more.")
        try:
            made = back_up(folder, keep_days=keep_days)
        except (BackupProblem, OSError, TarError, DatabaseError, InterfaceError) as problem:
            words = _in_words(problem)
            _note(problem=words)
            raise CommandError(f"There is no new backup. {words}") from problem
        _note(file=made.file.name, size=made.file.stat().st_size)
        Backup.objects.filter(at__lt=timezone.now() - timedelta(days=keep_days)).delete()
        self._tell(made)

    def _tell(self, made: Made) -> None:
        rows, pictures = sum(made.manifest.rows.values()), len(made.manifest.media)
        size = made.file.stat().st_size / 1_000_000
        self.stdout.write(f"{made.file}: {size:.1f} MB, {rows} rows, {pictures} files.")
        if made.lost:
            self.stderr.write(f"Not in MEDIA_ROOT, though the database names them: {', '.join(made.lost[:5])}")


def _in_words(problem: Exception) -> str:
    if isinstance(problem, OSError):
        return f"{problem.filename or 'The disk'}: {problem.strerror or type(problem).__name__}."
    return str(problem).strip() if isinstance(problem, BackupProblem) else str(problem).strip().partition("\n")[0]


def _note(**columns: Any) -> None:
    """Tell the staff pages. Where the database is away, the lack of a good backup tells them tomorrow."""
    try:
        connection.close()  # whatever state it is in
        Backup.objects.create(**columns)
    except (DatabaseError, InterfaceError):
        return
