"""The look in a real browser: the longest names, the dark, and what the scripts add."""

from typing import Any

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser.barriers import barriers
from tests.factories import give_picture, make_author, make_group, make_network, make_post


@pytest.fixture
def longest(live_server: Any) -> list[str]:
    """Addresses of pages on which every name is as long as it may be, and has no space in it."""
    author = make_author("W" * 300, slug="wide", role="R" * 200, organisation="O" * 200, biography="B" * 900)
    table = f"<table><tbody><tr><td>{'d' * 90}</td><td>x</td></tr></tbody></table>"
    body = f"<h2>{'H' * 200}</h2><p>https://example.org/{'u' * 300}</p>{table}"
    post = make_post("W" * 300, slug="wide", authors=[author], tags=["t" * 90], standfirst="S" * 500, body=body)
    give_picture(post, alt="A" * 300, caption="C" * 300, credit="D" * 200)
    network = make_network("N" * 120, slug="wide", summary="M" * 300, contact_email=f"{'e' * 60}@{'d' * 60}.example")
    make_group(network, "G" * 120, place="P" * 120, venue="V" * 200, access="A" * 300)
    paths = [
        "",
        "blog/",
        "blog/wide/",
        "blog/author/wide/",
        "networks/wide/",
        "networks/wide/groups/",
        "networks/wide/join/",
    ]
    return [f"{live_server.url}/{path}" for path in [*paths, f"search/?q={'q' * 190}"]]


@pytest.mark.parametrize("width", [320, 1280])
def test_no_name_is_long_enough_to_make_a_page_scroll_sideways(page: Page, longest: list[str], width: int) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    for address in longest:
        answer = page.goto(address)
        assert answer is not None
        assert answer.ok, address
        assert page.evaluate("document.documentElement.scrollWidth") <= width, address


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_wrong_with_the_style_guide(page: Page, live_server: Any, scheme: Any) -> None:
    make_post(tags=["carers"])
    make_group(make_network())
    page.emulate_media(color_scheme=scheme)
    page.goto(f"{live_server.url}/styleguide/")
    assert barriers(page, runOnly=["wcag2a", "wcag2aa", "wcag2aaa", "wcag21aa", "wcag22aa"]) == []


def test_a_form_pressed_three_times_is_sent_once_and_then_works_again(page: Page, live_server: Any) -> None:
    sent: list[str] = []

    def slowly(route: Route) -> None:
        if route.request.method == "POST":
            sent.append(route.request.url)
        route.continue_()

    page.route("**/call-me-back/", slowly)
    page.goto(f"{live_server.url}/contact/call-me-back/")
    button = "document.querySelector('main form button[type=submit]')"
    page.evaluate(f"for (let press = 0; press < 3; press++) {button}.click()")
    expect(page.get_by_role("alert")).to_be_focused()
    assert len(sent) == 1
    page.get_by_role("button", name="Ask for a call").click()
    page.wait_for_load_state()
    assert len(sent) == 2


def test_the_print_button_prints(page: Page, live_server: Any) -> None:
    page.add_init_script("window.printed = 0; window.print = () => window.printed++")
    page.goto(f"{live_server.url}/about/")
    page.get_by_role("button", name="Print this page").click()
    assert page.evaluate("window.printed") == 1


def test_paper_has_no_menu_and_says_how_to_reach_us(page: Page, live_server: Any) -> None:
    make_post("A story", slug="a-story")
    page.emulate_media(media="print", color_scheme="dark")
    page.goto(f"{live_server.url}/blog/a-story/")
    for gone in [page.get_by_role("navigation"), page.get_by_role("button")]:
        assert [part for part in gone.all() if part.is_visible()] == []
    expect(page.get_by_role("contentinfo")).to_contain_text("Phone us: 01632 960000")
    expect(page.get_by_role("contentinfo")).to_contain_text("http://testserver/blog/a-story/")
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    assert page.evaluate("parseFloat(getComputedStyle(document.body).fontSize)") >= 14 * 96 / 72 - 0.1


def test_paper_has_no_heading_over_a_form_that_is_not_printed(page: Page, live_server: Any) -> None:
    network = make_network("Research network", slug="research")
    for place in ["Bangor", "Cardiff"]:
        make_group(network, place=place)
    media: Any
    for address, heading in [("", "How to take part"), ("groups/", "Or type your postcode or town")]:
        page.goto(f"{live_server.url}/networks/research/{address}")
        for media, is_there in [("screen", True), ("print", False)]:
            page.emulate_media(media=media)
            assert page.get_by_role("heading", name=heading).is_visible() is is_there, (address, media)
    assert page.evaluate("getComputedStyle(document.querySelector('.site-footer')).breakInside") == "avoid"
