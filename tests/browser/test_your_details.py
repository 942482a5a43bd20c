"""“Your details” in a real browser, from the link to leaving: by keyboard, on a narrow screen, without scripts too."""

from typing import Any

import pytest
from django.contrib.auth.models import User
from playwright.sync_api import Page, expect

from coprod.models import OutgoingMail
from networks.models import SignUp
from tests.browser.barriers import barriers
from tests.coprod.plain_words import Prose
from tests.factories import make_network
from tests.networks.your_details.holding import ADDRESS, links_in, mail_sent, signed_up

HIGHEST_GRADE = 6


@pytest.fixture
def sign_up(live_server: Any) -> SignUp:
    network = make_network("Research Network", slug="research")
    network.facilitators.add(User.objects.create_user("fay", "fay@example.org"))
    return signed_up(network, support="Large print")


def press(page: Page, name: str, limit: int = 120) -> None:
    """Go to the control with this name by Tab, and press it, as someone without a mouse does."""
    for _step in range(limit):
        page.keyboard.press("Tab")
        focused = page.locator(":focus")
        if focused.count() and focused.inner_text().strip().startswith(name):
            page.keyboard.press("Enter")
            return
    pytest.fail(f"the keyboard never got to {name}")


def go_to_field(page: Page, name: str) -> None:
    for _step in range(120):
        page.keyboard.press("Tab")
        if page.locator(":focus").count() and page.locator(":focus").get_attribute("id") == name:
            return
    pytest.fail(f"the keyboard never got to {name}")


def heading(page: Page) -> Any:
    return expect(page.get_by_role("heading", level=1))


def link_from_the_mail(kind: str = "/link/") -> str:
    links = [link for message in mail_sent() if message.to == [ADDRESS] for link in links_in(message.body)]
    return next(link for link in links if kind in link)


def test_from_link_to_leaving_with_the_keyboard_alone(narrow: Page, live_server: Any, sign_up: SignUp) -> None:
    narrow.goto(f"{live_server.url}/your-details/")
    go_to_field(narrow, "id_email")
    narrow.keyboard.type(ADDRESS)
    narrow.keyboard.press("Enter")
    heading(narrow).to_have_text("Please look at your e-mail")
    narrow.goto(live_server.url + link_from_the_mail())
    press(narrow, "Open my details")
    heading(narrow).to_have_text("Your details")
    expect(narrow.get_by_text("Large print", exact=True)).to_be_visible()

    press(narrow, "Change how we reach you")
    go_to_field(narrow, "id_phone")
    narrow.keyboard.type("01632 960009")
    narrow.keyboard.press("Enter")
    expect(narrow.get_by_role("status")).to_have_text("Thank you. We have your changes.")
    expect(narrow.get_by_text("01632 960009")).to_be_visible()

    press(narrow, "Leave the Research Network")
    press(narrow, "Yes, I want to leave")
    expect(narrow.get_by_role("status")).to_contain_text("You have left the network")
    press(narrow, "Close this page")
    heading(narrow).to_have_text("You have closed your details")
    narrow.go_back()
    expect(narrow.get_by_text("Large print", exact=True)).to_have_count(0)
    sign_up.refresh_from_db()
    assert sign_up.left_at is not None
    assert OutgoingMail.objects.filter(event="details_changed", recipient="fay@example.org").count() == 2
    assert [change.kind for change in sign_up.person.changes.all()] == ["contact", "left"]


def test_a_wrong_day_leads_to_its_box(narrow: Page, live_server: Any, sign_up: SignUp) -> None:
    open_details(narrow, live_server)
    narrow.get_by_role("link", name="Take a break for a time").click()
    narrow.get_by_label("Day").fill("31")
    narrow.get_by_label("Month").fill("2")
    narrow.get_by_label("Year").fill("2030")
    narrow.get_by_role("button", name="Take a break until then").click()
    expect(narrow).to_have_title("Error: Take a break – Coprod")
    narrow.get_by_role("link", name="There is no such day").click()
    expect(narrow.get_by_label("Day")).to_be_focused()
    expect(narrow.get_by_label("Day")).to_have_value("31")


@pytest.mark.parametrize("width", [320, 1280])
def test_axe_finds_nothing_and_the_words_are_plain_on_every_page(
    page: Page, live_server: Any, sign_up: SignUp, width: int
) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    not_me = link_from_the_mail("/not-me/")
    look(page, f"{live_server.url}/your-details/", width)
    page.get_by_role("button", name="Send me a link").click()
    look(page, "", width)
    page.get_by_label("Your e-mail address").fill(ADDRESS)
    page.get_by_role("button", name="Send me a link").click()
    look(page, "", width)
    link = link_from_the_mail()
    inside = "/your-details/yours/"
    for address in ("/your-details/link/unknown/", inside, not_me, link):
        look(page, live_server.url + address, width)
    page.get_by_role("button", name="Open my details").click()
    for address in ("", "change/", "pause/", f"leave/{sign_up.reference}/"):
        look(page, live_server.url + inside + address, width)
    for address in ("change/", "pause/"):
        page.goto(live_server.url + inside + address)
        for box in page.get_by_role("checkbox").all():
            box.uncheck()
        page.locator("main form button").last.click()
        expect(page.get_by_role("alert")).to_be_visible()
        look(page, "", width)
    page.goto(live_server.url + inside)
    page.get_by_role("button", name="Turn off the link in the e-mail").click()
    look(page, "", width)
    look(page, live_server.url + link, width)
    page.goto(live_server.url + not_me)
    page.get_by_role("button", name="It was not me").click()
    look(page, "", width)


def look(page: Page, address: str, width: int) -> None:
    if address:
        page.goto(address)
    assert barriers(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width, page.url
    assert Prose(page.locator("main").inner_html()).grade <= HIGHEST_GRADE, page.url


def open_details(page: Page, live_server: Any) -> None:
    mail_sent()
    page.goto(f"{live_server.url}/your-details/")
    page.get_by_label("Your e-mail address").fill(ADDRESS)
    page.get_by_role("button", name="Send me a link").click()
    page.goto(live_server.url + link_from_the_mail())
    page.get_by_role("button", name="Open my details").click()
