"""Finding things in a real browser: results while someone types, and a map that the keyboard can use."""

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.barriers import barriers


def test_results_come_while_someone_types_and_are_said(page: Page, live_server: Any, complaints: list[str]) -> None:
    from tests.factories import make_post

    make_post("Walking by the sea", tags=["Walks"])
    page.goto(f"{live_server.url}/search/")
    page.get_by_label("What are you looking for?").press_sequentially("walki")
    expect(page.get_by_role("status")).to_have_text("Found: Stories (1)")
    expect(page.get_by_role("link", name="Walking by the sea")).to_be_visible()
    expect(page.get_by_label("What are you looking for?")).to_be_focused()
    expect(page).to_have_title("Search for “walki” – Coprod")
    page.get_by_role("link", name="Walking by the sea").click()
    page.go_back()
    expect(page.get_by_role("link", name="Walking by the sea")).to_be_visible()


def test_without_javascript_search_postcode_and_map_work(narrow: Page, live_server: Any, network: Any) -> None:
    from networks.models import Region
    from tests.factories import make_group

    make_group(network, "Severn group", region=Region.SOUTH_WEST, postcode="BS1 1AA")
    narrow.goto(f"{live_server.url}/search/")
    narrow.get_by_label("What are you looking for?").fill("severn")
    narrow.get_by_role("button", name="Search").click()
    narrow.get_by_role("link", name="Severn group").click()
    narrow.get_by_role("link", name="See the other parts of the country").click()
    narrow.get_by_role("textbox", name="Postcode or town").fill("bs1 5tr")
    narrow.get_by_role("button", name="Show groups near you").click()
    expect(narrow.get_by_role("heading", level=1)).to_have_text("Local groups near BS1")
    narrow.go_back()
    narrow.get_by_role("link", name="Wales", exact=True).click()
    expect(narrow.get_by_role("heading", level=1)).to_have_text("Local groups in Wales")
    narrow.go_back()
    expect(narrow.get_by_role("link", name="Wales: 2 groups")).to_be_hidden()  # the map is too small for a phone
    narrow.set_viewport_size({"width": 1024, "height": 768})
    narrow.get_by_role("link", name="Wales: 2 groups").press("Enter")
    expect(narrow.get_by_role("heading", level=1)).to_have_text("Local groups in Wales")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_where_things_are_found(page: Page, live_server: Any, network: Any, scheme: Any) -> None:
    from tests.factories import make_post

    make_post("Walking by the sea", tags=["Walks"])
    page.emulate_media(color_scheme=scheme)
    page.set_viewport_size({"width": 320, "height": 800})
    for address in (
        *("/blog/tag/", "/blog/author/", "/search/?q=walk", "/search/?q=walk&kind=stories", "/search/?q=xyzzyx"),
        *("/networks/research/groups/", "/networks/research/groups/?area=CF"),
    ):
        page.goto(f"{live_server.url}{address}")
        assert barriers(page) == [], address
        assert page.evaluate("document.documentElement.scrollWidth") <= 320, address
