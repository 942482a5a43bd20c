"""The pages and the short forms of the networks in a real browser."""

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from networks.models import Network
from tests.browser.barriers import barriers


def test_after_a_mistake_the_keyboard_stands_at_the_list_of_what_to_put_right(
    page: Page, live_server: Any, network: Network
) -> None:
    page.goto(f"{live_server.url}/networks/research/call-me-back/")
    page.get_by_role("button", name="Ask for a call").click()
    expect(page.get_by_role("alert")).to_be_focused()


def test_back_keeps_what_was_typed(page: Page, live_server: Any, network: Network) -> None:
    page.goto(f"{live_server.url}/contact/message/")
    message = page.get_by_label("What would you like to ask or tell us?")
    message.fill("A long story")
    page.get_by_role("link", name="How we look after what you tell us").click()
    page.go_back()
    expect(message).to_have_value("A long story")


def test_two_quick_clicks_send_one_form(page: Page, live_server: Any, network: Network) -> None:
    page.goto(f"{live_server.url}/networks/research/call-me-back/")
    page.get_by_label("Your full name").fill("Ann Lee")
    page.get_by_label("Your phone number").fill("01632 960001")
    page.get_by_role("button", name="Ask for a call").dblclick()
    expect(page.get_by_role("heading", level=1)).to_have_text("Thank you, we will call you")
    assert network.enquiries.count() == 1


@pytest.mark.parametrize("width", [320, 1280])
def test_axe_finds_nothing_on_any_page_of_the_networks(
    page: Page, live_server: Any, network: Network, width: int
) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    for address in (
        "/networks/",
        "/networks/research/",
        "/networks/research/groups/",
        "/networks/research/contact/",
        "/networks/research/call-me-back/",
        "/contact/",
        "/contact/call-me-back/",
    ):
        page.goto(f"{live_server.url}{address}")
        assert barriers(page) == [], address
        assert page.evaluate("document.documentElement.scrollWidth") <= width, address
        if page.locator("main form[method=post]").count():
            page.locator("main form[method=post] button[type=submit]").click()
            expect(page.get_by_role("alert")).to_be_visible()
            assert barriers(page) == [], f"{address} after a mistake"
