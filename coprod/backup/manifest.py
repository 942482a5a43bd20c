"""What a backup says of itself, as its last part: by that a restored site is known to be the one that was backed up."""

import hashlib
import json
import subprocess
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import IO

from django.conf import settings
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder
from django.utils import timezone

from coprod.backup.programs import BackupProblem, server_version
from coprod.backup.tables import Contents

NAME, MEDIA, DATABASE = "manifest.json", "media/", "database/"
LARGEST = 256 * 1024 * 1024  # a million pictures
PIECE = 4 * 1024 * 1024  # as much as is ever held in memory

Digest = tuple[int, str]  # the size and the SHA-256


class Digesting:
    """Notes the size and the SHA-256 of what is read through it."""

    def __init__(self, file: IO[bytes] | None = None) -> None:
        self.file, self.size, self.sha256 = file, 0, hashlib.sha256()

    def read(self, size: int = -1) -> bytes:
        return self.note(self.file.read(size)) if self.file else b""

    def note(self, data: bytes) -> bytes:
        self.size += len(data)
        self.sha256.update(data)
        return data

    @property
    def digest(self) -> Digest:
        return self.size, self.sha256.hexdigest()


@dataclass
class Manifest:
    made_at: str = ""
    site: str = ""
    code: str = ""
    postgres: int = 0
    migrations: list[str] = field(default_factory=list)
    tables: dict[str, Contents] = field(default_factory=dict)
    database: Digest = (0, "")
    media: dict[str, Digest] = field(default_factory=dict)

    @classmethod
    def now(cls) -> "Manifest":
        """Say what there is to say before the data is looked at."""
        applied = sorted(f"{app}.{name}" for app, name in MigrationRecorder(connection).applied_migrations())
        at = timezone.now().isoformat(timespec="seconds")
        return cls(at, settings.SITE_URL, _version_of_the_code(), server_version(), applied)

    @classmethod
    def read(cls, data: bytes) -> "Manifest":
        try:
            told = cls(**json.loads(data))
            datetime.fromisoformat(told.made_at)
            told.tables = {name: (int(rows), str(digest)) for name, (rows, digest) in told.tables.items()}
            told.media = {name: (int(size), str(digest)) for name, (size, digest) in told.media.items()}
            told.database = (int(told.database[0]), str(told.database[1]))
        except (ValueError, TypeError, AttributeError) as problem:
            raise BackupProblem("The list of what is in this backup cannot be read.") from problem
        return told

    def written(self) -> bytes:
        return json.dumps(asdict(self), indent=1).encode()

    @property
    def rows(self) -> dict[str, int]:
        return {name: rows for name, (rows, _digest) in self.tables.items()}


def _version_of_the_code() -> str:
    """Ask git. A copy of the code without its history has no version to tell."""
    try:
        command = ["git", "-C", str(settings.BASE_DIR), "rev-parse", "HEAD"]
        return subprocess.run(command, capture_output=True, text=True, check=False).stdout.strip()
    except OSError:
        return ""
