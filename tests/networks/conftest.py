"""What the tests of the forms share: a person takes their time, where a test takes none."""

import pytest


@pytest.fixture(autouse=True)
def _people_take_their_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("coprod.guards.FASTEST_PERSON", -1.0)
