"""Someone joins a network in a real browser: on a narrow screen, by keyboard alone, with JavaScript and without."""

from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from networks.models import Group, Network, Person, SignUp
from tests.browser.barriers import barriers

WRONG = {
    "who": "Choose who this is for",
    "helper": "Enter your own name",
    "said-yes": "Tell us if they have said yes",
    "name": "Enter the name of the person",
    "reach": "Choose how we can reach Ann Lee",
    "full": "Choose what you would like",
    "consent": "Tick the box if Ann Lee says yes to this",
}


@pytest.fixture
def join(live_server: Any, network: Network) -> str:
    return f"{live_server.url}/networks/research/join/"


def step_of(page: Page) -> str:
    return page.url.split("#")[0].split("?")[0].rstrip("/").rsplit("/", 1)[1]


def go_on(page: Page) -> None:
    page.get_by_role("button", name="Continue").click()


def answer(page: Page) -> None:
    """Answer the question that is open, as someone who helps Ann Lee."""
    step = step_of(page)
    chosen = {
        "who": "I am helping someone else to join",
        "said-yes": "Yes, we talked about it",
        "describes": "They are living with dementia",
        "where": "Wales",
        "group": "Valley group, Swansea (full now)",
        "full": "Join Harbour group, Swansea, which is near by",
    }
    if step in chosen:
        page.get_by_label(chosen[step]).check()
    elif step == "helper":
        page.get_by_label("Your full name").fill("Bo Lee")
        page.get_by_label("How do you know the person?").fill("I am her son")
        page.get_by_label("Your e-mail address").fill("bo@example.org")
    elif step == "name":
        page.get_by_label("What is the full name of the person you are helping?").fill("Ann Lee")
    elif step == "reach":
        page.get_by_label("E-mail", exact=True).check()
        page.get_by_label("E-mail address").fill("ann@example.org")
    elif step == "support":
        page.get_by_label("What helps Ann Lee take part?").fill("Large print")
    else:
        page.locator("#id_agree_join").check()
        page.get_by_label("Yes, Ann Lee agrees").check()
    go_on(page)


def walk_to(page: Page, join: str, until: str = "check") -> None:
    page.goto(f"{join}who/")
    while step_of(page) != until:
        answer(page)


def press_until_at(page: Page, name: str, limit: int = 60) -> None:
    """Move with Tab to the control of this id or these words, as someone without a mouse does."""
    for _step in range(limit):
        page.keyboard.press("Tab")
        if name in page.evaluate("[document.activeElement.id, document.activeElement.textContent.trim()]"):
            return
    pytest.fail(f"the keyboard never got to {name}")


def press(page: Page, *names: str, then: str) -> None:
    """Go to each control with Tab and choose it with Space, then send the page with Enter."""
    for name in names:
        press_until_at(page, name)
        if name.startswith("id_") and page.locator(f"#{name}").get_attribute("type") in {"radio", "checkbox"}:
            page.keyboard.press("Space")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/{then}/")


def test_a_person_alone_without_e_mail_joins_with_the_keyboard(narrow: Page, join: str) -> None:
    narrow.goto(join)
    press(narrow, "Start now", then="who")
    press(narrow, "id_for_whom_0", then="describes")
    press(narrow, "Skip this question", then="name")
    press_until_at(narrow, "id_name")
    narrow.keyboard.type("Siân O'Connor")
    narrow.keyboard.press("Enter")
    narrow.wait_for_url("**/reach/")
    press_until_at(narrow, "id_reach_by_1")
    narrow.keyboard.press("Space")
    press_until_at(narrow, "id_phone")
    narrow.keyboard.type("01632 960001")
    narrow.keyboard.press("Enter")
    narrow.wait_for_url("**/where/")
    press(narrow, "Skip this question", then="group")
    press(narrow, "Skip this question", then="support")
    press(narrow, "Skip this question", then="consent")
    press(narrow, "id_agree_join", then="check")
    expect(narrow.get_by_role("heading", level=1)).to_have_text("Check your answers")
    press_until_at(narrow, "Send my answers")
    narrow.keyboard.press("Enter")
    expect(narrow.get_by_role("heading", level=1)).to_have_text("Thank you, we have your answers")
    sign_up = SignUp.objects.get()
    assert (sign_up.person.name, sign_up.person.phone) == ("Siân O'Connor", "01632 960001")
    assert not sign_up.looks_automatic
    narrow.reload()
    expect(narrow.get_by_text(sign_up.reference)).to_be_visible()


def test_a_helper_with_e_mail_joins_for_someone_after_every_mistake(narrow: Page, join: str) -> None:
    narrow.goto(f"{join}who/")
    while step_of(narrow) != "check":
        if words := WRONG.get(step_of(narrow)):
            go_on(narrow)
            expect(narrow.get_by_role("alert")).to_contain_text(words)
            assert narrow.title().startswith("Error: ")
            narrow.get_by_role("link", name=words).click()
            expect(narrow.locator("main form input:focus")).to_have_count(1)
        assert narrow.evaluate("document.documentElement.scrollWidth") <= 320, step_of(narrow)
        answer(narrow)
    for words in ("Bo Lee", "I am her son", "ann@example.org", "Large print", "Harbour group"):
        expect(narrow.locator("main").get_by_text(words).first).to_be_visible()
    narrow.get_by_role("button", name="Send my answers").click()
    expect(narrow.get_by_role("heading", level=1)).to_have_text("Thank you, we have your answers")
    person = Person.objects.get()
    assert (person.name, person.helper_name, person.email) == ("Ann Lee", "Bo Lee", "ann@example.org")
    assert SignUp.objects.get().group == Group.objects.get(name="Harbour group")
    assert not person.is_confirmed


