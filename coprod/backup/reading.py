"""Reading a backup from front to back, and knowing at its end whether it is whole.

Nothing of it is trusted before: what receives the parts is told to `finish` only when every digest was right.
"""

import tarfile
from pathlib import Path
from typing import IO, Protocol

from coprod.backup import manifest
from coprod.backup.dumping import RowCount, must_agree
from coprod.backup.locking import unlocked
from coprod.backup.manifest import PIECE, Digest, Digesting, Manifest
from coprod.backup.programs import BackupProblem, Running

DAMAGED = "{file} is damaged or was cut off. Nothing was changed. Take the backup of the day before."
WRONG_KEY = "{file} is for another key, or its start is damaged. Nothing was changed. Name the right key with --key."
LOCKED_KEY = "The password of the secret key is wrong, or the start of {file} is damaged. Nothing was changed."
NO_BACKUP = "{file} is no backup of ours. Nothing was changed."


class Receiver(Protocol):
    def media(self, name: str, changed_at: float, content: IO[bytes]) -> None: ...
    def database(self, piece: bytes) -> None: ...
    def finish(self, told: Manifest) -> None: ...


def read(file: Path, key: Path | None, receiver: Receiver) -> Manifest:
    """Give every part to the receiver. Raises BackupProblem when anything is not as it was written."""
    try:
        with unlocked(file, key) as opening:
            told = _opened(file, opening, receiver)
            receiver.finish(told)
    except OSError as problem:
        raise BackupProblem(f"{problem.filename or file}: {problem.strerror}.") from problem
    return told


def _opened(file: Path, opening: Running, receiver: Receiver) -> Manifest:
    out = opening.process.stdout
    assert out is not None  # noqa: S101
    parts = Parts(receiver)
    try:
        with tarfile.open(fileobj=out, mode="r|", bufsize=1024 * 1024) as tar:
            for info in tar:
                parts.take(tar, info)
        while out.read(PIECE):  # gpg judges at the very end
            pass
    except (tarfile.TarError, EOFError, ValueError) as problem:
        out.close()
        _must_be_unlocked(file, opening)
        raise BackupProblem(NO_BACKUP.format(file=file)) from problem
    except BackupProblem:
        out.close()
        _must_be_unlocked(file, opening)  # the reason of that, most likely
        raise
    _must_be_unlocked(file, opening)
    return parts.proven(file)


def _must_be_unlocked(file: Path, opening: Running) -> None:
    if not opening.process.wait():
        return
    said = opening.complaints().lower()
    if "no secret key" in said:  # it has looked at a key only if that is the right one
        raise BackupProblem((LOCKED_KEY if "key_considered" in said else WRONG_KEY).format(file=file))
    if "broken pipe" in said or opening.process.returncode < 0:
        return  # we closed it ourselves
    if "no valid openpgp data" in said:
        raise BackupProblem(NO_BACKUP.format(file=file))
    raise BackupProblem(DAMAGED.format(file=file))


class Parts:
    """The parts as they come: each is given on, and its digest kept until the manifest says what it should be."""

    def __init__(self, receiver: Receiver) -> None:
        self.receiver = receiver
        self.database = Digesting()
        self.media: dict[str, Digest] = {}
        self.manifest: Manifest | None = None

    def take(self, tar: tarfile.TarFile, info: tarfile.TarInfo) -> None:
        content = tar.extractfile(info)
        if content is None or self.manifest is not None:
            raise ValueError(info.name)
        if info.name.startswith(manifest.MEDIA):
            reading = Digesting(content)
            self.receiver.media(info.name.removeprefix(manifest.MEDIA), info.mtime, reading)  # type: ignore[arg-type]
            self.media[info.name.removeprefix(manifest.MEDIA)] = reading.digest
        elif info.name.startswith(manifest.DATABASE) and info.size <= PIECE:
            self.receiver.database(self.database.note(content.read()))
        elif info.name == manifest.NAME and info.size <= manifest.LARGEST:
            self.manifest = Manifest.read(content.read())
        else:
            raise ValueError(info.name)

    def proven(self, file: Path) -> Manifest:
        told = self.manifest
        if told is None or told.database != self.database.digest or told.media != self.media:
            raise BackupProblem(DAMAGED.format(file=file))
        return told


class Looking:
    """Receives a backup, keeps nothing of it, and counts the rows of the dump."""

    def __init__(self) -> None:
        self.count = RowCount()

    def media(self, name: str, changed_at: float, content: IO[bytes]) -> None:
        while content.read(PIECE):
            pass

    def database(self, piece: bytes) -> None:
        self.count.feed(piece)

    def finish(self, told: Manifest) -> None:
        must_agree(told.rows, self.count.result())


def check(file: Path, key: Path | None) -> Manifest:
    """Open a backup whole, and change nothing."""
    looking = Looking()
    with looking.count:
        return read(file, key, looking)
