"""What staff do because someone phoned: the same as on “your details”, with how they told us and who entered it."""

from typing import Any

import pytest
from django.contrib.admin.models import LogEntry
from django.test import Client

from coprod.models import OutgoingMail, StaffAccess
from networks.models import Change, Consent, Network, Person, SignUp
from tests.admin.forms import answers_in, messages_in, soup
from tests.admin.rows import client_of, client_of_administrator, make_facilitator
from tests.factories import make_network, make_staff
from tests.networks.your_details.holding import ADDRESS, details_links, signed_up, wrote

pytestmark = pytest.mark.django_db
KEPT = (Person, Consent, SignUp, Change, LogEntry)
ABOUT_HEALTH: Any = {"support": "Large print", "describes": ["living-with-dementia", "carer"]}


def page_of(person: Person) -> str:
    return f"/admin/networks/person/{person.pk}/change/"


def put_right(person: Person) -> str:
    return f"/admin/networks/person/{person.pk}/put-right/"


def take_back(person: Person, purpose: str) -> str:
    consent = person.consents.filter(statement__purpose=purpose).earliest("pk")
    return f"/admin/networks/consent/{consent.pk}/take-back/"


def left(sign_up: SignUp) -> str:
    return f"/admin/networks/signup/{sign_up.pk}/left/"


def send(client: Client, address: str, **changes: Any) -> Any:
    return client.post(address, {**answers_in(client.get(address), "asked"), **changes})


def problems_in(page: Any) -> list[str]:
    assert page.status_code == 200, "the form was accepted"
    return [item.get_text(strip=True) for item in soup(page).select(".problems li")]


def all_rows() -> list[Any]:
    return [list(model._default_manager.order_by("pk").values()) for model in KEPT]


def test_staff_put_right_what_someone_told_them_by_phone(network: Network) -> None:
    user, person, other = make_facilitator(network), signed_up(network).person, signed_up(network, name="Other").person
    (first, second), staff = details_links(), client_of(user)
    before = Person.objects.filter(pk=other.pk).values().get()
    offer = soup(staff.get(page_of(person))).find("a", href=put_right(person))
    assert offer is not None
    answer = send(staff, put_right(person), name="Anne Lee", email="anne@new.example.org", place="Leeds")
    assert messages_in(staff.get(answer["Location"])) == ["It is put right."]
    person.refresh_from_db()
    assert (person.name, person.email, person.place) == ("Anne Lee", "anne@new.example.org", "Leeds")
    assert Person.objects.filter(pk=other.pk).values().get() == before
    assert sorted(Client().post(link).status_code for link in (first, second)) == [302, 410]
    assert OutgoingMail.objects.get(event="address_changed").recipient == ADDRESS
    change, entry = Change.objects.get(), LogEntry.objects.get()
    assert (change.person, change.kind, change.route) == (person, "contact", "phone")
    said = "They asked, and it is put right: name, town or area, e-mail address. By phone."
    assert (entry.user, entry.change_message) == (user, said)
    story = soup(staff.get(page_of(person))).select_one(".story")
    assert story is not None
    assert said in story.get_text()
    assert "themselves" not in story.get_text()
    assert StaffAccess.objects.of_row("networks.person", person.pk).count() == 4


def test_the_person_reads_that_they_asked_for_it(staff: Client, network: Network) -> None:
    person = signed_up(network).person
    send(staff, put_right(person), phone="01632 960009", route="post")
    (link,), client = details_links(), Client()
    client.post(link)
    page = soup(client.get("/your-details/yours/")).get_text(" ", strip=True)
    assert "You asked us to put your details right By post, " in page


def test_saving_without_a_change_tells_nobody(staff: Client, network: Network) -> None:
    person = signed_up(network).person
    before, mails = all_rows(), OutgoingMail.objects.count()
    assert messages_in(staff.get(send(staff, put_right(person))["Location"])) == ["Nothing had to change."]
    assert (all_rows(), OutgoingMail.objects.count()) == (before, mails)


