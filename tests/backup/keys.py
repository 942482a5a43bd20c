"""Keys to encrypt backups to, made once for a run."""

import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

needs_gpg = pytest.mark.skipif(shutil.which("gpg") is None, reason="gpg is missing: install gnupg")


@dataclass(frozen=True)
class Key:
    public: Path
    secret: Path


@contextmanager
def made_key(password: str = "") -> Iterator[Key]:
    # In a short folder: gpg's agent listens on a socket there.
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:

        def gpg(*arguments: str) -> bytes:
            command = ["gpg", "--homedir", folder, "--batch", "--quiet", "--pinentry-mode", "loopback"]
            return subprocess.run(
                [*command, "--passphrase", password, *arguments], capture_output=True, check=True
            ).stdout

        (Path(folder) / "gpg-agent.conf").write_text("s2k-count 1024\n")  # not as slow to guess as a real one
        gpg("--quick-generate-key", "Coprod backups", "future-default", "default", "never")
        key = Key(Path(folder) / "public.asc", Path(folder) / "secret.asc")
        key.public.write_bytes(gpg("--armor", "--export"))
        key.secret.write_bytes(gpg("--armor", "--export-secret-keys"))
        subprocess.run(["gpgconf", "--homedir", folder, "--kill", "gpg-agent"], capture_output=True, check=True)
        yield key
