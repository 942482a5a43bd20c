"""A whole site of the fault tests' own: PostgreSQL that keeps what it commits, granian, and the mail worker.

It runs with the settings of production. Everything is a child of the test run, started from its main thread, and dies
with it.
"""

import os
import secrets
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import Any

import psycopg2

from coprod.local.postgres import Cluster, stop
from coprod.local.processes import tied_to_this_process
from coprod.serving import web_server
from tests.faults.smtp import PostOffice

ROOT = Path(__file__).resolve().parents[2]
Process = subprocess.Popen[bytes]


def wait_until(true: Callable[[], bool], seconds: float, what: str) -> float:
    """Return how long it took."""
    start = time.monotonic()
    while not true():
        assert time.monotonic() - start < seconds, f"{what}: not within {seconds:g} s"
        time.sleep(0.05)
    return time.monotonic() - start


class Site:
    def __init__(self, folder: Path, post_office: PostOffice) -> None:
        self.folder = folder
        self.post_office = post_office
        self.cluster = Cluster.of_project(folder)
        self.database: Process | None = None
        self.web: Process | None = None
        self.second_web: Process | None = None
        self.workers: list[Process] = []
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = int(free.getsockname()[1])
        self.environment = self._environment()

    def _environment(self) -> dict[str, str]:
        return {
            **{name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ},
            "COPROD_ENV": "production",
            "SECRET_KEY": secrets.token_urlsafe(60),
            "SITE_URL": f"http://127.0.0.1:{self.port}",
            "DATABASE_URL": self.cluster.url,
            "EMAIL_HOST": "127.0.0.1",
            "EMAIL_PORT": str(self.post_office.port),
            "DEFAULT_FROM_EMAIL": "hello@example.org",
            "MEDIA_ROOT": str(self.folder / "media"),
            "STATIC_ROOT": str(self.folder / "static"),
            "PROOFS_FOLDER": str(self.folder / "proofs"),
            "TRUSTED_PROXIES": "1",  # each visitor has an address of their own
        }

    def start(self) -> None:
        self.start_database()
        for command in (["manage.py", "migrate", "-v0"], ["-m", "tests.faults.seeding"]):
            self._run(command)
        self._run(["manage.py", "collectstatic", "--noinput", "-v0"])
        self.start_web()
        self.start_worker()

    def end(self) -> None:
        for worker in self.workers:
            worker.kill()
            worker.wait()
        self.kill_second_web()
        self.kill_web()
        if self.database is not None:
            stop(self.database)
        self.cluster.remove()

    # ---- the database

    def start_database(self) -> None:
        self.database = self.cluster.start()

    def crash_database(self) -> None:
        """What `pg_ctl stop -m immediate` does: end at once, and write nothing more."""
        assert self.database is not None
        self.database.send_signal(signal.SIGQUIT)
        self.database.wait(20)

    @contextmanager
    def frozen_database(self) -> Iterator[None]:
        """As when its disk does not come back: every process of it is there, and none goes on."""
        assert self.database is not None
        server = self.database.pid
        children = Path(f"/proc/{server}/task/{server}/children").read_text().split()
        processes = [server, *map(int, children)]  # the parent first, so that there are no new ones
        for process in processes:
            os.kill(process, signal.SIGSTOP)
        try:
            yield
        finally:
            for process in reversed(processes):
                with suppress(ProcessLookupError):
                    os.kill(process, signal.SIGCONT)

    def rows(self, query: str, *values: Any) -> list[tuple[Any, ...]]:
        with closing(psycopg2.connect(self.cluster.url)) as connection, connection, connection.cursor() as cursor:
            cursor.execute(query, values)
            return cursor.fetchall() if cursor.description else []

    def count(self, query: str, *values: Any) -> int:
        return int(self.rows(f"SELECT count(*) FROM {query}", *values)[0][0])

    # ---- the web server

    def start_web(self) -> None:
        self.web = self._popen(web_server(host="127.0.0.1", port=self.port)[1:], "web")
        self.wait_until_up()

    def start_second_web(self) -> int:
        """Start a server of its own on the same database, as on another machine. Return its port."""
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = int(free.getsockname()[1])
        self.second_web = self._popen(web_server(host="127.0.0.1", port=port, workers=1)[1:], "second-web")
        wait_until(lambda: self._is_up(port), 90, "the second web server answers")
        return port

    def wait_until_up(self) -> float:
        return wait_until(self._is_up, 90, "the web server answers")

    def _is_up(self, port: int = 0) -> bool:
        with suppress(OSError), socket.create_connection(("127.0.0.1", port or self.port), timeout=10) as wire:
            wire.sendall(b"GET /healthz HTTP/1.0\r\n\r\n")
            return b" 200 " in wire.recv(64)
        return False

    def kill_second_web(self) -> None:
        if self.second_web is not None:
            os.killpg(self.second_web.pid, signal.SIGKILL)  # its worker too
            self.second_web.wait()
            self.second_web = None

    def kill_web(self) -> None:
        """Kill -9 for the server and all its workers at once."""
        if self.web is not None:
            os.killpg(self.web.pid, signal.SIGKILL)
            self.web.wait()
            self.web = None

    def kill_one_of_its_workers(self) -> None:
        """Kill -9 for one worker. The server itself starts another."""
        assert self.web is not None
        os.kill(self.web_workers()[0], signal.SIGKILL)

    def web_workers(self) -> list[int]:
        assert self.web is not None
        children = Path(f"/proc/{self.web.pid}/task/{self.web.pid}/children").read_text().split()
        commands = {int(child): Path(f"/proc/{child}/cmdline").read_bytes() for child in children}
        return [child for child, command in commands.items() if b"resource_tracker" not in command]

    def web_processor_seconds(self) -> float:
        """The processor time that the workers have used so far."""
        stats = [Path(f"/proc/{worker}/stat").read_text().rpartition(")")[2].split() for worker in self.web_workers()]
        return sum(int(stat[11]) + int(stat[12]) for stat in stats) / os.sysconf("SC_CLK_TCK")

    # ---- the mail worker

    def start_worker(self) -> Process:
        self.workers.append(self._popen(["manage.py", "deliver_mail", "--forever"], f"worker-{len(self.workers)}"))
        return self.workers[-1]

    def kill_workers(self) -> None:
        for worker in self.workers:
            worker.kill()
            worker.wait()
        self.workers.clear()

    def mail_waiting(self) -> int:
        return self.count("coprod_outgoingmail WHERE sent_at IS NULL AND failed_at IS NULL")

    def mail_is_due_now(self) -> None:
        """Turn the clock to the next try."""
        self.rows("UPDATE coprod_outgoingmail SET due_at = now() WHERE sent_at IS NULL AND failed_at IS NULL")

    # ---- processes

    def log(self, name: str) -> str:
        return (self.folder / f"{name}.log").read_text(errors="replace")

    def _run(self, command: list[str]) -> None:
        subprocess.run([sys.executable, *command], cwd=ROOT, env=self.environment, check=True)

    def _popen(self, command: list[str], name: str) -> Process:
        with (self.folder / f"{name}.log").open("ab") as log:
            return subprocess.Popen(
                [sys.executable, *command],
                cwd=ROOT,
                env=self.environment,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
                preexec_fn=tied_to_this_process(signal.SIGKILL),  # noqa: PLW1509 - from the main thread only
            )
