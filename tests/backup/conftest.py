"""A site with a key for its backups, and a bare machine to restore them on."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from tests.backup.keys import Key, made_key


@pytest.fixture(scope="session")
def key() -> Iterator[Key]:
    with made_key() as made:
        yield made


@pytest.fixture
def site(key: Key, settings: Any, tmp_path: Path) -> Path:
    """Set folders and key, and return the folder of the backups."""
    settings.BACKUP_KEY = str(key.public)
    for name in ("media", "proofs", "backups"):
        (tmp_path / name).mkdir()
    settings.MEDIA_ROOT, settings.PROOFS_FOLDER = tmp_path / "media", tmp_path / "proofs"
    return tmp_path / "backups"


@pytest.fixture
def bare_machine(transactional_db: None, settings: Any, tmp_path: Path) -> Any:
    """Inside it, the database and the folder of pictures are new and empty; the proofs of erasure are still there."""

    @contextmanager
    def entered() -> Iterator[None]:
        own = connection.settings_dict["NAME"]
        fresh = f"{own}_fresh"
        with connection.cursor() as cursor:
            cursor.execute(f'DROP DATABASE IF EXISTS "{fresh}" WITH (FORCE)')
            cursor.execute(f'CREATE DATABASE "{fresh}" TEMPLATE template0')
        settings.MEDIA_ROOT = tmp_path / "bare" / "media"
        connection.close()
        connection.settings_dict["NAME"] = fresh
        try:
            yield
        finally:
            connection.close()
            connection.settings_dict["NAME"] = own
            with connection.cursor() as cursor:
                cursor.execute(f'DROP DATABASE "{fresh}" WITH (FORCE)')

    return entered
