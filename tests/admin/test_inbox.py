"""The staff inbox: one list of everything that waits, and the steps that move a record on."""

from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from bs4 import Tag
from django.contrib.admin.models import LogEntry
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from blog.models import Submission
from coprod.inbox.ages import working_days_ago
from coprod.models import OutgoingMail
from networks.models import Enquiry, Network, SignUp
from tests.admin.forms import errors_in, messages_in, rows_in, send, soup, take_step
from tests.admin.rows import client_of, client_of_administrator, make_enquiry, make_facilitator, make_sign_up
from tests.factories import make_network, make_staff

pytestmark = pytest.mark.django_db
INBOX = "/admin/inbox/"


def make_submission(title: str = "My piece", **fields: Any) -> Submission:
    defaults = {"piece": "Once.", "name": "Greta Guest", "consent_words": "Yes.", "consent_review_on": "2027-11-01"}
    return Submission.objects.create(key=uuid4(), title=title, **{**defaults, **fields})


def make_failed_mail(row: Any, *, is_unverified: bool = True) -> OutgoingMail:
    return OutgoingMail.objects.create(
        recipient="x@example.org", subject="We have it", text="t", event="e", message_id=f"<{uuid4()}>",
        reference=row.reference, is_unverified=is_unverified, failed_at=timezone.now(),
    )  # fmt: skip


def names_in(page: Any) -> list[str]:
    return [item.get_text(strip=True) for item in soup(page).select("#result_list bdi")]


def waits(client: Client) -> set[str]:
    """What the front page says of what waits."""
    return {item.get_text(" ", strip=True) for item in soup(client.get("/admin/")).select(".tasks li")}


def move(client: Client, row: Any, to: str, **more: Any) -> Any:
    """Press a button in the list."""
    return client.post(f"{INBOX}{row._meta.model_name}/{row.pk}/", {"to": to, **more}, follow=True)


def test_everything_that_waits_is_one_list_the_oldest_first(network: Network) -> None:
    make_sign_up(network, "Joins", days=1)
    make_enquiry(network, "Writes", received_at=timezone.now() - timedelta(days=6))
    make_enquiry(None, "Calls", kind=Enquiry.Kind.CALL_BACK)
    make_submission(received_at=timezone.now() - timedelta(days=2))
    boss = client_of_administrator()
    page = boss.get(INBOX)
    assert names_in(page) == ["Writes", "Greta Guest", "Joins", "Calls"]
    first, guest, joins, calls = rows_in(page)
    assert "waiting 6 days" in first
    assert "Message" in first
    assert "Research Network" in first
    assert "Guest piece" in guest
    assert "Sign-up" in joins
    assert "For the organisation" in calls
    assert [late.get_text() for late in soup(page).select("#result_list .late")] == ["waiting 6 days"]
    assert names_in(boss.get(INBOX, {"order": "newest"})) == ["Calls", "Joins", "Greta Guest", "Writes"]


def test_what_was_answered_leaves_the_list_and_can_still_be_found(staff: Client, network: Network) -> None:
    row = make_sign_up(network, "Answered")
    row.move(status=SignUp.Status.CONTACTED, assignee_id=None)
    assert names_in(staff.get(INBOX)) == []
    assert names_in(staff.get(INBOX, {"status": "contacted"})) == ["Answered"]
    assert names_in(staff.get(INBOX, {"status": "all"})) == ["Answered"]


def test_an_enquiry_has_the_states_of_an_enquiry_and_what_is_not_finished_waits(
    staff: Client, network: Network
) -> None:
    row = make_enquiry(network, "Caller", kind=Enquiry.Kind.CALL_BACK)
    states = soup(staff.get(row.get_absolute_url())).select("select[name=status] option")
    assert [state["value"] for state in states] == ["new", "contacted", "closed"]
    assert errors_in(send(staff, row.get_absolute_url(), "enquiry_form", status="waiting"))
    row.move(status=Enquiry.Status.WAITING, assignee_id=None)  # as it could be set before
    assert names_in(staff.get(INBOX, {"call": "1"})) == ["Caller"]
    assert {"1 thing waits in the inbox", "1 person needs a call today", "1 person to call back"} <= waits(staff)


