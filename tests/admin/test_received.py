"""Working through what came in."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from coprod.models import OutgoingMail
from networks.models import ConsentStatement, Enquiry, Network, SignUp
from tests.admin.forms import answers_in, errors_in, messages_in, rows_in, send, soup, take_step
from tests.admin.rows import client_of, client_of_administrator, make_enquiry, make_facilitator, make_sign_up
from tests.factories import make_group, make_network

pytestmark = pytest.mark.django_db


def record(row: Any) -> str:
    return f"/admin/networks/{row._meta.model_name}/{row.pk}/change/"


def test_a_long_wait_stands_out_in_words_until_someone_writes_back(staff: Client, network: Network) -> None:
    make_sign_up(network, "Today"), make_sign_up(network, "Week", days=6)
    answered = make_sign_up(network, "Answered", days=9)
    answered.status = SignUp.Status.CONTACTED
    answered.save()
    page = staff.get("/admin/networks/signup/")
    today, week, done = rows_in(page)
    assert "came today" in today
    assert "waiting 6 days" in week
    assert "waiting" not in done
    assert [item.get_text() for item in soup(page).select("#result_list .late")] == ["waiting 6 days"]


def test_what_helps_and_what_is_not_confirmed_stand_at_the_top(staff: Client, network: Network) -> None:
    row = make_sign_up(network, support="Large print.\nA call the day before.", helper_name="Hal Helper")
    page = soup(staff.get(record(row)))
    first = page.select("fieldset")[0].get_text(" ", strip=True)
    assert "Large print." in first
    assert "Not confirmed with the person" in first
    assert "Hal Helper" in page.get_text()
    row.person.confirmed_at = datetime(2026, 5, 4, 12, tzinfo=UTC)
    row.person.save()
    assert "Yes, on 4 May 2026" in soup(staff.get(record(row))).select("fieldset")[0].get_text(" ", strip=True)


def test_only_what_may_be_from_a_robot_is_said_to_be(staff: Client, network: Network) -> None:
    row = make_sign_up(network)
    assert "No mail was sent." not in staff.get(record(row)).content.decode()
    SignUp.objects.update(looks_automatic=True)
    assert "No mail was sent." in staff.get(record(row)).content.decode()


def test_consents_are_shown_word_for_word_in_their_order(staff: Client, network: Network) -> None:
    row = make_sign_up(network)
    row.person.consents.create(statement=ConsentStatement.current("health"), given=False)
    said = [item.get_text(" ", strip=True) for item in soup(staff.get(record(row))).select(".field-consents li")]
    assert [line.split(":")[0] for line in said] == ["Yes", "No"]
    assert ConsentStatement.current("health").text in said[1]


def test_staff_change_status_assignee_and_notes_and_nothing_else(staff: Client, network: Network) -> None:
    row = make_sign_up(network, "Edith Example")
    changes = {
        "status": "contacted",
        "staff_notes": "Rang on Monday.",
        "reference": "HACK",
        "person": "99",
        "network": "99",
    }
    assert set(answers_in(staff.get(record(row)), "signup_form")) == {
        *("csrfmiddlewaretoken", "status", "group", "assignee", "staff_notes", "shown", "note"),
        *("initial-status", "initial-group", "initial-assignee", "initial-staff_notes"),
    }
    assert send(staff, record(row), "signup_form", **changes).status_code == 302
    after = SignUp.objects.get()
    assert (after.status, after.staff_notes) == ("contacted", "Rang on Monday.")
    assert (after.reference, after.person_id, after.network_id) == (row.reference, row.person_id, network.pk)
    assert "Changed Status and Staff notes" in staff.get(record(row).replace("change", "history")).content.decode()


def test_someone_is_put_into_a_group_of_the_network_and_moved_to_another(staff: Client, network: Network) -> None:
    row = make_sign_up(network)
    first, full = make_group(network, "Tea"), make_group(network, "Walks", is_full=True, is_listed=False)
    theirs = make_group(make_network(), "Zenobia")
    choice = soup(staff.get(record(row))).select("select[name=group] option")
    assert [option.get_text() for option in choice] == ["---------", "Tea, Swansea", "Walks, Swansea (full)"]
    assert send(staff, record(row), "signup_form", group=first.pk).status_code == 302
    assert take_step(staff, row, "joined", group=full.pk).status_code == 200
    row.refresh_from_db()
    assert (row.group, row.status) == (full, "joined")
    story = soup(staff.get(record(row))).select_one(".story")
    assert story is not None
    assert "Local group: none, now Tea, Swansea." in story.get_text()
    assert "Local group: Tea, Swansea, now Walks, Swansea." in story.get_text()
    page = send(client_of_administrator(), record(row), "signup_form", group=theirs.pk)
    assert "Choose a local group of this network." in errors_in(page)
    assert send(staff, record(row), "signup_form", group="").status_code == 302
    assert SignUp.objects.get().group is None


def test_of_two_who_have_a_record_open_neither_undoes_what_the_other_did(staff: Client, network: Network) -> None:
    row, colleague = make_sign_up(network), client_of(make_facilitator(network))
    opened = answers_in(staff.get(record(row)), "signup_form")
    take_step(colleague, row, "contacted")
    assert staff.post(record(row), {**opened, "staff_notes": "Rang."}).status_code == 302
    row.refresh_from_db()
    assert (row.status, row.staff_notes) == ("contacted", "Rang.")
    page = staff.post(record(row), {**opened, "staff_notes": "Rang\r\ntwice."})
    assert errors_in(page)[-1].startswith("Someone changed this while you had it open. It says now: “Rang.”")
    assert SignUp.objects.get().staff_notes == "Rang."
    assert staff.post(record(row), answers_in(page, "signup_form")).status_code == 302
    assert SignUp.objects.get().staff_notes == "Rang\r\ntwice."
    assert send(staff, record(row), "signup_form", assignee="").status_code == 302


def test_nobody_adds_or_deletes_here_not_even_an_administrator(network: Network) -> None:
    boss, row, letter = client_of_administrator(), make_sign_up(network), make_enquiry(network)
    for address in ("signup/add/", "enquiry/add/", "person/add/", "consent/add/"):
        assert boss.get(f"/admin/networks/{address}").status_code == 403, address
    for kind, pk in (("signup", row.pk), ("enquiry", letter.pk), ("person", row.person_id)):
        assert boss.post(f"/admin/networks/{kind}/{pk}/delete/", {"post": "yes"}).status_code == 403, kind
    boss.post(
        "/admin/networks/person/", {"action": "delete_selected", "_selected_action": [row.person_id], "post": "yes"}
    )
    assert SignUp.objects.filter(pk=row.pk).exists()
    assert boss.post(f"/admin/networks/person/{row.person_id}/change/", {"name": "Other"}).status_code == 403


@pytest.mark.parametrize(
    "spoken", [str.lower, lambda text: text.replace("-", " "), lambda text: text.replace("-", "").lower()]
)
def test_a_reference_is_found_however_it_is_read_out(staff: Client, network: Network, spoken: Any) -> None:
    row = make_sign_up(network)
    make_sign_up(network, "Someone Else")
    found = rows_in(staff.get("/admin/networks/signup/", {"q": spoken(row.reference)}))
    assert len(found) == 1
    assert row.reference in found[0]


def test_a_name_of_eight_letters_is_still_found_as_a_name(staff: Client, network: Network) -> None:
    make_sign_up(network, "Margaret Jones")
    assert len(rows_in(staff.get("/admin/networks/signup/?q=margaret"))) == 1


def test_messages_and_call_backs_have_lists_of_their_own(staff: Client, network: Network) -> None:
    make_enquiry(network, "Writer", message="May I bring my dog?")
    make_enquiry(network, "Caller", kind=Enquiry.Kind.CALL_BACK, best_time="Mornings")
    links = {
        link.get_text(" ", strip=True): str(link["href"]) for link in soup(staff.get("/admin/")).select(".tasks a")
    }
    assert [row.split("Caller")[0] != row for row in rows_in(staff.get(links["1 person to call back"]))] == [True]
    (row,) = rows_in(staff.get(links["1 new message"]))
    assert "Writer" in row
    assert "May I bring my dog?" in staff.get(record(Enquiry.objects.get(kind="message"))).content.decode()


def test_a_person_whose_mail_came_back_is_to_be_phoned(staff: Client, network: Network) -> None:
    row = make_sign_up(network, phone="01632 960 123")
    OutgoingMail.objects.create(
        recipient="x@example.org", subject="s", text="t", event="e", message_id="<1>", reference=row.reference,
        failed_at=timezone.now(), last_error="550 no such user",
    )  # fmt: skip
    page = staff.get(record(row)).content.decode()
    assert "Mail could not be delivered. Phone instead." in page
    assert 'href="tel:01632960123"' in page


def test_groups_not_checked_for_a_year_are_found_and_marked(staff: Client, network: Network) -> None:
    make_group(network, "Fresh", checked_on=timezone.localdate())
    make_group(network, "Stale", checked_on=timezone.localdate() - timedelta(days=400))
    make_group(network, "Unknown", checked_on=None)
    late = staff.get("/admin/networks/group/?checked=no")
    assert sorted(row.split()[0] for row in rows_in(late)) == ["Stale", "Unknown"]
    ids = [box["value"] for box in soup(late).select("input.action-select")]
    answer = staff.post("/admin/networks/group/", {"action": "checked_today", "_selected_action": ids}, follow=True)
    assert messages_in(answer) == ["2 groups are marked as checked."]
    assert not rows_in(staff.get("/admin/networks/group/?checked=no"))


def test_a_group_is_not_deleted_while_people_belong_to_it(staff: Client, network: Network) -> None:
    group, row = make_group(network, "Tea"), make_sign_up(network, "Edith Example")
    SignUp.objects.update(group=group)
    make_sign_up(network, "Someone Else")
    one, many = f"/admin/networks/group/{group.pk}/delete/", "/admin/networks/group/"
    chosen = {"action": "delete_selected", "_selected_action": [group.pk]}
    for page in (staff.get(one), staff.post(one, {"post": "yes"}), staff.post(many, {**chosen, "post": "yes"})):
        (said,) = soup(page).select("#content")
        assert "1 person belongs to “Tea, Swansea”" in said.get_text()
        assert "hide it from the site instead" in said.get_text()
    (who,) = rows_in(staff.get(str(said.select("li a")[0]["href"])))
    assert row.reference in who
    SignUp.objects.update(status=SignUp.Status.CLOSED)
    assert staff.post(one, {"post": "yes"}).status_code == 302
    assert not network.groups.exists()


def test_new_words_of_a_consent_become_the_next_version_and_old_ones_stay() -> None:
    boss, old = client_of_administrator(), ConsentStatement.current("join")
    answer = boss.post("/admin/networks/consentstatement/add/", {"purpose": "join", "text": "New words."})
    assert answer.status_code == 302
    assert (ConsentStatement.current("join").version, ConsentStatement.current("join").text) == (
        old.version + 1,
        "New words.",
    )
    assert boss.post(f"/admin/networks/consentstatement/{old.pk}/change/", {"text": "Other"}).status_code == 403
    old.refresh_from_db()
    assert old.text != "Other"


def test_a_network_is_made_with_its_resources_and_facilitators(client: Client) -> None:
    boss, facilitator = client_of_administrator(), make_facilitator()
    answer = send(
        boss,
        "/admin/networks/network/add/",
        "network_form",
        name="Gardeners",
        slug="gardeners",
        summary="We dig.",
        about="<p>We <script>alert(1)</script>dig.</p>",
        facilitators=[facilitator.pk],
        **{
            "resources-TOTAL_FORMS": "1",
            "resources-0-title": "A guide",
            "resources-0-audience": "members",
            "resources-0-link": "example.org/guide",
            "resources-0-position": "1",
        },
    )
    assert answer.status_code == 302
    made = Network.objects.get()
    assert (made.resources.get().link, list(made.facilitators.all())) == ("https://example.org/guide", [facilitator])
    assert "alert(1)" not in client.get("/networks/gardeners/").content.decode()


def test_a_network_is_named_without_the_word_that_pages_put_before_it() -> None:
    boss = client_of_administrator()
    page = send(boss, "/admin/networks/network/add/", "network_form", name="the Gardeners", slug="gardeners")
    assert "Leave out “The”: we put it before the name." in errors_in(page)


@pytest.mark.parametrize("kind", ["signup", "enquiry", "person", "consent", "group", "network"])
def test_a_list_of_thirty_takes_no_more_queries_than_a_list_of_three(
    staff: Client, network: Network, kind: str
) -> None:
    def fill(count: int) -> None:
        for _ in range(count):
            make_sign_up(network), make_enquiry(network), make_group(network, checked_on=date(2026, 1, 1))
            make_network().facilitators.set(network.facilitators.all())

    def queries() -> int:
        with CaptureQueriesContext(
            connection,
        ) as seen:
            assert staff.get(f"/admin/networks/{kind}/").status_code == 200
        return len(seen)

    fill(3)
    few = queries()
    fill(27)
    assert queries() == few <= 12


def test_a_note_is_kept_on_the_way_to_what_the_person_asks_for(staff: Client, network: Network) -> None:
    row = make_sign_up(network)
    page = staff.get(record(row))
    assert soup(page).select('.next-step button[name=asks][form="signup_form"]')
    answers = {**answers_in(page, "signup_form"), "note": "Wants a break.", "staff_notes": "Likes mornings."}
    answer = staff.post(record(row), {**answers, "asks": "yes"})
    assert answer["Location"] == f"{row.person.get_absolute_url()}#asked-heading"
    page = staff.get(answer["Location"])
    assert soup(page).select("#asked-heading")
    assert messages_in(page) == ["What you entered is kept."]
    row.refresh_from_db()
    assert row.staff_notes == "Likes mornings."
    assert "Note: Wants a break." in staff.get(record(row)).content.decode()
