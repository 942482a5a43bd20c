"""A break, who helps, and health: what staff note because someone asked, as “your details” would."""

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import User
from django.test import Client
from django.utils import timezone

from coprod.models import OutgoingMail, StaffAccess
from networks.models import Change, Consent, ConsentStatement, Network, Person, SignUp
from networks.your_details import changing
from tests.admin.forms import answers_in, messages_in, soup
from tests.admin.rows import client_of, client_of_administrator, make_facilitator, make_sign_up
from tests.admin.test_put_right import all_rows, page_of, problems_in, send
from tests.factories import make_network, make_staff
from tests.networks.your_details.holding import details_links, signed_up

pytestmark = pytest.mark.django_db
SOON = timezone.localdate() + timedelta(days=40)
HELPED: Any = {"helper_name": "Hal", "helper_phone": "01632 960001", "said_yes": "talked"}


def page(person: Person, name: str) -> str:
    return f"/admin/networks/person/{person.pk}/{name}/"


def recorded() -> tuple[str, str, str]:
    """The newest change, how it was told, and what the log says."""
    change, entry = Change.objects.latest("pk"), LogEntry.objects.latest("pk")
    return change.kind, change.route, entry.change_message


def test_a_break_is_noted_changed_and_ended_for_whoever_phones(staff: Client, network: Network) -> None:
    User.objects.update(email="fay@example.org")
    person = signed_up(network).person
    assert "They want a break" in soup(staff.get(page_of(person))).get_text()
    answer = send(staff, page(person, "break"), until=SOON.isoformat())
    (said,) = messages_in(staff.get(answer["Location"]))
    assert said.startswith("They have a break until ")
    person.refresh_from_db()
    assert person.paused_until == SOON
    day = said.removeprefix("They have a break until ")
    assert recorded() == ("paused", "phone", f"They asked for a break until {day} By phone.")
    assert OutgoingMail.objects.filter(event="details_changed").count() == 1
    for address in (page_of(person), person.sign_ups.get().get_absolute_url()):
        assert "They asked us not to be in touch before " in staff.get(address).content.decode()
    assert "Change or end their break" in soup(staff.get(page_of(person))).get_text()
    send(staff, page(person, "break"), end="yes", until="", route="post")
    assert Person.objects.get().paused_until is None
    assert recorded() == ("resumed", "post", "They asked to end their break. By post.")


@pytest.mark.parametrize(
    ("until", "words"),
    [
        ("", "Enter the day when we may be in touch again"),
        ("2027-02-30", "There is no such day. Enter a day like 27/03/2030"),
        ("2020-01-01", "Enter a day that is still to come"),
        ("2199-01-01", "Enter a day in the next 2 years. For longer, they can leave and come back"),
    ],
)
def test_an_impossible_break_is_named(staff: Client, network: Network, until: str, words: str) -> None:
    person = signed_up(network).person
    found = problems_in(send(staff, page(person, "break"), until=until))
    assert found == [f"When may we be in touch with them again?: {words}"]
    assert Person.objects.get().paused_until is None


def test_nobody_is_called_today_who_has_a_break(staff: Client, network: Network) -> None:
    make_sign_up(network, "Has a break", paused_until=SOON)
    make_sign_up(network, "Had a break", paused_until=timezone.localdate())
    found = staff.get("/admin/inbox/", {"call": "1"}).content.decode()
    assert ("Has a break" in found, "Had a break" in found) == (False, True)


def test_another_helper_is_noted_and_mail_for_the_one_before_is_taken_back(staff: Client, network: Network) -> None:
    answers = {**HELPED, "reach_by": ["helper"], "helper_email": "hal@example.org"}
    person = signed_up(network, **answers).person
    assert OutgoingMail.objects.waiting().filter(recipient="hal@example.org").exists()
    changes = {"helper_name": "Ida", "helper_relationship": "her niece", "helper_email": "ida@example.org"}
    send(staff, page(person, "helper"), given_by="helper", **changes)
    person.refresh_from_db()
    assert (person.helper_name, person.helper_relationship, person.mail_address) == (
        "Ida",
        "her niece",
        changes["helper_email"],
    )
    assert not OutgoingMail.objects.waiting().filter(recipient="hal@example.org").exists()
    said = "They asked, and it is put right: helper’s name, how the helper knows them, helper’s e-mail address."
    assert recorded() == ("helper", "phone", f"{said} By phone. A helper, on the person’s word.")


def test_a_first_helper_leaves_what_the_person_said_confirmed(staff: Client, network: Network) -> None:
    person = signed_up(network).person
    assert problems_in(send(staff, page(person, "helper"), helper_phone="01632 960001", given_by="person")) == [
        "Helper’s name: Enter the helper’s name"
    ]
    send(staff, page(person, "helper"), helper_name="Ida", given_by="person")
    person.refresh_from_db()
    assert (person.helper_name, person.is_confirmed) == ("Ida", True)


