"""A project's state of its own, beside the developer's, and the commands that people type in it."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import psycopg2

from coprod.local.keeper import PROJECT
from coprod.local.postgres import NAME, Cluster

HANGS = 300  # seconds. On a busy machine, making the tables alone may take one minute


class Project:
    def __init__(self) -> None:
        self.state = Path(tempfile.mkdtemp(prefix="coprod-project-"))
        self.state.chmod(0o755)
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self._running: list[subprocess.Popen[str]] = []

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def cluster(self) -> Cluster:
        return Cluster.of_project(self.state)

    def environment(self, **more: str) -> dict[str, str]:
        """Nothing of this test run's own settings: what a terminal has, and where the state lies."""
        kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
        return {**kept, "COPROD_STATE": str(self.state), "PORT": str(self.port), **more}

    def start(self, *arguments: str, **more: str) -> "subprocess.Popen[str]":
        process = subprocess.Popen(
            [sys.executable, *arguments],
            cwd=PROJECT,
            env=self.environment(**more),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        self._running.append(process)
        return process

    def run(self, *arguments: str, **more: str) -> "subprocess.CompletedProcess[str]":
        """Run a command to its end. Its two outputs are one, as on a terminal."""
        process = self.start(*arguments, **more)
        told, _ = process.communicate(timeout=HANGS)
        return subprocess.CompletedProcess(arguments, process.returncode, told)

    def serve(self) -> "subprocess.Popen[str]":
        """Run the site, and return when it has told its address."""
        site = self.start("-m", "coprod.local", "run")
        assert site.stdout is not None
        told = ""
        for line in site.stdout:
            told += line
            if "Sent mail" in line:
                return site
        raise AssertionError(f"The site did not start: {told}")

    def rows(self, query: str) -> list[tuple[object, ...]]:
        connection = psycopg2.connect(host=str(self.cluster.socket_folder), user=NAME, dbname=NAME)
        try:
            with connection, connection.cursor() as cursor:
                cursor.execute(query)
                return cursor.fetchall() if cursor.description else []
        finally:
            connection.close()

    def living(self, word: str = "") -> dict[int, str]:
        """Return the commands of the processes that belong to this project. A zombie no longer does."""
        mine = os.fsencode(self.state)
        found = {}
        for entry in Path("/proc").glob("[0-9]*"):
            try:
                command, where = (entry / "cmdline").read_bytes(), (entry / "environ").read_bytes()
            except OSError:
                continue
            if entry.name != str(os.getpid()) and (mine in command or mine in where) and word in command.decode():
                found[int(entry.name)] = command.replace(b"\0", b" ").decode()
        return found

    def left_after(self, seconds: float) -> dict[int, str]:
        """Wait for as long as that, at most, until nothing of the project lives. Return what still does."""
        patience = time.monotonic() + seconds
        while self.living() and time.monotonic() < patience:
            time.sleep(0.05)
        return self.living()

    def remove(self) -> None:
        for process in self._running:
            if process.poll() is None:
                process.kill()
            process.communicate()
        self.left_after(10)
        for pid in self.living():
            os.kill(pid, signal.SIGKILL)
        self.cluster.remove()
        shutil.rmtree(self.state, ignore_errors=True)
