"""One PostgreSQL cluster of this project's own: where it lies, and how it is made, started and stopped.

It listens on a unix socket in a folder that nobody else may enter, so it needs no password and takes no port.
"""

import hashlib
import os
import shutil
import signal
import subprocess
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote

import psycopg2

from coprod.local.binaries import Account, DatabaseProblem, account_for, find_binaries
from coprod.local.processes import tied_to_this_process, working_below

NAME = "coprod"
SYSTEM_STATE = Path("/var/lib/coprod-development")
SOCKET = ".s.PGSQL.5432"
LONGEST_SOCKET = 107
START_SECONDS, STOP_SECONDS = 60, 20

# Modest, quiet, and never a value that somebody typed in the log.
OPTIONS = {
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "max_connections": "40",
    "shared_buffers": "64MB",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "log_parameter_max_length_on_error": "0",
    "log_min_error_statement": "panic",
    "log_checkpoints": "off",
}
# For data that is thrown away: several times faster, and lost in a crash of the machine.
SCRATCH_OPTIONS = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off", "max_connections": "80"}


@dataclass(frozen=True)
class Cluster:
    home: Path
    account: Account | None = None
    scratch: bool = False

    @classmethod
    def of_project(cls, state: Path, *, scratch: bool = False) -> "Cluster":
        """Return the cluster that belongs to the project whose `.local` folder is `state`."""
        beside = state / "postgres"
        account = account_for(beside)
        if account is None or account.can_enter(state):
            return cls(beside, account, scratch)
        if (beside / "data").exists():
            raise DatabaseProblem(
                f"The user {account.name} can no longer reach the database in {beside}. Open the folders above it."
            )
        name = f"{state.parent.name}-{_short_name(state)}"
        return cls(SYSTEM_STATE / name, account_for(SYSTEM_STATE / name), scratch)

    @property
    def data(self) -> Path:
        return self.home / "data"

    @property
    def log(self) -> Path:
        return self.home / "log"

    @property
    def socket_folder(self) -> Path:
        """The home, unless libpq could not use a socket there: then a short private place, named after the home."""
        if len(os.fsencode(self.home / SOCKET)) <= LONGEST_SOCKET and "," not in str(self.home):
            return self.home
        return Path("/tmp") / f"coprod-{_short_name(self.home)}"  # noqa: S108 - checked by _private

    @property
    def url(self) -> str:
        return f"postgres://{NAME}@{quote(str(self.socket_folder), safe='')}/{NAME}"

    def start(self) -> "subprocess.Popen[bytes]":
        """Start the server as a child of this process, and return when it answers and has our database."""
        self._make_folders()
        binaries = find_binaries(self.account, SYSTEM_STATE)
        self._clear_what_a_killed_server_left()
        if not self.data.exists():
            self._initialise(binaries)
        server = self._launch(binaries)
        self._wait_until_ready(server)
        self._make_database()
        return server

    def remove(self) -> None:
        shutil.rmtree(self.home, ignore_errors=True)
        if self.socket_folder != self.home:
            shutil.rmtree(self.socket_folder, ignore_errors=True)

    def _make_folders(self) -> None:
        if self.home.is_relative_to(SYSTEM_STATE):
            SYSTEM_STATE.mkdir(mode=0o755, exist_ok=True)
        for folder in {self.home, self.socket_folder}:
            folder.mkdir(mode=0o700, exist_ok=True)
            if self.account and folder.stat().st_uid == 0:
                os.chown(folder, self.account.uid, self.account.gid)
            _must_be_private(folder, self.account.uid if self.account else os.geteuid())

    def _clear_what_a_killed_server_left(self) -> None:
        """Remove the lock files of a server that is gone: its number may belong to a zombie or a stranger by now."""
        patience = time.monotonic() + STOP_SECONDS
        while working_below(str(self.data)):
            if time.monotonic() > patience:
                raise DatabaseProblem(f"Another PostgreSQL still uses {self.data}. Stop it, then try again.")
            time.sleep(0.05)
        for leftover in (
            self.data / "postmaster.pid",
            self.socket_folder / SOCKET,
            self.socket_folder / f"{SOCKET}.lock",
        ):
            leftover.unlink(missing_ok=True)

    def _initialise(self, binaries: Path) -> None:
        """Make the cluster beside its place and move it there when it is whole."""
        half = self.home / "data.half"
        shutil.rmtree(half, ignore_errors=True)
        command: list[str | Path] = [
            binaries / "initdb",
            "--pgdata",
            half,
            "--username",
            NAME,
            "--auth",
            "trust",
            "--encoding",
            "UTF8",
        ]
        command += [
            "--locale",
            "C.UTF-8",
            "--data-checksums",
            "--no-instructions",
            *(["--no-sync"] if self.scratch else []),
        ]
        done = subprocess.run(
            command,
            capture_output=True,
            text=True,
            check=False,
            cwd=self.home,
            env=_environment(),
            **self._as_account(),
        )
        if done.returncode:
            raise DatabaseProblem(f"PostgreSQL could not make a database in {self.home}: {_last_line(done.stderr)}")
        half.rename(self.data)

    def _launch(self, binaries: Path) -> "subprocess.Popen[bytes]":
        options = {**OPTIONS, **(SCRATCH_OPTIONS if self.scratch else {})}
        quoted = str(self.socket_folder).replace('"', '""')
        options["unix_socket_directories"] = f'"{quoted}"'
        command: list[str | Path] = [binaries / "postgres", "-D", self.data]
        for name, value in options.items():
            command += ["-c", f"{name}={value}"]
        with self.log.open("wb") as log:
            return subprocess.Popen(
                command,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                cwd=self.home,
                env=_environment(),
                preexec_fn=tied_to_this_process(signal.SIGINT),  # noqa: PLW1509 - SIGINT is its fast, clean stop
                **self._as_account(),
            )

    def _wait_until_ready(self, server: "subprocess.Popen[bytes]") -> None:
        patience = time.monotonic() + START_SECONDS
        while server.poll() is None and time.monotonic() < patience:
            if _last_line(_text(self.data / "postmaster.pid")) == "ready":
                return
            time.sleep(0.01)
        stop(server)
        raise DatabaseProblem(f"PostgreSQL did not start: {_last_line(_text(self.log))} (more in {self.log})")

    def _make_database(self) -> None:
        connection = psycopg2.connect(host=str(self.socket_folder), user=NAME, dbname="postgres")
        try:
            connection.autocommit = True
            with connection.cursor() as cursor:
                cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [NAME])
                if cursor.fetchone() is None:
                    cursor.execute(f"CREATE DATABASE {NAME}")
        finally:
            connection.close()

    def _as_account(self) -> dict[str, Any]:
        if self.account is None:
            return {}
        return {"user": self.account.uid, "group": self.account.gid, "extra_groups": []}


def stop(server: "subprocess.Popen[bytes]") -> None:
    """End the server, kindly, then firmly. What was committed stays either way."""
    for how in (signal.SIGINT, signal.SIGQUIT, signal.SIGKILL):
        if server.poll() is None:
            server.send_signal(how)
            try:
                server.wait(STOP_SECONDS)
            except subprocess.TimeoutExpired:
                continue


def _must_be_private(folder: Path, owner: int) -> None:
    found = folder.lstat()
    if folder.is_symlink() or found.st_uid != owner or found.st_mode & 0o077:
        raise DatabaseProblem(f"{folder} must be a folder that user number {owner} owns and nobody else may enter.")


def _short_name(path: Path) -> str:
    return hashlib.sha256(f"{path.resolve()} {os.geteuid()}".encode()).hexdigest()[:12]


def _environment() -> dict[str, str]:
    return {"PATH": os.defpath, "LANG": "C.UTF-8", "TZ": "UTC"}


def _text(path: Path) -> str:
    return path.read_text(errors="replace") if path.exists() else ""


def _last_line(words: str) -> str:
    lines: Sequence[str] = words.strip().splitlines()
    return lines[-1].strip() if lines else ""