def test_back_and_change_from_the_page_of_answers_keep_everything(narrow: Page, join: str) -> None:
    walk_to(narrow, join)
    expect(narrow.get_by_role("button", name="Send my answers")).to_be_visible()
    narrow.wait_for_load_state("networkidle")  # Chromium cannot go back from a page that is still on its way
    narrow.go_back()
    expect(narrow.locator("#id_agree_join")).to_be_checked()
    narrow.go_back()
    expect(narrow.get_by_label("What helps Ann Lee take part?")).to_have_value("Large print")
    narrow.goto(f"{join}check/")
    narrow.get_by_role("link", name="Change Name of the person").click()
    name = narrow.get_by_label("What is the full name of the person you are helping?")
    expect(name).to_have_value("Ann Lee")
    name.fill("Ann Other")
    go_on(narrow)
    expect(narrow.get_by_role("heading", level=1)).to_have_text("Check your answers")
    narrow.get_by_role("button", name="Send my answers").dblclick()
    expect(narrow.get_by_role("heading", level=1)).to_have_text("Thank you, we have your answers")
    assert SignUp.objects.get().person.name == "Ann Other"
    narrow.wait_for_load_state("networkidle")
    narrow.go_back()
    expect(narrow.get_by_text(SignUp.objects.get().reference)).to_be_visible()


def test_a_cookie_that_is_lost_half_way_loses_nothing_that_is_open(narrow: Page, join: str) -> None:
    walk_to(narrow, join, until="where")
    narrow.context.clear_cookies()
    answer(narrow)
    expect(narrow.get_by_text("Please press the button once more.")).to_be_visible()
    expect(narrow.get_by_label("Wales")).to_be_checked()
    go_on(narrow)
    while step_of(narrow) != "check":
        answer(narrow)
    narrow.get_by_role("button", name="Send my answers").click()
    expect(narrow.get_by_role("heading", level=1)).to_have_text("Thank you, we have your answers")
    assert SignUp.objects.get().person.name == "Ann Lee"


def test_a_browser_that_forgot_is_told_so_and_can_start_again(narrow: Page, join: str) -> None:
    walk_to(narrow, join, until="reach")
    narrow.context.clear_cookies()
    narrow.reload()
    expect(narrow.get_by_role("heading", level=1)).to_have_text("Your answers are not here any more")
    narrow.get_by_role("link", name="Start again").click()
    narrow.get_by_role("link", name="Start now").click()
    expect(narrow.get_by_role("heading", level=1)).to_have_text("Who is this for?")


def test_answers_can_be_deleted(narrow: Page, join: str) -> None:
    walk_to(narrow, join, until="reach")
    narrow.get_by_role("link", name="Delete my answers").click()
    narrow.get_by_role("button", name="Yes, delete my answers").click()
    expect(narrow.get_by_text("Your answers are deleted.")).to_be_visible()


def test_only_what_was_chosen_is_asked_for(narrow: Page, join: str) -> None:
    walk_to(narrow, join, until="reach")
    expect(narrow.get_by_label("Phone number")).to_be_hidden()
    narrow.get_by_label("Text message").check()
    expect(narrow.get_by_label("Phone number")).to_be_visible()
    expect(narrow.get_by_label("Postal address")).to_be_hidden()


@pytest.mark.parametrize("width", [320, 1280])
def test_axe_finds_nothing_on_any_page_of_joining(page: Page, join: str, network: Network, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    page.goto(join)
    assert barriers(page) == []
    page.get_by_role("link", name="Start now").click()
    seen = []
    while step_of(page) != "check":
        step = step_of(page)
        seen.append(step)
        assert barriers(page) == [], step
        if step in WRONG:
            go_on(page)
            assert barriers(page) == [], f"{step} after a mistake"
        answer(page)
    assert set(WRONG) < set(seen)
    assert barriers(page) == [], "check"
    page.goto(f"{join}delete/")
    assert barriers(page) == [], "delete"
    page.goto(join)
    assert barriers(page) == [], "carry on"
    page.goto(f"{join}check/")
    page.get_by_role("button", name="Send my answers").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Thank you, we have your answers")
    assert barriers(page) == [], "done"
    page.context.clear_cookies()
    page.goto(f"{join}reach/")
    assert barriers(page) == [], "gone"


@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("script", [True, False], ids=["with JavaScript", "without"])
def test_a_link_to_a_mistake_shows_the_question_and_the_error(
    browser: Browser, join: str, network: Network, width: int, script: bool
) -> None:
    context = browser.new_context(viewport={"width": width, "height": 640}, java_script_enabled=script)
    page = context.new_page()
    walk_to(page, join, until="reach")
    page.get_by_label("Phone", exact=True).check()
    for _time in range(2):  # the second time, the address carries what the link left there
        go_on(page)
        page.get_by_role("heading", name="There is a problem").wait_for()
        expect(page.get_by_role("alert")).to_be_focused()
        page.get_by_role("link", name="Enter the phone number of Ann Lee").click()
        expect(page.locator("#id_phone")).to_be_focused()
        expect(page.locator("label[for=id_phone]")).to_be_in_viewport(ratio=1)
        expect(page.locator("#id_phone_error")).to_be_in_viewport(ratio=1)
        expect(page.locator("#id_phone")).to_be_in_viewport(ratio=1)
    context.close()
