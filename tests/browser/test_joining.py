"""Someone joins a network in a real browser: with the keyboard alone, on a narrow screen."""

from collections.abc import Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from networks.models import Network, SignUp
from tests.factories import make_group, make_network


@pytest.fixture
def network(live_server: Any, monkeypatch: pytest.MonkeyPatch) -> Network:
    monkeypatch.setattr("coprod.guards.FASTEST_PERSON", -1.0)
    network = make_network("Research Network", slug="research")
    make_group(network, "Harbour group")
    make_group(network, "Valley group", is_full=True)
    return network


@pytest.fixture(params=[True, False], ids=["with JavaScript", "without"])
def narrow(request: pytest.FixtureRequest, browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 320, "height": 640}, java_script_enabled=request.param)
    yield context.new_page()
    context.close()


def press_until_at(page: Page, name: str, limit: int = 80) -> None:
    """Move with Tab to the control of this label, as someone without a mouse does."""
    for _step in range(limit):
        page.keyboard.press("Tab")
        if page.locator(":focus").count() and page.locator(":focus").get_attribute("id") == name:
            return
    pytest.fail(f"the keyboard never got to {name}")


def fill_in_by_keyboard(page: Page) -> None:
    press_until_at(page, "id_for_whom_0")
    page.keyboard.press("Space")
    press_until_at(page, "id_name")
    page.keyboard.type("Siân O'Connor")
    press_until_at(page, "id_reach_by_1")
    page.keyboard.press("Space")
    press_until_at(page, "id_phone")
    page.keyboard.type("01632 960001")
    press_until_at(page, "id_agree_join")
    page.keyboard.press("Space")
    page.keyboard.press("Enter")


def test_someone_joins_with_the_keyboard_alone_on_a_narrow_screen(
    narrow: Page, live_server: Any, network: Network
) -> None:
    narrow.goto(f"{live_server.url}/networks/research/join/")
    fill_in_by_keyboard(narrow)
    expect(narrow.get_by_role("heading", level=1)).to_have_text("Thank you, we have your answers")
    sign_up = SignUp.objects.get()
    assert (sign_up.person.name, sign_up.person.phone, sign_up.looks_automatic) == (
        "Siân O'Connor",
        "01632 960001",
        False,
    )
    expect(narrow.get_by_text(sign_up.reference)).to_be_visible()
    narrow.reload()
    expect(narrow.get_by_text(sign_up.reference)).to_be_visible()


def test_a_mistake_is_named_at_the_top_and_leads_to_its_field(narrow: Page, live_server: Any, network: Network) -> None:
    narrow.goto(f"{live_server.url}/networks/research/join/")
    narrow.get_by_label("Town or area").fill("Bangor")
    narrow.get_by_role("button", name="Send my answers").click()
    expect(narrow).to_have_title("Error: Join the Research Network – Coprod")
    expect(narrow.get_by_label("Town or area")).to_have_value("Bangor")
    narrow.get_by_role("link", name="Enter your name").click()
    expect(narrow.get_by_label("Full name")).to_be_focused()
    narrow.get_by_role("link", name="Choose who this is for").click()
    expect(narrow.get_by_label("For myself")).to_be_focused()
    assert not SignUp.objects.exists()


def test_after_a_mistake_the_keyboard_stands_at_the_list_of_what_to_put_right(
    page: Page, live_server: Any, network: Network
) -> None:
    page.goto(f"{live_server.url}/networks/research/call-me-back/")
    page.get_by_role("button", name="Ask for a call").click()
    expect(page.get_by_role("alert")).to_be_focused()


def test_back_keeps_what_was_typed(page: Page, live_server: Any, network: Network) -> None:
    page.goto(f"{live_server.url}/contact/")
    page.get_by_label("Your message").fill("A long story")
    page.get_by_role("link", name="How we look after what you tell us").click()
    page.go_back()
    expect(page.get_by_label("Your message")).to_have_value("A long story")


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
        "/networks/research/join/",
        "/networks/research/contact/",
        "/networks/research/call-me-back/",
        "/contact/",
    ):
        page.goto(f"{live_server.url}{address}")
        assert _violations(page) == [], address
        assert page.evaluate("document.documentElement.scrollWidth") <= width, address
        if page.locator("main form[method=post]").count():
            page.locator("main form[method=post] button[type=submit]").click()
            expect(page.get_by_role("alert")).to_be_visible()
            assert _violations(page) == [], f"{address} after a mistake"


def _violations(page: Page) -> list[str]:
    return [f"{item['id']}: {item['nodes'][0]['html']}" for item in Axe().run(page).response["violations"]]
