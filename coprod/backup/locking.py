"""Encrypting a backup to a key whose other half is not on this machine: the server cannot read what it wrote."""

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from getpass import getpass
from pathlib import Path
from typing import IO

from django.conf import settings

from coprod.backup.programs import BackupProblem, Running, gpg

HOW_TO = """Make a key once, on a computer that is not the server:
  gpg --quick-generate-key "Coprod backups" future-default default never
  gpg --armor --export-secret-keys "Coprod backups" > backup-secret.asc
  gpg --armor --export "Coprod backups" > backup-public.asc
Keep backup-secret.asc and its password in two safe places: without them no backup can be opened.
Put only backup-public.asc on the server, and its whole path into BACKUP_KEY."""


def public_key() -> Path:
    """Return the file of the key to encrypt to. Raises BackupProblem with what is wrong with it."""
    if not settings.BACKUP_KEY:
        raise BackupProblem(f"BACKUP_KEY is not set, and backups are never written in plain text.\n{HOW_TO}")
    file = Path(settings.BACKUP_KEY)
    if not file.is_file():
        raise BackupProblem(f"BACKUP_KEY is {file}, and there is no such file.\n{HOW_TO}")
    with _own_home() as home:
        shown = _show(home, file)
    kinds = [line[0] for line in shown]
    if "sec" in kinds:
        raise BackupProblem(f"{file} is the secret key. Take it off this machine, and put the public key here.")
    if kinds.count("pub") != 1:
        raise BackupProblem(f"{file} must hold exactly one public key.\n{HOW_TO}")
    if "E" not in shown[kinds.index("pub")][11]:
        raise BackupProblem(f"The key in {file} cannot encrypt. Has it run out?\n{HOW_TO}")
    return file


def _show(home: str, file: Path) -> list[list[str]]:
    command = [gpg(), "--homedir", home, "--batch", "--no-autostart", "--with-colons", "--show-keys", str(file)]
    shown = subprocess.run(command, capture_output=True, text=True, check=False).stdout
    return [line.split(":") for line in shown.splitlines()]


@contextmanager
def locked(out: IO[bytes], key: Path) -> Iterator[Running]:
    """Give a program that encrypts to `out` all that it is fed."""
    with _own_home() as home:
        command = [gpg(), "--homedir", home, "--batch", "--no-autostart", "--compress-algo", "none"]
        command += ["--trust-model", "always", "--recipient-file", str(key), "--encrypt"]
        with Running(command, stdin=subprocess.PIPE, stdout=out) as running:
            yield running


@contextmanager
def unlocked(file: Path, key: Path | None) -> Iterator[Running]:
    """Give a program whose output is what `file` holds. Without `key`, the keys of whoever runs this are tried."""
    with file.open("rb") as encrypted, _home_with(key) as home, _password(key) as password:
        command = [
            gpg(),
            "--quiet",
            "--status-fd",
            "2",
            *home,
            *(["--passphrase-fd", str(password)] if password else []),
            "--decrypt",
        ]
        streams = {"stdin": encrypted, "stdout": subprocess.PIPE, "pass_fds": [password] if password else []}
        with Running(command, env={**os.environ, "LC_ALL": "C.UTF-8"}, **streams) as running:
            yield running


@contextmanager
def _password(key: Path | None) -> Iterator[int]:
    """Ask for the password of a key that is named, and give it to gpg through a pipe. Its own keys gpg asks for."""
    if key is None:
        yield 0
        return
    asked = getpass("Password of the secret key, if it has one: ") if sys.stdin.isatty() else ""
    reading, writing = os.pipe()
    os.write(writing, f"{asked}\n".encode())
    os.close(writing)
    try:
        yield reading
    finally:
        os.close(reading)


@contextmanager
def _home_with(key: Path | None) -> Iterator[list[str]]:
    if key is None:
        yield []
        return
    with _own_home() as home:
        command = [gpg(), "--homedir", home, "--batch", "--import", str(key)]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        try:
            if done.returncode:
                raise BackupProblem(f"{key} is no secret key that gpg can use: {done.stderr.strip().splitlines()[-1]}")
            yield ["--homedir", home, "--batch", "--pinentry-mode", "loopback"]
        finally:
            subprocess.run(["gpgconf", "--homedir", home, "--kill", "gpg-agent"], capture_output=True, check=False)


@contextmanager
def _own_home() -> Iterator[str]:
    with tempfile.TemporaryDirectory(prefix="coprod-keys-", ignore_cleanup_errors=True) as home:
        yield home
