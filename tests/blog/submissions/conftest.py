"""What the tests of “Write for us” share. pytest reads this before Django is set up: models are imported further in."""

from typing import Any

import pytest


@pytest.fixture(autouse=True)
def _people_take_their_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("coprod.guards.FASTEST_PERSON", -1.0)


@pytest.fixture
def writer() -> Any:
    from tests.blog.submissions.writing import Writer

    return Writer()