def test_a_helper_goes_unless_we_reach_them_through_the_helper(staff: Client, network: Network) -> None:
    person = signed_up(network, **HELPED, reach_by=["helper"]).person
    nobody = {**dict.fromkeys(changing.HELPER, ""), "given_by": "person"}
    (problem,) = problems_in(send(staff, page(person, "helper"), **nobody))
    assert problem.startswith("Helper’s name: We reach them through their helper. Choose another way first")
    Person.objects.update(reach_by=["email"])
    send(staff, page(person, "helper"), **nobody)
    assert Person.objects.get().helper_name == ""


def test_health_is_put_right_while_the_yes_to_keep_it_stands(staff: Client, network: Network) -> None:
    User.objects.update(email="fay@example.org")
    person = signed_up(network, support="Large print", describes=["carer"]).person
    send(staff, page(person, "health"), support="ZEBRA print", describes=["living-with-dementia", "carer"])
    person.refresh_from_db()
    assert (person.support, person.describes) == ("ZEBRA print", ["living-with-dementia", "carer"])
    said = "They asked, and it is put right: which describes them, what helps them take part. By phone."
    assert recorded() == ("health", "phone", said)
    assert Consent.objects.count() == 2
    told = OutgoingMail.objects.get(event="details_changed")
    assert "ZEBRA" not in told.text + told.html + told.subject + said
    assert StaffAccess.objects.of_row("networks.person", person.pk).exists()


def test_without_a_yes_health_is_kept_only_with_a_new_one(network: Network) -> None:
    user, person = make_facilitator(network), signed_up(network).person
    staff, address = client_of(user), page(person, "health")
    changing.withdraw(person=person, purpose="health")
    (problem,) = problems_in(send(staff, address, support="Large print"))
    assert "We may keep this only if they say yes." in problem
    assert Person.objects.get().support == ""
    send(staff, address, describes=["carer"])  # says nothing of health
    assert (Person.objects.get().describes, Consent.objects.count()) == (["carer"], 3)
    assert ConsentStatement.current("health").text in soup(staff.get(address)).get_text()
    send(staff, address, support="Large print", agreed=["yes"])
    newest = Consent.objects.latest("pk")
    assert (newest.statement.purpose, newest.given, newest.route, newest.recorded_by) == ("health", True, "phone", user)
    assert Person.objects.get().support == "Large print"


def test_a_helpers_yes_does_not_stand_in_for_the_persons(staff: Client, network: Network) -> None:
    person = signed_up(network, **{**HELPED, "said_yes": "not-yet"}).person
    answers = {"support": "Large print", "agreed": ["yes"], "given_by": "helper"}
    (problem,) = problems_in(send(staff, page(person, "health"), **answers))
    assert "they have not said yes. Ask the person themselves." in problem
    send(staff, page(person, "health"), **{**answers, "given_by": "person"})
    assert Person.objects.get().support == "Large print"


def test_health_of_someone_whom_another_network_knows_too_is_for_administrators(
    staff: Client, network: Network
) -> None:
    row, other = signed_up(network), signed_up(make_network("Zenobia"))
    SignUp.objects.filter(pk=other.pk).update(person=row.person)
    address = page(row.person, "health")
    assert not soup(staff.get(page_of(row.person))).find("a", href=address)
    for answer in (staff.get(address), staff.post(address, {"support": "x", "route": "phone"})):
        assert answer.status_code == 403
    send(client_of_administrator(), address, support="Large print")
    row.person.refresh_from_db()
    assert row.person.support == "Large print"


def test_the_person_reads_what_they_had_done(staff: Client, network: Network) -> None:
    person = signed_up(network).person
    send(staff, page(person, "helper"), helper_name="Ida", given_by="person")
    send(staff, page(person, "health"), support="Large print", given_by="person")
    (link,), client = details_links(), Client()
    client.post(link)
    words = soup(client.get("/your-details/yours/")).get_text(" ", strip=True)
    assert "You told us who helps you By phone, " in words
    assert "You told us about your health and what helps you By phone, " in words


def test_only_who_answers_this_networks_people_may(network: Network) -> None:
    person = signed_up(network).person
    viewer = make_staff("networks.view_person", "networks.view_signup")
    network.facilitators.add(viewer)
    before = all_rows()
    for user in (viewer, make_facilitator(make_network()), make_staff("blog.view_post")):
        for name in ("break", "helper", "health"):
            answers = {"until": SOON.isoformat(), "helper_name": "Eve", "support": "x", "route": "phone"}
            assert client_of(user).get(page(person, name)).status_code in {403, 404}
            assert client_of(user).post(page(person, name), {**answers, "given_by": "person"}).status_code in {403, 404}
    assert all_rows() == before


@pytest.mark.parametrize("name", ["helper", "health"])
def test_of_two_neither_undoes_what_the_other_did(staff: Client, network: Network, name: str) -> None:
    person = signed_up(network, **HELPED).person
    stale = answers_in(staff.get(page(person, name)), "asked")
    Person.objects.update(helper_name="Ida", support="Tea")
    typed = {"helper_name": "Joe", "support": "Coffee", "given_by": "person"}
    (problem,) = problems_in(staff.post(page(person, name), {**stale, **typed}))
    assert "Someone changed this while you had it open." in problem
    assert (Person.objects.get().helper_name, Person.objects.get().support) == ("Ida", "Tea")
