"""One network, and who looks after it. pytest reads this before Django is set up: models are imported further in."""

from typing import Any

import pytest


@pytest.fixture
def network() -> Any:
    from tests.factories import make_network

    return make_network("Research Network")


@pytest.fixture
def staff(network: Any) -> Any:
    from tests.admin.rows import client_of, make_facilitator

    return client_of(make_facilitator(network))
