"""Someone writes a message in a real browser: on a narrow screen, with JavaScript and without."""

import re
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from networks.models import Enquiry, Network
from tests.browser.barriers import barriers

WRONG = {"message": "Write your message", "name": "Enter your name", "reach": "Choose how we can answer you"}


@pytest.fixture(params=["/contact/", "/networks/research/contact/"])
def start(request: pytest.FixtureRequest, live_server: Any, network: Network) -> str:
    return f"{live_server.url}{request.param}"


def go_on(page: Page) -> None:
    page.get_by_role("button", name="Continue").click()


def answer(page: Page, step: str) -> None:
    if step == "message":
        page.get_by_label("What would you like to ask or tell us?").fill("When do you meet?")
    elif step == "name":
        page.get_by_label("What is your full name?").fill("Ann Lee")
    else:
        page.get_by_label("Phone", exact=True).check()
        page.get_by_label("Phone number").fill("01632 960001")
    go_on(page)


def check_axe(page: Page) -> None:
    assert barriers(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


def test_a_message_is_written_checked_and_sent(narrow: Page, start: str) -> None:
    narrow.goto(start)
    narrow.get_by_role("link", name="Write a message").click()
    for step in WRONG:
        answer(narrow, step)
    expect(narrow.get_by_role("heading", level=1)).to_have_text("Check your answers")
    narrow.go_back()
    expect(narrow.get_by_label("Phone number")).to_have_value("01632 960001")
    narrow.go_forward()
    narrow.get_by_role("link", name="Change Your message").click()
    narrow.get_by_label("What would you like to ask or tell us?").fill("Where do you meet?")
    go_on(narrow)
    narrow.get_by_role("button", name="Send my message").dblclick()
    expect(narrow.get_by_role("heading", level=1)).to_have_text("Thank you, we have your message")
    message = Enquiry.objects.get()
    assert (message.message, message.person.phone) == ("Where do you meet?", "01632 960001")
    expect(narrow.get_by_text(message.reference)).to_be_visible()


def test_each_wrong_answer_is_named_and_leads_to_its_field(narrow: Page, start: str) -> None:
    narrow.goto(f"{start}message/")
    for step, words in WRONG.items():
        go_on(narrow)
        expect(narrow).to_have_title(re.compile("^Error: "))
        narrow.get_by_role("link", name=words).click()
        assert narrow.locator(":focus").get_attribute("aria-invalid") == "true"
        answer(narrow, step)
    assert not Enquiry.objects.exists()


def test_axe_finds_nothing_on_any_step(page: Page, start: str) -> None:
    page.set_viewport_size({"width": 320, "height": 640})
    page.goto(start)
    check_axe(page)
    page.goto(f"{start}message/")
    for step in WRONG:
        check_axe(page)
        go_on(page)
        expect(page.get_by_role("alert")).to_be_focused()
        check_axe(page)
        answer(page, step)
    check_axe(page)
    page.get_by_role("link", name="Delete my answers").click()
    check_axe(page)
