"""Someone offers a piece with a picture in a real browser: on a narrow screen, with JavaScript and without."""

import re
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from blog.models import Submission
from tests.browser.barriers import barriers
from tests.factories import make_picture

WRONG = {
    "piece": "Write your piece, or a few lines about it",
    "title": "Enter a title, or a few words about your piece",
    "by-line": "Enter your name",
    "reach": "Enter your e-mail address or your phone number",
    "picture": "",  # nothing is asked for there
    "consent": "Tick the box to say that we may publish your piece",
}


@pytest.fixture
def start(live_server: Any, _people_take_their_time: None) -> str:
    return f"{live_server.url}/blog/write-for-us/"


@pytest.fixture
def photo(tmp_path: Path) -> Path:
    file = tmp_path / "boats.png"
    file.write_bytes(make_picture((300, 200)).read())
    return file


def go_on(page: Page) -> None:
    page.get_by_role("button", name="Continue").click()


def answer(page: Page, step: str, photo: Path) -> None:
    if step == "piece":
        page.get_by_label("What would you like to say?").fill("We walk by the sea.")
    elif step == "title":
        page.get_by_label("What is it called?").fill("By the sea")
    elif step == "by-line":
        page.get_by_label("Your name").fill("Siân O'Connor")
        page.get_by_label("What you do or who you are").fill("Carer")
    elif step == "reach":
        page.get_by_label("Your phone number").fill("01632 960001")
    elif step == "picture":
        page.get_by_label("Picture (optional)").set_input_files(photo)
        page.get_by_label("What does the picture show?").fill("Two boats")
    else:
        page.locator("#id_agree_piece").check()
        page.get_by_label("Yes, I agree").check()
    go_on(page)


def check_axe(page: Page) -> None:
    assert barriers(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= page.evaluate("innerWidth")


def shown_picture(page: Page) -> int:
    """How wide the picture is that the page shows."""
    picture = page.get_by_alt_text("The picture that you added")
    expect(picture).to_be_visible()
    width: int = picture.evaluate("picture => picture.naturalWidth")
    return width


def test_a_piece_with_a_picture_is_offered(narrow: Page, start: str, photo: Path) -> None:
    narrow.goto(start)
    narrow.get_by_role("link", name="Start now").click()
    for step in WRONG:
        answer(narrow, step, photo)
    expect(narrow.get_by_role("heading", level=1)).to_have_text("Check your answers")
    expect(narrow.get_by_text("By Siân O'Connor, Carer")).to_be_visible()
    assert shown_picture(narrow) == 300
    narrow.get_by_role("button", name="Send my piece").dblclick()
    expect(narrow.get_by_role("heading", level=1)).to_have_text("Thank you, we have your piece")
    piece = Submission.objects.get()
    assert (piece.title, piece.picture_alt, piece.picture_width) == ("By the sea", "Two boats", 300)
    expect(narrow.get_by_text(piece.reference)).to_be_visible()


def test_each_wrong_answer_is_named_and_leads_to_its_field(narrow: Page, start: str, photo: Path) -> None:
    narrow.goto(f"{start}piece/")
    for step, words in WRONG.items():
        if words:
            go_on(narrow)
            expect(narrow).to_have_title(re.compile("^Error: "))
            narrow.get_by_role("link", name=words).click()
            assert narrow.locator(":focus").get_attribute("aria-invalid") == "true"
        answer(narrow, step, photo)
    assert not Submission.objects.exists()


def test_a_picture_that_is_not_described_yet_is_kept_and_shown(narrow: Page, start: str, photo: Path) -> None:
    narrow.goto(f"{start}piece/")
    for step in ("piece", "title", "by-line", "reach"):
        answer(narrow, step, photo)
    narrow.get_by_label("Picture (optional)").set_input_files(photo)
    go_on(narrow)
    narrow.get_by_role("link", name="Say in a few words what the picture shows").click()
    narrow.keyboard.type("Two boats")
    assert shown_picture(narrow) == 300
    narrow.keyboard.press("Enter")
    expect(narrow.get_by_role("heading", level=1)).to_have_text("May we publish your piece?")


@pytest.mark.parametrize("width", [320, 1280])
def test_axe_finds_nothing_on_any_step(page: Page, start: str, photo: Path, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    page.goto(start)
    check_axe(page)
    page.goto(f"{start}piece/")
    for step, words in WRONG.items():
        check_axe(page)
        if words:
            go_on(page)
            expect(page.get_by_role("alert")).to_be_focused()
            check_axe(page)
        answer(page, step, photo)
    check_axe(page)
    page.goto(f"{start}picture/?change=yes")
    check_axe(page)
    page.goto(f"{start}delete/")
    check_axe(page)
    page.goto(f"{start}check/")
    page.get_by_role("button", name="Send my piece").click()
    check_axe(page)
