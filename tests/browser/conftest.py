"""A narrow screen, a network to join, and an ear for what the browser complains about.

pytest reads this before Django is set up: models are imported further in.
"""

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

PASSWORD = "a long password here"


@pytest.fixture
def complaints(page: Page) -> Iterator[list[str]]:
    """What the browser complained about: it must stay empty, blocked styles and scripts included."""
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text) if message.type in {"error", "warning"} else None)
    page.on("pageerror", lambda error: said.append(str(error)))
    yield said
    assert said == []


@pytest.fixture
def _people_take_their_time(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a script answer as fast as it can without being taken for a robot."""
    monkeypatch.setattr("coprod.guards.FASTEST_PERSON", -1.0)


@pytest.fixture
def network(live_server: Any, _people_take_their_time: None) -> Any:
    from tests.factories import make_group, make_network

    network = make_network("Research Network", slug="research")
    make_group(network, "Harbour group")
    make_group(network, "Valley group", is_full=True)
    return network


@pytest.fixture(params=[True, False], ids=["with JavaScript", "without"])
def narrow(request: pytest.FixtureRequest, browser: Browser) -> Iterator[Page]:
    """A page on a phone, once with JavaScript and once without."""
    context = browser.new_context(viewport={"width": 320, "height": 640}, java_script_enabled=request.param)
    yield context.new_page()
    context.close()


@pytest.fixture
def staff(page: Page, live_server: Any) -> Iterator[Page]:
    from django.contrib.auth.models import User

    User.objects.create_superuser("bea", password=PASSWORD)
    page.goto(f"{live_server.url}/admin/")
    page.get_by_label("Username").fill("bea")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Log in").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("What would you like to do?")
    yield page
    # A form of a post says to the server that it closes: nothing may come when the tables are emptied.
    page.goto(f"{live_server.url}/admin/", wait_until="networkidle")
