"""What is measured: PostgreSQL that keeps what it commits, and web servers as in production."""

import hashlib
import os
import secrets
import signal
import subprocess
import sys
import time
from contextlib import closing, suppress
from dataclasses import dataclass, field
from pathlib import Path
from socket import create_connection, socket

import psycopg2
from psycopg2.extensions import ISOLATION_LEVEL_AUTOCOMMIT

from coprod.local.postgres import Cluster, stop
from coprod.local.processes import tied_to_this_process
from coprod.serving import web_server

ROOT = Path(__file__).resolve().parents[2]
STATE = ROOT / ".local" / "bench"
# As in production, but for the application; of two ports the last one counts.
GRANIAN = [*web_server(host="127.0.0.1", port=0)[1:-1], "--port", "{port}"]
GUNICORN = ["-m", "gunicorn", "--no-control-socket", "--workers", "2", "--bind", "127.0.0.1:{port}"]
GUNICORN += ["--log-level", "error"]
COMMANDS = {
    "granian": GRANIAN,
    "gunicorn sync": GUNICORN,
    "gunicorn gthread": [*GUNICORN, "--worker-class", "gthread", "--threads", "4"],
}


@dataclass
class Server:
    """A web server on a port of its own."""

    port: int
    process: "subprocess.Popen[bytes]"

    def url(self, path: str) -> str:
        return f"http://127.0.0.1:{self.port}{path}"

    def stop(self) -> None:
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()


@dataclass
class Ground:
    """The cluster with a database for each size, kept from run to run while the tables and the content are the same."""

    command: list[str] = field(default_factory=lambda: GRANIAN)
    servers: list[Server] = field(default_factory=list)

    def __post_init__(self) -> None:
        for folder in (STATE, STATE / "pages", STATE / "media", STATE / "proofs"):
            folder.mkdir(parents=True, exist_ok=True)
        STATE.chmod(0o755)  # as root, PostgreSQL is another user and must get in
        self.cluster = Cluster.of_project(STATE)
        self.database = self.cluster.start()

    def end(self) -> None:
        for server in self.servers:
            server.stop()
        stop(self.database)

    def url_of(self, name: str) -> str:
        return self.cluster.url.rpartition("/")[0] + f"/{name}"

    def environment(self, name: str, port: int = 8000, **more: str) -> dict[str, str]:
        inherited = {key: os.environ[key] for key in ("PATH", "HOME", "LANG") if key in os.environ}
        return {
            **inherited,
            "COPROD_ENV": "production",
            "DJANGO_SETTINGS_MODULE": "coprod.settings",
            "SECRET_KEY": secrets.token_urlsafe(60),
            "SITE_URL": f"http://127.0.0.1:{port}",
            "DATABASE_URL": self.url_of(name),
            "EMAIL_HOST": "127.0.0.1",
            "DEFAULT_FROM_EMAIL": "hello@example.org",
            "MEDIA_ROOT": str(STATE / "media"),
            "STATIC_ROOT": str(STATE / "static"),
            "PROOFS_FOLDER": str(STATE / "proofs"),
            "BENCH_PAGES": str(STATE / "pages"),
            **more,
        }

    def provide(self, posts: int, sign_ups: int) -> str:
        """Return the name of a database with so much in it, made now if it is not there."""
        name = f"posts_{posts}_signups_{sign_ups}"
        if self._one("SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = %s", name) == [
            _stamp()
        ]:
            return name
        print(f"Filling a database with {posts:,} posts and {sign_ups:,} sign-ups.", flush=True)
        self._command(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
        self._command(f"CREATE DATABASE {name}")
        for command in (["manage.py", "migrate", "-v0"], ["-m", "tests.bench.content", str(posts), str(sign_ups)]):
            environment = self.environment(name, COPROD_ENV="test")  # the demo content is not for a live site
            subprocess.run([sys.executable, *command], cwd=ROOT, env=environment, check=True)
        self._command(f"COMMENT ON DATABASE {name} IS '{_stamp()}'")
        return name

    def _command(self, sql: str) -> None:
        with closing(psycopg2.connect(self.url_of("postgres"))) as connection:
            connection.set_isolation_level(ISOLATION_LEVEL_AUTOCOMMIT)  # no database is made within a transaction
            with connection.cursor() as cursor:
                cursor.execute(sql)

    def _one(self, sql: str, *values: object) -> list[object]:
        with closing(psycopg2.connect(self.url_of("postgres"))) as connection, connection.cursor() as cursor:
            cursor.execute(sql, values)
            return [row[0] for row in cursor.fetchall()]

    def keep_pages(self, name: str, pages: dict[str, bytes]) -> None:
        """Give the bare views what the site answered."""
        for kind, page in pages.items():
            (STATE / "pages" / f"{kind}.page").write_bytes(page)
        with closing(psycopg2.connect(self.url_of(name))) as connection, connection, connection.cursor() as cursor:
            cursor.execute("CREATE TABLE IF NOT EXISTS bench_page (kind text PRIMARY KEY, page bytea NOT NULL)")
            cursor.execute("DELETE FROM bench_page")
            cursor.executemany("INSERT INTO bench_page VALUES (%s, %s)", list(pages.items()))

    def collect_static(self, name: str) -> None:
        command = [sys.executable, "manage.py", "collectstatic", "--noinput", "-v0"]
        subprocess.run(command, cwd=ROOT, env=self.environment(name), check=True)

    def serve(
        self, name: str, *, application: str = "coprod.wsgi", command: list[str] | None = None, **more: str
    ) -> Server:
        """Start a web server over that database."""
        port = _free_port()
        words = [word.format(port=port) for word in command or self.command]
        process = subprocess.Popen(
            [sys.executable, *words, f"{application}:application"],
            cwd=ROOT,
            env=self.environment(name, port, **more),
            stdin=subprocess.DEVNULL,
            start_new_session=True,
            preexec_fn=tied_to_this_process(signal.SIGKILL),  # noqa: PLW1509 - there is one thread here
        )
        server = Server(port, process)
        self.servers.append(server)
        _wait_for(port)
        return server


def _stamp() -> str:
    """A short name for the tables and the content of today."""
    sources = [Path(__file__).with_name("content.py"), *sorted(ROOT.glob("*/migrations/0*.py"))]
    return hashlib.sha256(b"".join(source.read_bytes() for source in sources)).hexdigest()[:16]


def _free_port() -> int:
    with socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait_for(port: int, seconds: float = 60) -> None:
    patience = time.monotonic() + seconds
    while time.monotonic() < patience:
        with suppress(OSError), create_connection(("127.0.0.1", port), timeout=5) as wire:
            wire.sendall(b"GET / HTTP/1.0\r\nHost: 127.0.0.1\r\n\r\n")
            if wire.recv(8):
                return
        time.sleep(0.1)
    raise SystemExit("A web server did not start: the lines above say why.")
