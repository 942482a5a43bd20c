"""A command that the worker starts beside itself when there is something to do, and that never outlives it."""

import subprocess
import sys
import time
from collections.abc import Callable

from django.conf import settings

PAUSE = 5.0  # seconds, so that one which ends at once is not started over and over


class Alongside:
    def __init__(self, command: str, is_wanted: Callable[[], bool]) -> None:
        self.command, self.is_wanted = command, is_wanted
        self.process: subprocess.Popen[bytes] | None = None
        self.next_at = time.monotonic()

    def look(self) -> None:
        if self.process is not None and self.process.poll() is not None:
            self.next_at = time.monotonic() + (PAUSE if self.process.returncode else 0)
            self.process = None
        if self.process is None and time.monotonic() >= self.next_at and self.is_wanted():
            self._start()

    def _start(self) -> None:
        self.process = subprocess.Popen(
            [sys.executable, str(settings.BASE_DIR / "manage.py"), self.command, "--with-parent"],
            cwd=settings.BASE_DIR,
            stdin=subprocess.PIPE,  # the kernel closes our end of it when we end, even by kill -9
            start_new_session=True,  # Ctrl-C is for us
        )
