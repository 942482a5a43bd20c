"""What axe finds wrong with a page: each rule that is broken, with the first place."""

from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

PARTS = 4  # of a walk over many pages, so that no worker of the test run is left alone with it at the end
SERIOUS = {"serious", "critical"}


def barriers(page: Page, **options: Any) -> list[str]:
    return [_told(rule) for rule in _broken(page, options)]


def serious_barriers(page: Page) -> list[str]:
    """Leave out what axe calls minor or moderate: for pages of which Django writes the most."""
    return [_told(rule) for rule in _broken(page, {}) if rule["impact"] in SERIOUS]


def _broken(page: Page, options: dict[str, Any]) -> list[dict[str, Any]]:
    return Axe().run(page, options={"resultTypes": ["violations"], **options}).response["violations"]


def _told(rule: dict[str, Any]) -> str:
    return f"{rule['id']}: {rule['nodes'][0]['html']}"
