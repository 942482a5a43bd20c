"""The browser itself: that a test can open the site in a real one."""

from typing import Any

from playwright.sync_api import Page, expect


def test_a_real_browser_shows_the_heading_of_the_home_page(page: Page, live_server: Any) -> None:
    answer = page.goto(live_server.url)
    assert answer is not None
    assert answer.status == 200
    expect(page.get_by_role("heading", level=1)).to_have_count(1)