@pytest.mark.parametrize(
    ("answers", "words"),
    [
        ({"name": " "}, "Name: Enter their name"),
        ({"reach_by": []}, "How to reach them: Choose how we can reach them"),
        ({"email": ""}, "E-mail address: Enter the e-mail address of Ann Lee"),
        ({"phone": "12"}, "Phone number: Enter a phone number, like 01632 960001"),
        ({"region": "atlantis"}, "Nation or region: Choose from the list"),
        ({"route": "web"}, "How did they tell you?: Choose how they told you"),
    ],
)  # fmt: skip
def test_each_mistake_is_named_and_nothing_is_stored(
    staff: Client, network: Network, answers: dict[str, Any], words: str
) -> None:
    person = signed_up(network).person
    before = all_rows()
    assert problems_in(send(staff, put_right(person), place="Leeds", **answers)) == [words]
    assert all_rows() == before


def test_of_two_who_put_a_record_right_neither_undoes_what_the_other_did(staff: Client, network: Network) -> None:
    person = signed_up(network, phone="01632 960001", place="York").person
    stale = answers_in(staff.get(put_right(person)), "asked")
    send(staff, put_right(person), phone="01632 960002", place="Leeds", reach_by=["email", "phone"])
    page = staff.post(put_right(person), {**stale, "name": "Anne Lee", "phone": "01632 960003"})
    (problem,) = problems_in(page)
    assert problem.startswith("Phone number: Someone changed this while you had it open. It says now: “01632 960002”.")
    person.refresh_from_db()
    assert (person.name, person.phone) == ("Ann Lee", "01632 960002")
    again = answers_in(page, "asked")
    assert (again["name"], again["phone"], again["place"]) == ("Anne Lee", "01632 960003", "Leeds")
    assert staff.post(put_right(person), again).status_code == 302
    person.refresh_from_db()
    assert (person.name, person.phone, person.place) == ("Anne Lee", "01632 960003", "Leeds")
    assert person.reach_by == ["email", "phone"]


def test_a_page_that_says_nothing_of_what_it_showed_overwrites_nothing(staff: Client, network: Network) -> None:
    person = signed_up(network).person
    for shown in ("", "[]", "{"):
        assert len(problems_in(send(staff, put_right(person), shown=shown, place="Leeds"))) == 1
    assert Person.objects.get().place == ""


def test_extra_answers_are_not_stored(staff: Client, network: Network) -> None:
    person = signed_up(network).person
    more = {"support": "x", "not_me_at": "2020-01-01", "confirmed_at": "2020-01-01", "id": "9", "recorded_by": "9"}
    send(staff, put_right(person), place="Leeds", **more)
    before = Person.objects.get()
    assert (before.pk, before.place, before.support, before.confirmed_at) == (person.pk, "Leeds", "", None)


def test_the_yes_about_health_is_taken_back_for_whoever_phones(network: Network) -> None:
    user, row, other = make_facilitator(network), signed_up(network, **ABOUT_HEALTH), signed_up(network, **ABOUT_HEALTH)
    staff, person, ledger = client_of(user), row.person, list(Consent.objects.values())
    address = take_back(person, "health")
    assert soup(staff.get(page_of(person))).find("a", href=address) is not None
    assert "We delete at once what they told us about their health" in staff.get(address).content.decode()
    assert list(Consent.objects.values()) == ledger
    answer = send(staff, address)
    page = staff.get(answer["Location"])
    assert messages_in(page) == ["The yes is taken back."]
    assert soup(page).find("a", href=address) is None
    assert "Large print" not in page.content.decode()
    person.refresh_from_db()
    assert (person.support, person.describes) == ("", ["carer"])
    *rest, newest = list(Consent.objects.order_by("pk"))
    assert list(Consent.objects.exclude(pk=newest.pk).values()) == ledger
    assert len(rest) == len(ledger)
    assert (newest.person, newest.statement.purpose, newest.given) == (person, "health", False)
    assert (newest.route, newest.given_by, newest.recorded_by) == ("phone", "person", user)
    assert (Change.objects.get().kind, Change.objects.get().route) == ("withdrew", "phone")
    assert LogEntry.objects.get().user == user
    other.person.refresh_from_db()
    row.refresh_from_db()
    assert (other.person.support, other.left_at, row.left_at) == ("Large print", None, None)
    assert messages_in(staff.post(address, {"route": "phone"}, follow=True)) == ["Nothing had to change."]
    assert Consent.objects.count() == len(ledger) + 1


