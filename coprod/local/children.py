"""The programs that the supervisor runs: each in a session of its own, started again when it dies."""

import signal
import subprocess
import sys
import time
from contextlib import suppress
from dataclasses import dataclass, field

from coprod.local.keeper import PROJECT
from coprod.local.processes import tied_to_this_process

LONGEST_PAUSE = 30.0
STEADY_SECONDS = 60
STOP_SECONDS = 15


@dataclass
class Child:
    name: str
    command: list[str]
    process: "subprocess.Popen[bytes] | None" = None
    pause: float = 0.5
    started: float = 0.0
    again: float | None = field(default=None)

    def start(self) -> None:
        self.started, self.again = time.monotonic(), None
        self.process = subprocess.Popen(
            self.command,
            cwd=PROJECT,
            stdin=subprocess.DEVNULL,
            start_new_session=True,  # Ctrl-C is for the supervisor, which stops its children in order
            preexec_fn=tied_to_this_process(signal.SIGKILL),  # noqa: PLW1509 - there is one thread here
        )

    def is_dead(self) -> bool:
        return self.process is not None and self.process.poll() is not None

    def restart_if_dead(self) -> None:
        """Start it again after a pause, which doubles with every death that comes soon."""
        if self.process is None or not self.is_dead():
            return
        if self.again is None:
            if time.monotonic() - self.started > STEADY_SECONDS:
                self.pause = 0.5
            self.again = time.monotonic() + self.pause
            message = (
                f"The {self.name} ended with status {self.process.returncode}. It starts again in {self.pause:g} s."
            )
            with suppress(OSError):
                print(message, file=sys.stderr, flush=True)
            self.pause = min(self.pause * 2, LONGEST_PAUSE)
        elif time.monotonic() >= self.again:
            self.start()

    def signal(self, number: signal.Signals) -> None:
        if self.process is not None and self.process.poll() is None:
            self.process.send_signal(number)


class Children:
    def __init__(self) -> None:
        self._all: list[Child] = []

    def add(self, child: Child) -> None:
        child.start()
        self._all.append(child)

    def restart_the_dead(self) -> None:
        for child in self._all:
            child.restart_if_dead()

    def stop(self) -> None:
        """Ask all to end what they are doing, and wait; then do not ask any more."""
        for child in self._all:
            child.signal(signal.SIGTERM)
        patience = time.monotonic() + STOP_SECONDS
        for child in self._all:
            if child.process is not None:
                with suppress(subprocess.TimeoutExpired):
                    child.process.wait(max(patience - time.monotonic(), 0.1))
        self.kill()

    def kill(self) -> None:
        for child in self._all:
            child.signal(signal.SIGKILL)
