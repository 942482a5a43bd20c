"""Moves a blog here from the file that Blogger or WordPress exports."""

import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any, TextIO

from django.core.management.base import BaseCommand, CommandError
from django.db import OperationalError

from blog.importers.alone import AnotherRuns
from blog.importers.exports import Unusable
from blog.importers.moving import move

BAR = 30


class Command(BaseCommand):
    help = (
        "Move a blog here: a Blogger export (the feed.atom of Google Takeout, or an older one) or a WordPress export. "
        "Run it as often as you like: it never does anything twice, and keeps what staff have changed. "
        "A broken entry is reported with its line and the rest is imported: the exit status is 0 all the same. "
        "It is 1 if the file cannot be used at all or another import is running; then nothing is changed."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE", help="the export, unpacked")
        parser.add_argument("--dry-run", action="store_true", help="say what an import would do, and change nothing")

        parser.add_argument(
            "--pictures",
            type=Path,
            metavar="FOLDER",
            help="take the pictures from this folder, as Takeout has it",
        )
        parser.add_argument(
            "--fetch-pictures", action="store_true", help="fetch the pictures over https from the old blog's own hosts"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        bar = _Bar(sys.stderr)
        try:
            report = move(
                options["file"],
                dry_run=options["dry_run"],
                progress=bar.show if bar.wanted else None,
                pictures=options["pictures"],
                fetch=options["fetch_pictures"],
            )
        except Unusable as problem:
            raise CommandError(str(problem)) from problem
        except AnotherRuns as problem:
            raise CommandError("Another import is running. Wait until it has ended, then run this again.") from problem
        except OperationalError as problem:
            raise CommandError(
                "The database stopped answering. What was imported is kept. Run this again."
            ) from problem
        finally:
            bar.clear()
        # A terminal that cannot show a letter shows its number.
        encoding = getattr(self.stdout, "encoding", None) or "utf-8"
        for line in report.lines():
            self.stdout.write(line.encode(encoding, "backslashreplace").decode(encoding))


class _Bar:
    """A progress bar, for somebody who watches."""

    def __init__(self, out: TextIO) -> None:
        self.out, self.wanted, self.drawn = out, out.isatty(), ""

    def show(self, done: int, everything: int) -> None:
        filled = BAR * done // everything if everything else BAR
        bar = f"\r[{'#' * filled}{'.' * (BAR - filled)}] {done} of {everything}"
        if bar != self.drawn:
            self.drawn = bar
            self.out.write(bar)
            self.out.flush()

    def clear(self) -> None:
        if self.drawn:
            self.out.write("\r" + " " * len(self.drawn) + "\r")
