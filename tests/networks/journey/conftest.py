"""What the tests of joining share. pytest reads this file before Django is set up: models are imported further in."""

from typing import Any

import pytest


@pytest.fixture
def network() -> Any:
    from tests.factories import make_network

    return make_network("Research Network", slug="research")


@pytest.fixture
def walk(network: Any) -> Any:
    from tests.networks.journey.walking import Walk

    return Walk(network)
