"""Keeps PostgreSQL running for as long as anyone holds it, and not a moment longer.

The site and every manage.py command hold a shared lock while they live. The keeper, one process for each cluster, is
PostgreSQL's parent and waits for that same lock alone: it gets it when the last of them has ended, however it ended,
for the kernel lets go of the locks of the dead. So two commands never pull the server from under each other, and
nothing is left after `kill -9`. If the keeper itself is killed, the kernel stops PostgreSQL, and the site starts both.
"""

import fcntl
import os
import shutil
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path
from types import FrameType

from coprod.local.binaries import DatabaseProblem
from coprod.local.postgres import START_SECONDS, STOP_SECONDS, Cluster, stop

PROJECT = Path(__file__).resolve().parent.parent.parent
# Within this many seconds of the last release the keeper has the lock.
KEEPER_WAKES = 0.1


# The keepers that this process has started, by their state: one may well outlast the hold that started it.
_started: dict[Path, "subprocess.Popen[bytes]"] = {}


class Hold:
    """This process's claim on the cluster. Locks live in `state`, a folder of our own."""

    def __init__(self, cluster: Cluster, state: Path) -> None:
        self.cluster = cluster
        self.state = state
        self._claim: int | None = None

    def take(self) -> None:
        """Return when the server answers, started if need be. Raises DatabaseProblem with what to do."""
        if self._claim is None:
            self._claim = os.open(self.state / "holders.lock", os.O_RDWR | os.O_CREAT, 0o600)
            fcntl.flock(self._claim, fcntl.LOCK_SH)  # waits while a keeper is stopping the server
        patience = time.monotonic() + START_SECONDS + STOP_SECONDS
        while time.monotonic() < patience:
            if self.running():
                if _is_locked(self.state / "ready.lock"):
                    return
            elif self.state not in _started or _started[self.state].poll() is not None:
                self._start_keeper()
            time.sleep(0.02)
        raise DatabaseProblem(f"PostgreSQL did not start in time. Its log is {self.cluster.log}")

    def running(self) -> bool:
        return _is_locked(self.state / "keeper.lock")

    def release(self) -> None:
        """Let go. When we were the last, return after the server has stopped."""
        if self._claim is None:
            return
        os.close(self._claim)
        self._claim = None
        released = time.monotonic()
        while self.running() and (waited := time.monotonic() - released) < STOP_SECONDS:
            if waited > KEEPER_WAKES and not _is_locked(self.state / "holders.lock"):
                return  # others still hold it
            time.sleep(0.01)
        if self.state in _started:
            _started.pop(self.state).wait(STOP_SECONDS)

    def _start_keeper(self) -> None:
        if self.state in _started and _started.pop(self.state).returncode == 1:
            raise DatabaseProblem(_told(self.state) or f"PostgreSQL did not start. Its log is {self.cluster.log}")
        command = [sys.executable, "-m", "coprod.local.keeper", str(self.state)]
        with (self.state / "keeper.log").open("wb") as log:
            _started[self.state] = subprocess.Popen(
                [*command, *(["--scratch"] if self.cluster.scratch else [])],
                cwd=PROJECT,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=log,
                start_new_session=True,  # Ctrl-C and a closed terminal are for those who hold, not for the keeper
            )


class Keeper:
    def __init__(self, cluster: Cluster, state: Path) -> None:
        self.cluster = cluster
        self.state = state
        self._over = threading.Event()
        self._lock = os.open(self.state / "keeper.lock", os.O_RDWR | os.O_CREAT, 0o600)
        self._ready = os.open(self.state / "ready.lock", os.O_RDWR | os.O_CREAT, 0o600)

    def run(self) -> int:
        try:
            fcntl.flock(self._lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return 0  # another keeper was quicker
        threading.Thread(target=self._wait_for_the_last, daemon=True).start()
        try:
            server = self._start()
            while not self._over.wait(0.2):
                if server.poll() is not None:  # it died alone
                    server = self._start()
        except DatabaseProblem as problem:
            os.pwrite(self._lock, str(problem).encode(), 0)
            return 1
        fcntl.flock(self._ready, fcntl.LOCK_UN)
        stop(server)
        if self.cluster.scratch:
            self.cluster.remove()
            shutil.rmtree(self.state, ignore_errors=True)
        return 0

    def _start(self) -> "subprocess.Popen[bytes]":
        """Start the server. While it answers, and no longer, the keeper has the lock that says so."""
        fcntl.flock(self._ready, fcntl.LOCK_UN)
        os.ftruncate(self._lock, 0)
        server = self.cluster.start()
        fcntl.flock(self._ready, fcntl.LOCK_EX)
        return server

    def finish(self, _number: int, _frame: FrameType | None) -> None:
        self._over.set()

    def _wait_for_the_last(self) -> None:
        holders = os.open(self.state / "holders.lock", os.O_RDWR | os.O_CREAT, 0o600)
        fcntl.flock(holders, fcntl.LOCK_EX)
        self._over.set()


def _is_locked(lock: Path) -> bool:
    """Tell whether someone has the lock for himself alone."""
    try:
        handle = os.open(lock, os.O_RDWR)
    except FileNotFoundError:
        return False
    try:
        fcntl.flock(handle, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    finally:
        os.close(handle)
    return False


def _told(state: Path) -> str:
    lock = state / "keeper.lock"
    return lock.read_text() if lock.exists() else ""


def main(arguments: list[str]) -> int:
    state = Path(arguments[0])
    keeper = Keeper(Cluster.of_project(state, scratch="--scratch" in arguments), state)
    signal.signal(signal.SIGTERM, keeper.finish)
    return keeper.run()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
