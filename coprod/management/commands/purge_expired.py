"""Removes what has come to its time: settings in admin say how long each kind of record is kept."""

from collections import Counter
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from coprod.keeping import purging


class Command(BaseCommand):
    help = "Removes every record that has been kept for as long as admin says. The mail worker does it once a day too."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="list what would go, and change nothing")

    def handle(self, *, dry_run: bool, **options: Any) -> None:
        if dry_run:
            found = list(purging.due())
            for record in found:
                self.stdout.write(f"{record.kind}\t{record.name}\t{timezone.localdate(record.since)}")
            self._sum_up(Counter(record.kind for record in found), "Would remove")
            return
        gone = purging.purge()
        if gone is None:
            self.stdout.write("Another run is at work. Nothing was done here.")
        else:
            self._sum_up(gone, "Removed")

    def _sum_up(self, counts: Counter[str], verb: str) -> None:
        kinds = ", ".join(f"{kind} {count}" for kind, count in sorted(counts.items()))
        self.stdout.write(f"{verb} {counts.total()}" + (f": {kinds}" if kinds else "."))