def test_who_waits_for_a_place_is_counted_on_the_front_page(staff: Client, network: Network) -> None:
    take_step(staff, make_sign_up(network), "waiting")
    assert "1 person waits for a place" in waits(staff)


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({"kind": "message"}, {"Old"}),
        ({"kind": "call-back"}, {"Calls"}),
        ({"kind": "sign-up"}, {"Mine", "Robot"}),
        ({"who": "me"}, {"Mine"}),
        ({"who": "nobody"}, {"Old", "Calls", "Robot"}),
        ({"longer_than": "7"}, {"Old"}),
        ({"robots": "1"}, {"Robot"}),
        ({"call": "1"}, {"Old", "Calls", "Mine"}),
        ({"kind": "guest-piece"}, set()),
        ({"q": "obo"}, {"Robot"}),
        ({"network": "999999"}, set()),
        ({"kind": "nonsense", "who": "x", "page": "99", "longer_than": "1'"}, {"Old", "Calls", "Mine", "Robot"}),
    ],
)  # fmt: skip
def test_filters_narrow_the_list(network: Network, asked: dict[str, str], found: set[str]) -> None:
    user = make_facilitator(network)
    make_enquiry(network, "Old", received_at=timezone.now() - timedelta(days=9))
    make_enquiry(network, "Calls", kind=Enquiry.Kind.CALL_BACK)
    SignUp.objects.filter(pk=make_sign_up(network, "Mine").pk).update(assignee=user)
    SignUp.objects.filter(pk=make_sign_up(network, "Robot").pk).update(looks_automatic=True)
    assert set(names_in(client_of(user).get(INBOX, asked))) == found


@pytest.mark.parametrize("spoken", [str.lower, lambda text: text.replace("-", " "), lambda text: text.replace("-", "")])
def test_a_reference_is_found_however_it_is_read_out(staff: Client, network: Network, spoken: Any) -> None:
    row = make_enquiry(network, "Found")
    make_enquiry(network, "Other")
    assert names_in(staff.get(INBOX, {"q": spoken(row.reference)})) == ["Found"]


@pytest.mark.parametrize("asked", ["01632960201", "01632-960201", "(01632) 960 201", "+44 1632 960201", "960 201"])
@pytest.mark.parametrize("address", [INBOX, "/admin/networks/signup/", "/admin/networks/person/"])
def test_a_phone_number_is_found_however_it_is_spaced(
    staff: Client, network: Network, address: str, asked: str
) -> None:
    make_sign_up(network, "Edith", phone="01632 960201")
    make_sign_up(network, "Helped", helper_phone="+44 (0)1632 960 201 after 6pm")
    make_sign_up(network, "Other", phone="01632 960999")
    found = " ".join(rows_in(staff.get(address, {"q": asked})))
    assert [name in found for name in ("Edith", "Helped", "Other")] == [True, True, False]


def test_what_the_filters_leave_out_is_a_click_away(staff: Client, network: Network) -> None:
    row = make_sign_up(network, "Found")
    row.move(status=SignUp.Status.CLOSED, assignee_id=None)
    make_sign_up(make_network("Zenobia network"), "Found too")
    page = staff.get(INBOX, {"q": "found", "kind": "message"})
    assert names_in(page) == []
    link = soup(page).find("a", string="1 found among all of them")
    assert isinstance(link, Tag)
    assert names_in(staff.get(f"{INBOX}{link['href']}")) == ["Found"]
    assert "Nothing is found." in staff.get(INBOX, {"q": "nobody"}).content.decode()
    assert "Nothing waits here." in staff.get(INBOX, {"kind": "message"}).content.decode()


def test_marks_that_cannot_be_seen_neither_hide_a_name_nor_turn_the_list_around(
    staff: Client, network: Network
) -> None:
    make_sign_up(network, "Ed\u200bith \u202eelpmaxE")
    page = staff.get(INBOX, {"q": "edith"})
    assert names_in(page) == ["Ed\u200bith elpmaxE"]
    assert "\u202e" not in page.content.decode()
    assert len(rows_in(staff.get("/admin/networks/person/", {"q": "edith"}))) == 1
    assert len(rows_in(staff.get("/admin/networks/signup/", {"q": "edith"}))) == 1


def reasons(client: Client) -> dict[str, str]:
    return {
        row.select_one("bdi").get_text(): getattr(row.select_one(".call + .quiet"), "text", "")  # type: ignore[union-attr]
        for row in soup(client.get(INBOX)).select("#result_list tbody tr")
    }


