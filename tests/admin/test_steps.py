"""The page of one record: whatever button is pressed, all that was entered is kept, and no colleague is overridden."""

from typing import Any

import pytest
from django.contrib.admin.models import LogEntry
from django.test import Client

from blog.models import Response
from networks.models import Network, SignUp
from tests.admin.forms import answers_in, errors_in, messages_in, soup, take_step
from tests.admin.rows import client_of, client_of_administrator, make_enquiry, make_facilitator, make_sign_up
from tests.blog.responses.responding import make_response, open_post

pytestmark = pytest.mark.django_db
MAKE: dict[str, Any] = {
    "signup": make_sign_up,
    "enquiry": make_enquiry,
    "response": lambda _network: make_response(open_post(), Response.Status.NEW),
}


def form_of(row: Any) -> str:
    return f"{row._meta.model_name}_form"


def opened(client: Client, row: Any) -> dict[str, Any]:
    return answers_in(client.get(row.get_absolute_url()), form_of(row))


def stored(row: Any) -> tuple[str, str, list[str]]:
    row.refresh_from_db()
    notes = LogEntry.objects.filter(object_repr=row.reference, change_message__contains="Note: ")
    return row.status, row.staff_notes, [entry.change_message.split("Note: ")[1] for entry in notes]


@pytest.mark.parametrize("kind", MAKE)
@pytest.mark.parametrize("button", ["_save", "_continue", "mine", "closed", "hidden", ""])
def test_every_button_keeps_the_note_and_the_staff_notes(network: Network, kind: str, button: str) -> None:
    row, boss = MAKE[kind](network), client_of_administrator()
    entered = {**opened(boss, row), "note": "Rang.", "staff_notes": "Likes mornings."}
    press = {button: "Save"} if button.startswith("_") else {"to": button}
    assert boss.post(row.get_absolute_url(), {**entered, **press}).status_code == 302
    assert stored(row) == (button if button in row.STEPS else "new", "Likes mornings.", ["Rang."])


def test_a_step_stays_on_the_page_and_says_what_it_did(staff: Client, network: Network) -> None:
    row = make_sign_up(network)
    page = take_step(staff, row, "contacted", staff_notes="Likes mornings.")
    assert page.redirect_chain == [(row.get_absolute_url(), 302)]
    assert messages_in(page) == [f"{row.reference}: New, now Contacted."]
    assert messages_in(take_step(staff, row, "")) == ["Nothing had to change."]
    assert [entry.get_change_message() for entry in LogEntry.objects.all()] == [
        "Changed Staff notes.",
        "New, now Contacted.",
    ]
    last = soup(page).select_one(".next-step button[value=undo]")
    assert last is not None
    assert last.get_text() == f"Take back the last step with {row.reference}"
    assert messages_in(take_step(staff, row, "undo")) == [f"{row.reference}: Contacted, now New."]


@pytest.mark.parametrize("kind", MAKE)
def test_a_step_on_an_old_page_does_not_override_a_colleague(network: Network, kind: str) -> None:
    row, first, second = MAKE[kind](network), client_of_administrator(), client_of_administrator()
    theirs, mine = row.STEPS[1], next(step for step in row.STEPS if step not in {row.status, row.STEPS[1]})
    old = {**opened(second, row), "note": "Rang.", "staff_notes": "Likes mornings."}
    take_step(first, row, theirs)
    page = second.post(row.get_absolute_url(), {**old, "to": mine})
    assert stored(row) == (theirs, "", [])
    (said,) = errors_in(page)
    assert f"It is now: {row.get_status_display()}. Who has it: nobody." in said
    again = answers_in(page, form_of(row))
    assert (again["note"], again["staff_notes"]) == ("Rang.", "Likes mornings.")
    assert again.get("status", [theirs]) == [theirs]
    second.post(row.get_absolute_url(), {**again, "to": mine})
    assert stored(row) == (mine, "Likes mornings.", ["Rang."])


def test_nobody_takes_by_an_old_page_what_a_colleague_took_since(staff: Client, network: Network) -> None:
    row, colleague = make_sign_up(network), make_facilitator(network)
    old = opened(staff, row)
    take_step(client_of(colleague), row, "mine")
    (said,) = errors_in(staff.post(row.get_absolute_url(), {**old, "to": "mine"}))
    assert f"Who has it: {colleague.username}." in said
    assert SignUp.objects.get().assignee == colleague
    # A note alone overrides nobody.
    assert staff.post(row.get_absolute_url(), {**old, "to": "", "note": "Rang."}).status_code == 302


def test_after_a_clash_the_buttons_go_by_what_is_stored(staff: Client, network: Network) -> None:
    row, colleague = make_sign_up(network), client_of(make_facilitator(network))
    old = opened(staff, row)
    take_step(colleague, row, "", staff_notes="Mine.")
    page = staff.post(row.get_absolute_url(), {**old, "status": "closed", "staff_notes": "No, mine.", "note": "Rang."})
    steps = {str(button["value"]) for button in soup(page).select(".next-step button[name=to]")}
    assert "closed" in steps
    assert "new" not in steps
    again = answers_in(page, form_of(row))
    assert (again["status"], again["note"]) == (["closed"], "Rang.")