def test_taking_back_the_other_yeses_leaves_the_networks_and_closes_the_messages(
    staff: Client, network: Network
) -> None:
    row, enquiry = signed_up(network), wrote(network)
    send(staff, take_back(row.person, "join"), route="in-person")
    send(staff, take_back(enquiry.person, "contact"))
    for changed in (row, enquiry):
        changed.refresh_from_db()
    assert (row.left_at is not None, row.status, enquiry.status) == (True, "closed", "closed")
    no = Consent.objects.get(given=False, statement__purpose="join")
    assert no.route == "in-person"


def test_with_a_helper_it_is_asked_who_told_us(staff: Client, network: Network) -> None:
    person = signed_up(network, helper_name="Hal", **ABOUT_HEALTH).person
    assert problems_in(send(staff, take_back(person, "health"))) == ["Who told you?: Choose who told you"]
    assert Person.objects.get().support == "Large print"
    send(staff, take_back(person, "health"), given_by="helper")
    assert Consent.objects.get(given=False).given_by == "helper"
    assert LogEntry.objects.get().change_message.endswith("By phone. A helper, on the person’s word.")


def test_someone_leaves_one_network_and_stays_in_the_other(staff: Client, network: Network) -> None:
    row, other = signed_up(network), signed_up(make_network("Zenobia"), email="", reach_by=["post"])
    SignUp.objects.filter(pk=other.pk).update(person=row.person)
    page = soup(staff.get(page_of(row.person)))
    assert "Ask an administrator to take back a yes" in page.get_text()
    assert not page.select('a[href*="take-back"]')
    assert [link["href"] for link in page.select('a[href$="/left/"]')] == [left(row)]
    assert staff.get(take_back(row.person, "join")).status_code in {403, 404}
    assert staff.post(take_back(row.person, "health"), {"route": "phone"}).status_code in {403, 404}
    assert messages_in(staff.get(send(staff, left(row))["Location"])) == ["They have left the Research Network."]
    for changed in (row, other):
        changed.refresh_from_db()
    assert (row.left_at is not None, row.status, other.left_at) == (True, "closed", None)
    assert not Consent.objects.filter(given=False).exists()
    assert Change.objects.values_list("kind", "network", "route").get() == ("left", network.pk, "phone")
    assert LogEntry.objects.get().object_repr == row.reference
    assert messages_in(staff.post(left(row), {"route": "phone"}, follow=True)) == ["Nothing had to change."]
    send(client_of_administrator(), take_back(row.person, "join"))
    other.refresh_from_db()
    assert other.left_at is not None


def test_only_who_answers_this_networks_people_does_any_of_it(network: Network) -> None:
    row = signed_up(network)
    asked = [put_right(row.person), take_back(row.person, "health"), left(row)]
    answers = answers_in(client_of(make_facilitator(network)).get(asked[0]), "asked")
    before, viewer = all_rows(), make_staff("networks.view_person", "networks.view_signup", "networks.view_consent")
    network.facilitators.add(viewer)
    strangers = [make_facilitator(make_network()), viewer, make_staff("blog.view_post", "blog.change_post")]
    for client in [Client(), *map(client_of, strangers)]:
        for address in asked:
            assert client.get(address).status_code in {302, 403, 404}, address
            answer = client.post(address, {**answers, "name": "Eve"})
            assert answer.status_code in {302, 403, 404}, address
            assert answer.status_code != 302 or "/admin/login/" in answer["Location"], address
    assert all_rows() == before
    assert "If they ask you to change something" not in client_of(viewer).get(page_of(row.person)).content.decode()