def test_who_needs_a_call_today_stands_out_with_the_reason(staff: Client, network: Network) -> None:
    make_sign_up(network, "Has mail", email="a@example.org")
    make_sign_up(network, "Helper has mail", helper_email="a@example.org")
    make_sign_up(network, "No mail")
    make_enquiry(network, "Caller", kind=Enquiry.Kind.CALL_BACK)
    make_enquiry(network, "Writer")
    make_failed_mail(make_enquiry(network, "Came back"))
    make_failed_mail(make_enquiry(network, "To staff"), is_unverified=False)
    make_enquiry(network, "Waits", received_at=working_days_ago(2) - timedelta(minutes=1))
    assert reasons(staff) == {
        "Has mail": "", "Helper has mail": "", "Writer": "", "To staff": "",
        "No mail": "They gave no e-mail address",
        "Caller": "They asked for a call",
        "Came back": "Our e-mail did not arrive",
        "Waits": "They have waited for more than two working days",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("today", "then"), [("2026-11-27", "2026-11-25"), ("2026-11-30", "2026-11-26"), ("2026-11-29", "2026-11-26")]
)
def test_a_weekend_is_no_working_day(today: str, then: str) -> None:
    now = timezone.make_aware(datetime.fromisoformat(f"{today}T10:00"))
    assert working_days_ago(2, now).date().isoformat() == then


def test_one_click_takes_a_record_and_one_gives_it_back(staff: Client, network: Network) -> None:
    row = make_sign_up(network)
    page = move(staff, row, "mine", inbox="kind=sign-up")
    assert page.redirect_chain == [(f"{INBOX}?kind=sign-up", 302)]
    assert messages_in(page)[0].startswith(f"{row.reference}: staff-")
    row.refresh_from_db()
    assert row.assignee is not None
    assert "You" in rows_in(page)[0]
    assert "Take back the last step" in page.content.decode()
    move(staff, row, "undo", inbox="")
    assert SignUp.objects.get().assignee is None


@pytest.mark.parametrize("to", ["contacted", "joined", "closed", "waiting"])
def test_each_step_is_recorded_with_its_note_and_can_be_taken_back(network: Network, to: str) -> None:
    user = make_facilitator(network)
    staff, row = client_of(user), make_sign_up(network, "Edith Example", support="Large print")
    page = take_step(staff, row, to, note="Rang at ten.\x00")
    row.refresh_from_db()
    assert row.status == to
    entry = LogEntry.objects.latest("pk")
    assert (entry.user, entry.object_repr) == (user, row.reference)
    assert entry.change_message == f"New, now {row.get_status_display()}. Note: Rang at ten."
    assert "Rang at ten." in soup(page).select_one(".story").get_text()  # type: ignore[union-attr]
    move(staff, row, "undo")
    row.refresh_from_db()
    assert row.status == "new"
    assert LogEntry.objects.latest("pk").change_message == f"Taken back. {SignUp.Status(to).label}, now New."
    kept = (
        " ".join(LogEntry.objects.values_list("object_repr", flat=True)) + LogEntry.objects.latest("pk").change_message
    )
    assert "Edith" not in kept
    assert "Large print" not in kept


def test_nobody_takes_back_what_a_colleague_did_since(network: Network) -> None:
    mine, theirs = client_of(make_facilitator(network)), client_of(make_facilitator(network))
    row = make_sign_up(network)
    take_step(mine, row, "contacted")
    take_step(theirs, row, "closed")
    page = move(mine, row, "undo")
    row.refresh_from_db()
    assert row.status == "closed"
    assert messages_in(page) == ["Nothing had to change."]


def test_a_note_alone_is_kept(staff: Client, network: Network) -> None:
    row = make_enquiry(network)
    assert messages_in(take_step(staff, row, "", note="No answer.")) == ["What you entered is kept."]
    assert LogEntry.objects.get().change_message == "Note: No answer."
    row.refresh_from_db()
    assert row.status == "new"


@pytest.mark.parametrize("to", ["joined", "nonsense", "assignee", "new", "contacted"])
def test_a_step_that_the_list_has_not_changes_nothing(staff: Client, network: Network, to: str) -> None:
    row = make_enquiry(network)
    before = Enquiry.objects.values().get()
    more = {"status": "closed", "assignee": "1", "network": "99", "reference": "X", "looks_automatic": "1", "id": "9"}
    assert messages_in(move(staff, row, to, **more)) == ["Nothing had to change."]
    assert Enquiry.objects.values().get() == before
    assert not LogEntry.objects.exists()


def test_a_step_is_taken_by_a_button_only(staff: Client, network: Network) -> None:
    row = make_sign_up(network)
    assert staff.get(f"{INBOX}signup/{row.pk}/").status_code == 405
    assert staff.post(f"{INBOX}person/{row.person_id}/", {"to": "mine"}).status_code == 404
    assert staff.post(INBOX).status_code == 405
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(make_facilitator(network))
    assert strict.post(f"{INBOX}signup/{row.pk}/", {"to": "mine"}).status_code == 403


