"""Staff work through the inbox in a real browser, and no page of it has a barrier or breaks the policy."""

from typing import Any
from uuid import uuid4

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import User
from django.test import Client
from playwright.sync_api import Dialog, Page, expect

from blog.models import Submission
from networks.models import Enquiry, SignUp
from tests.admin.rows import make_enquiry, make_sign_up
from tests.browser.barriers import PARTS, serious_barriers
from tests.factories import make_network


@pytest.fixture
def staff(page: Page, live_server: Any) -> Page:
    client = Client()
    client.force_login(User.objects.create_superuser("bea"))
    page.context.add_cookies([{"name": "session", "value": client.cookies["session"].value, "url": live_server.url}])
    return page


def fill() -> tuple[SignUp, Enquiry, Submission]:
    network = make_network("Research Network with a name of some length")
    row = make_sign_up(
        network,
        "Edith Example",
        days=6,
        helper_name="Hal",
        support="Large print",
        reach_by=["phone"],
        phone="01632 960 1",
    )
    robot = make_sign_up(network, "Robot \u202eelpmaxE")
    SignUp.objects.filter(pk=robot.pk).update(looks_automatic=True)
    make_sign_up(network, "محمد", email="m@example.org")
    letter = make_enquiry(network, "Edith Example", message="May I bring my dog?\nHe is old.")
    make_enquiry(None, "Carl Caller", kind=Enquiry.Kind.CALL_BACK, best_time="Mornings")
    piece = Submission.objects.create(
        key=uuid4(), title="A walk", piece="Once.", name="Greta", consent_words="Yes.", consent_review_on="2027-11-01"
    )
    return row, letter, piece


def test_someone_is_taken_answered_with_a_note_and_a_slip_is_taken_back(
    staff: Page, live_server: Any, complaints: list[str]
) -> None:
    row, _letter, _piece = fill()
    staff.goto(f"{live_server.url}/admin/")
    staff.get_by_role("link", name="things wait in the inbox").click()
    expect(staff.get_by_role("heading", level=1)).to_have_text("Inbox")
    line = staff.get_by_role("row").filter(has_text=row.reference)
    expect(line).to_contain_text("waiting 6 days")
    line.get_by_role("button", name="Assign to me").click()
    expect(staff.get_by_role("row").filter(has_text=row.reference)).to_contain_text("You")
    staff.get_by_role("link", name=row.reference).click()
    staff.get_by_label("Note (optional)").fill("Rang her. She likes mornings.")
    staff.get_by_role("button", name="Closed", exact=True).click()
    expect(staff.locator(".story")).to_contain_text("New, now Closed. Note: Rang her.")
    staff.get_by_role("button", name="Take back the last step").click()
    expect(staff.locator(".messagelist")).to_contain_text("Closed, now New.")
    row.refresh_from_db()
    assert row.status == "new"
    staff.get_by_role("link", name="Edith Example").first.click()
    staff.get_by_role("button", name="I have spoken with them").click()
    expect(staff.locator(".story")).to_contain_text("Spoke with the person: confirmed.")


@pytest.mark.parametrize("part", range(PARTS))
def test_no_page_of_the_inbox_has_a_serious_barrier_or_breaks_the_policy(
    staff: Page, live_server: Any, complaints: list[str], part: int
) -> None:
    row, letter, piece = fill()
    paths = [
        *("inbox/", "inbox/?q=edith&status=all", "inbox/?q=nobody", f"networks/signup/{row.pk}/change/"),
        *(f"networks/enquiry/{letter.pk}/change/", f"networks/person/{row.person_id}/change/"),
        *(f"networks/person/{row.person_id}/same-person/?q=edith", f"blog/submission/{piece.pk}/change/"),
        f"networks/person/{row.person_id}/same-person/{letter.person_id}/",
        *("blog/submission/", "coprod/staffaccess/", f"networks/network/{row.network_id}/change/"),
    ]
    found = {}
    for path in paths[part::PARTS]:
        for width in (1280, 768):
            staff.set_viewport_size({"width": width, "height": 900})
            staff.goto(f"{live_server.url}/admin/{path}")
            staff.wait_for_load_state("networkidle")
            assert complaints == [], path
            wide = staff.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
            assert wide <= 0, (path, width)
        found[path] = serious_barriers(staff)
        complaints.clear()  # axe itself adds styles to look at the page
    assert found == {path: [] for path in paths[part::PARTS]}


def test_a_link_does_not_lose_what_was_typed_and_a_button_keeps_it(
    staff: Page, live_server: Any, complaints: list[str]
) -> None:
    row, _letter, _piece = fill()
    asked: list[str] = []

    def stay(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.dismiss()

    staff.on("dialog", stay)
    staff.goto(live_server.url + row.get_absolute_url())
    staff.get_by_label("Note (optional)").fill("Rang.")
    staff.get_by_role("link", name="Edith Example").click()
    expect(staff.get_by_label("Note (optional)")).to_have_value("Rang.")
    assert asked == ["beforeunload"]
    staff.get_by_role("button", name="Save, and change something for them").click()
    expect(staff.get_by_role("heading", name="If they ask you to change something")).to_be_in_viewport()
    assert len(asked) == 1
    assert LogEntry.objects.get().change_message == "Note: Rang."
