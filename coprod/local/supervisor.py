"""Runs the site on a developer's machine: PostgreSQL, the web server and the mail worker, from one start to one stop.

Nothing that it starts outlives it: Ctrl-C, SIGTERM and a closed terminal end all of it in order, and after `kill -9`
the kernel does (see processes.py for the children, keeper.py for PostgreSQL).
"""

import errno
import fcntl
import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from contextlib import suppress
from types import FrameType

from coprod.local.binaries import DatabaseProblem
from coprod.local.children import Child, Children
from coprod.local.development import ADDRESS, STATE, SUPERVISED, prepare_environment, staff_password
from coprod.local.keeper import PROJECT, Hold
from coprod.local.processes import die_with_parent, tied_to_this_process
from coprod.serving import web_server

HOST = "127.0.0.1"
TICK_SECONDS = 0.1
ANSWER_SECONDS = 60


class CannotRun(Exception):
    """The site cannot be started. The message is one line that says what to do."""


class Supervisor:
    def __init__(self, port: int) -> None:
        self.port = port
        self.address = f"http://{HOST}:{port}"
        self.children = Children()
        self.ended_by: signal.Signals | None = None
        self._hold: Hold | None = None
        self._lock = -1

    def run(self) -> int:
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self._end)
        if "MAKELEVEL" in os.environ:  # `make run`, whose sudden death must end us too
            die_with_parent(signal.SIGTERM)
        os.environ.setdefault("SITE_URL", self.address)
        self._hold = prepare_environment()
        self._be_the_only_one()
        try:
            _must_be_free(self.port)
            ADDRESS.write_text(self.address)
            self._serve()
        finally:
            self.children.stop()
            ADDRESS.unlink(missing_ok=True)
        return 128 + int(self.ended_by or 0)

    def _serve(self) -> None:
        """Start everything, and return when someone has ended it."""
        staff = self._make_ready()
        if not self.ended_by:
            self._start_web_server()
            self._wait_for_an_answer()
        if not self.ended_by:
            self._tell(staff)
            # Not before: while both load Django, each is slower, and someone waits for the first page.
            self.children.add(Child("mail worker", [sys.executable, "manage.py", "deliver_mail", "--forever"]))
        while not self.ended_by:
            self._tick()

    def _end(self, number: int, _frame: FrameType | None) -> None:
        if self.ended_by:  # asked twice: no more patience
            self.children.kill()
        self.ended_by = signal.Signals(number)

    def _be_the_only_one(self) -> None:
        self._lock = os.open(STATE / "run.lock", os.O_RDWR | os.O_CREAT, 0o600)
        try:
            fcntl.flock(self._lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            where = f" at {ADDRESS.read_text()}" if ADDRESS.exists() else ""
            raise CannotRun(f"This site is already running{where}. Stop it with Ctrl-C there first.") from None

    def _make_ready(self) -> list[str]:
        """Return the staff accounts that can be told of."""
        command = [sys.executable, "-m", "coprod.local", "ready"]
        tie = tied_to_this_process(signal.SIGKILL)
        ready = subprocess.Popen(
            command,
            cwd=PROJECT,
            stdout=subprocess.PIPE,
            text=True,
            start_new_session=True,
            preexec_fn=tie,  # noqa: PLW1509 - there is one thread here
        )
        while ready.poll() is None and not self.ended_by:
            time.sleep(TICK_SECONDS / 5)
        if self.ended_by:
            ready.terminate()
        told, _ = ready.communicate()
        if ready.returncode and not self.ended_by:
            raise CannotRun("")
        return told.splitlines()[-1].split() if told else []

    def _start_web_server(self) -> None:
        os.environ[SUPERVISED] = str(os.getpid())
        web = web_server(host=HOST, port=self.port)
        if os.environ.get("DEBUG", "").lower() in {"1", "true", "yes", "on"}:
            web = [sys.executable, "manage.py", "runserver", f"{HOST}:{self.port}"]
        self.web = Child("web server", web)
        self.children.add(self.web)

    def _wait_for_an_answer(self) -> None:
        """Return once the web server answers anything at all."""
        patience = time.monotonic() + ANSWER_SECONDS
        while not self.ended_by and time.monotonic() < patience:
            time.sleep(TICK_SECONDS)
            if self.web.is_dead():
                _must_be_free(self.port)  # someone else may have been quicker
                raise CannotRun("The web server could not start: the lines above say why.")
            connection = http.client.HTTPConnection(HOST, self.port, timeout=5)
            with suppress(OSError, http.client.HTTPException):
                connection.request("HEAD", "/healthz")
                connection.getresponse()
                return
            connection.close()
        if not self.ended_by:
            raise CannotRun("The web server started but does not answer.")

    def _tick(self) -> None:
        time.sleep(TICK_SECONDS)
        if self.ended_by:
            return
        self.children.restart_the_dead()
        if self._hold and not self._hold.running():
            self._hold.take()

    def _tell(self, staff: list[str]) -> None:
        login = f"{self.address}/admin/   user: {' or '.join(staff)}   password: {staff_password()}"
        if not staff:
            login = "none yet. Make one: .venv/bin/python manage.py createsuperuser"
        say(
            f"\nThe site is running. Press Ctrl-C to stop it.\n\n"
            f"  Address       {self.address}/\n"
            f"  Staff log-in  {login}\n"
            f"  Sent mail     {self.address}/development/mail/   or the files in {os.environ['MAIL_FOLDER']}\n"
        )


def _must_be_free(port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError as error:
            taken = error.errno == errno.EADDRINUSE
            why = "is taken by another program" if taken else "may not be used by you"
            raise CannotRun(f"Port {port} {why}. Choose another: PORT=8001 make run") from None


def _port() -> int:
    words = os.environ.get("PORT", "").strip() or "8000"
    if not words.isascii() or not words.isdigit() or not 0 < int(words) < 65536:
        raise CannotRun(f"PORT is {words!r}. Use a number from 1 to 65535, such as: PORT=8001 make run")
    return int(words)


def say(words: str) -> None:
    with suppress(OSError):  # the terminal is gone: that is why we stop
        print(words, flush=True)


def run() -> int:
    try:
        return Supervisor(_port()).run()
    except (CannotRun, DatabaseProblem) as problem:
        if str(problem):
            print(problem, file=sys.stderr)
        return 1