def test_facilitators_and_editors_find_only_what_is_theirs(network: Network) -> None:
    theirs = make_network("Zenobia network")
    rows = [make_sign_up(theirs, "Zenobia"), make_enquiry(theirs, "Zenobia"), make_enquiry(None, "Zenobia"),
            make_submission("Zenobia", name="Zenobia")]  # fmt: skip
    make_facilitator(theirs)
    make_sign_up(network, "Olive Ours")
    user = make_facilitator(network)
    staff = client_of(user)
    for query in ("", "?status=all", "?q=zenobia", f"?network={theirs.pk}", "?order=newest", f"?q={rows[0].reference}"):
        assert "Zenobia" not in staff.get(INBOX + query).content.decode(), query
    assert names_in(staff.get(INBOX)) == ["Olive Ours"]
    for row in rows:
        assert move(staff, row, "mine").status_code == (403 if isinstance(row, Submission) else 404)
        row.refresh_from_db()
        assert row.assignee is None
    assert {"1 thing waits in the inbox", "1 person needs a call today"} <= waits(staff)
    editor = client_of(make_staff("blog.view_submission", "blog.change_submission"))
    assert names_in(editor.get(INBOX, {"status": "all"})) == ["Zenobia"]
    assert move(editor, rows[3], "mine").status_code == 200
    assert move(editor, rows[0], "mine").status_code == 403
    assert client_of(make_staff("blog.view_post")).get(INBOX).status_code == 403
    assert Client().get(INBOX)["Location"].startswith("/admin/login/")


def test_someone_who_may_only_look_gets_no_buttons(network: Network) -> None:
    user = make_staff("networks.view_signup")
    network.facilitators.add(user)
    row = make_sign_up(network)
    looker = client_of(user)
    assert not soup(looker.get(INBOX)).select("#result_list button")
    assert move(looker, row, "mine").status_code == 403
    assert not soup(looker.get(f"/admin/networks/signup/{row.pk}/change/")).select(".next-step")


def test_a_long_inbox_comes_in_pages_and_takes_few_queries(staff: Client, network: Network) -> None:
    for number in range(60):
        make_sign_up(network, f"Person {number:02}"), make_enquiry(network, f"Writer {number:02}")
    with CaptureQueriesContext(connection) as seen:
        page = staff.get(INBOX, {"page": "3"})
    assert len(seen) <= 12
    assert len(names_in(page)) == 20
    assert "Page 3 of 3" in page.content.decode()
    everything = [name for number in (1, 2, 3) for name in names_in(staff.get(INBOX, {"page": number}))]
    assert len(set(everything)) == 120


def test_what_a_colleague_has_is_taken_over_on_its_page_only_and_by_name(network: Network) -> None:
    fay, gil, row = make_facilitator(network), make_facilitator(network), make_sign_up(network)
    row.move(status="new", assignee_id=fay.pk)
    staff = client_of(gil)
    assert not soup(staff.get(INBOX)).select("#result_list button")
    page = move(staff, row, "mine")  # as a list says that was opened before
    assert messages_in(page) == [
        f"{row.reference}: {fay.username} has it already, and keeps it. To take it over, open it."
    ]
    row.refresh_from_db()
    assert row.assignee == fay
    button = soup(staff.get(row.get_absolute_url())).select_one('button[name=to][value="mine"]')
    assert button is not None
    assert button.get_text() == f"Take it over from {fay.username}"
    take_step(staff, row, "mine")
    row.refresh_from_db()
    assert row.assignee == gil
    said = f"{fay.username} had it, {gil.username} has it now."
    assert LogEntry.objects.get().change_message == said


def offered(client: Client) -> dict[str, list[str]]:
    """Each filter that the inbox shows, with the choices of those that have some."""
    form = soup(client.get(INBOX)).select_one("form.inbox-filters")
    assert form is not None
    controls = form.select("select, input[type=checkbox]")
    return {str(one["name"]): [option.get_text() for option in one.select("option")] for one in controls}


def test_an_editor_of_the_blog_is_offered_only_filters_that_can_find_something(network: Network) -> None:
    for_editor = offered(client_of(make_staff("blog.view_response")))
    assert for_editor.keys() == {"status", "who", "longer_than", "robots"}
    assert for_editor["status"] == ["New", "Shown", "Reported by a reader", "Refused", "Hidden", "Everything"]
    for_publisher = offered(client_of(make_staff("blog.view_response", "blog.view_submission")))
    assert for_publisher["kind"] == ["All kinds", "Guest pieces", "Responses"]
    assert "network" not in for_publisher
    assert "call" in for_publisher
    for_facilitator = offered(client_of(make_facilitator(network)))
    assert for_facilitator["kind"] == ["All kinds", "Sign-ups", "Messages", "Call-backs"]
    assert {"network", "call"} < for_facilitator.keys()
