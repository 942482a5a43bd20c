"""Opens a backup whole and says whether it could be restored, on a machine that has the secret key."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from coprod.backup import reading
from coprod.backup.programs import BackupProblem


class Command(BaseCommand):
    help = "Reads a backup to its end and compares each part with what was written. Changes nothing."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--key", type=Path, help="the file of the secret key, if gpg does not have it already")

    def handle(self, *, file: Path, key: Path | None, **options: Any) -> None:
        try:
            told = reading.check(file, key)
        except BackupProblem as problem:
            raise CommandError(str(problem)) from problem
        rows, size = sum(told.rows.values()), told.database[0] / 1_000_000
        self.stdout.write(f"Whole. Made {told.made_at} of {told.site}, code {told.code or 'unknown'}.")
        self.stdout.write(f"{rows} rows in {len(told.tables)} tables ({size:.1f} MB), {len(told.media)} files.")
