"""Each test has folders of its own, and what waits for a transaction to end happens as it would."""

from pathlib import Path
from typing import Any

import pytest


@pytest.fixture(autouse=True)
def _own_folders(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.PROOFS_FOLDER = tmp_path / "proofs"
