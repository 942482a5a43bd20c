"""Making a backup: pictures and database in one encrypted file, which has its name only when it is whole.

The pictures are taken first, then once more at the moment of the database's that is dumped: a picture's file is there
before its row, and goes after it. So no row of the dump lacks its file, whatever people do meanwhile.
"""

import os
import re
import stat
import tarfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path
from typing import IO

from django.conf import settings
from django.utils import timezone

from coprod.alone import alone
from coprod.backup import manifest, tables
from coprod.backup.dumping import dump, must_agree
from coprod.backup.locking import locked, public_key
from coprod.backup.manifest import Digesting, Manifest
from coprod.backup.programs import BackupProblem, Running
from coprod.keeping.kinds import named_files

ONE_AT_A_TIME = 4_021_114  # the number of the lock: any, but no other's
NAME = re.compile(r"coprod-(\d{8}T\d{6})Z\.tar\.gpg")
MOMENT = "%Y%m%dT%H%M%S"
SETTLED = 60.0  # seconds after which nobody writes to a file any more
TRIES = 3


@dataclass(frozen=True)
class Made:
    file: Path
    manifest: Manifest
    lost: list[str]  # pictures that rows name and that are nowhere


def back_up(folder: Path, *, keep_days: int) -> Made:
    """Write a backup into `folder`, and only then remove those that are older than so many days."""
    key = public_key()
    if not folder.is_dir():
        raise BackupProblem(f"There is no folder {folder}. Make it, or mount the disk that it is on.")
    if folder.resolve().is_relative_to(Path(settings.MEDIA_ROOT).resolve()):
        raise BackupProblem(f"{folder} is among the pictures (MEDIA_ROOT). Choose another folder.")
    with alone(ONE_AT_A_TIME) as is_alone:
        if not is_alone:
            raise BackupProblem("Another backup is being made just now.")
        for half in folder.glob(".coprod-*.half"):  # of a run that was killed
            half.unlink()
        made = _written(folder / f"coprod-{timezone.now().astimezone(UTC).strftime(MOMENT)}Z.tar.gpg", key)
        _forget(folder, before=timezone.now() - timedelta(days=keep_days))
    return made


def _written(file: Path, key: Path) -> Made:
    half = file.with_name(f".{file.name}.half")
    try:
        with os.fdopen(os.open(half, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as out:
            with locked(out, key) as encrypting, _archive(encrypting) as archive:
                told, lost = _fill(archive)
            os.fsync(out.fileno())
        whole = told.database[0] + sum(size for size, _digest in told.media.values())
        if half.stat().st_size < whole:
            raise BackupProblem("The file is smaller than what should be in it.")
        half.rename(file)
    finally:
        half.unlink(missing_ok=True)
    _sync(file.parent)
    return Made(file, told, lost)


def _forget(folder: Path, *, before: datetime) -> None:
    for file in folder.iterdir():
        found = NAME.fullmatch(file.name)
        if found and datetime.strptime(found[1], MOMENT).replace(tzinfo=UTC) < before:
            file.unlink()


def _sync(folder: Path) -> None:
    """Have the new name on the disk before an old file goes."""
    opened = os.open(folder, os.O_RDONLY)
    with suppress(OSError):  # some network disks know no such thing
        os.fsync(opened)
    os.close(opened)


@dataclass
class Archive:
    """A tar that goes straight into the program that encrypts."""

    tar: tarfile.TarFile
    manifest: Manifest = field(default_factory=Manifest.now)
    pieces: int = 0

    def add(self, name: str, data: bytes) -> None:
        info = tarfile.TarInfo(name)
        info.size, info.mode, info.mtime = len(data), 0o600, time.time()
        self.tar.addfile(info, BytesIO(data))

    def add_database(self, piece: bytes) -> None:
        self.pieces += 1
        self.add(f"{manifest.DATABASE}{self.pieces:06}", piece)

    def add_media(self, *, settled: bool = False) -> None:
        """Add what is not in it yet. With `settled`, leave what somebody may still be writing."""
        root = Path(settings.MEDIA_ROOT)
        for path in _files(root):
            name = path.relative_to(root).as_posix()
            if name not in self.manifest.media:
                self._add_file(path, name, settled)

    def _add_file(self, path: Path, name: str, settled: bool) -> None:
        try:
            file = path.open("rb")
        except FileNotFoundError:  # it was removed meanwhile
            return
        with file:
            found = os.fstat(file.fileno())
            if settled and time.time() - found.st_mtime < SETTLED:
                return
            info = tarfile.TarInfo(manifest.MEDIA + name)
            info.size, info.mode, info.mtime = found.st_size, 0o600, found.st_mtime
            reading = Digesting(file)
            self.tar.addfile(info, reading)
            self.manifest.media[name] = reading.digest


@contextmanager
def _archive(encrypting: Running) -> Iterator[Archive]:
    out: IO[bytes] | None = encrypting.process.stdin
    try:
        with tarfile.open(fileobj=out, mode="w|", bufsize=1024 * 1024) as tar:
            yield Archive(tar)
    except BrokenPipeError:
        encrypting.must_have_ended_well()
        raise
    encrypting.must_have_ended_well()


def _fill(archive: Archive) -> tuple[Manifest, list[str]]:
    archive.add_media(settled=True)
    archive.add_media(settled=True)  # what came meanwhile, so that little is left for the moment that counts
    for tries_left in reversed(range(TRIES)):
        with tables.snapshot() as moment:
            archive.add_media()
            lost = sorted(named_files() - archive.manifest.media.keys())
            if lost and tries_left:  # taken away in this very moment: another moment does not know of it
                continue
            archive.manifest.tables = tables.contents()
            archive.manifest.database, dumped = dump(moment, archive.add_database)
            break
    must_agree(archive.manifest.rows, dumped)
    archive.add(manifest.NAME, archive.manifest.written())
    return archive.manifest, lost


def _files(folder: Path) -> Iterator[Path]:
    """Every file below, but for what another program hides there."""
    for inside, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            path = Path(inside) / name
            with suppress(FileNotFoundError):
                if stat.S_ISREG(path.lstat().st_mode):
                    yield path
