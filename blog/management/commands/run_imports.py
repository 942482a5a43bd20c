"""Does the imports that staff asked for in admin. The mail worker starts it; mail goes on meanwhile."""

import os
import sys
from argparse import ArgumentParser
from threading import Thread
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import OperationalError

from blog.importers.alone import AnotherRuns
from blog.importers.running import run_what_waits


class Command(BaseCommand):
    help = "Do the imports of old blogs that wait in admin, then end."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--with-parent", action="store_true", help="end at once when standard input is closed")

    def handle(self, *, with_parent: bool, **options: Any) -> None:
        if with_parent:
            Thread(target=_end_with_parent, daemon=True).start()
        try:
            count = run_what_waits()
        except AnotherRuns as problem:
            raise CommandError("Another import is running. What waits is done after it.") from problem
        except OperationalError as problem:
            raise CommandError("The database stopped answering. What was begun is begun again.") from problem
        self.stdout.write(f"Imports: {count} done.")


def _end_with_parent() -> None:
    """Nobody ever writes to this pipe. It is closed when the process that started us ends, however that came."""
    os.read(sys.stdin.fileno(), 1)
    os._exit(1)
