"""Makes a site of a backup again, on a machine where there is nothing yet."""

from datetime import datetime
from pathlib import Path
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser

from coprod.backup import restoring
from coprod.backup.manifest import Manifest
from coprod.backup.models import Backup
from coprod.backup.programs import BackupProblem
from coprod.owner import as_owner


class Command(BaseCommand):
    help = "Restores a backup into an empty database and an empty MEDIA_ROOT, and erases again who was erased since."
    requires_system_checks = ()  # they would look for tables

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--key", type=Path, help="the file of the secret key, if gpg does not have it already")

    def handle(self, *, file: Path, key: Path | None, **options: Any) -> None:
        self.check(tags=["database"], databases=["default"])
        with as_owner():
            try:
                told = restoring.restore(file, key)
            except BackupProblem as problem:
                raise CommandError(str(problem)) from problem
            self._compare(told)
        call_command("migrate", verbosity=0)
        call_command("erase_person", again=True, stdout=self.stdout)
        # The one that it was restored from is good. The one before it is the last that its own tables know of.
        Backup.objects.create(at=datetime.fromisoformat(told.made_at), file=file.name, size=file.stat().st_size)
        self.stdout.write("Restored. Start the site and the mail worker now: mail that waited goes out.")

    def _compare(self, told: Manifest) -> None:
        different = restoring.differences(told)
        for table, rows in sorted(told.rows.items()):
            self.stdout.write(f"{rows:>9}  {table}{'  NOT AS IT WAS' if table in different else ''}")
        self.stdout.write(f"{sum(told.rows.values()):>9}  rows in {len(told.tables)} tables, as on {told.made_at}")
        self.stdout.write(f"{len(told.media):>9}  files in MEDIA_ROOT")
        if different:
            raise CommandError(f"It is restored, and not the same in: {', '.join(different)}. Do not start the site.")
