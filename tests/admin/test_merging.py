"""Two records of one person become one, and nothing is lost."""

from typing import Any
from uuid import uuid4

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import User
from django.test import Client

from networks import merging
from networks.models import AccessLink, Consent, Enquiry, Network, Person, SignUp
from networks.your_details import changing
from tests.admin.forms import soup
from tests.admin.rows import FACILITATOR, client_of, client_of_administrator, make_enquiry, make_sign_up
from tests.factories import make_network, make_staff
from tests.networks.your_details.holding import opened, signed_up

pytestmark = pytest.mark.django_db


@pytest.fixture
def user(network: Network) -> User:
    user = make_staff(*FACILITATOR, "networks.merge_people")
    network.facilitators.add(user)
    return user


@pytest.fixture
def staff(user: User) -> Client:
    return client_of(user)


def merge_page(kept: Person, other: Person) -> str:
    return f"/admin/networks/person/{kept.pk}/same-person/{other.pk}/"


def radios(page: Any) -> dict[str, str]:
    return {
        str(item["name"]): str(item["value"]) for item in soup(page).select(".side-by-side input[type=radio][checked]")
    }


def test_the_other_record_is_found_by_name_or_reference(staff: Client, network: Network) -> None:
    person, other = make_sign_up(network, "Edith Example").person, make_enquiry(network, "Edie Example")
    make_sign_up(network, "Someone Else")
    address = f"/admin/networks/person/{person.pk}/same-person/"
    assert address in [
        link["href"] for link in soup(staff.get(f"/admin/networks/person/{person.pk}/change/")).select("a")
    ]
    for words in ("edie", other.reference.lower().replace("-", " ")):
        links = [link["href"] for link in soup(staff.get(address, {"q": words})).select(".same-people a")]
        assert links == [merge_page(person, other.person)]


def test_what_is_chosen_stays_and_the_rest_is_kept_in_a_note(staff: Client, user: User, network: Network) -> None:
    kept = make_sign_up(network, "Edith Example", email="old@example.org", phone="01632 960001", support="Tea").person
    row = make_enquiry(network, "Edie", message="Hello")
    other = row.person
    other.email, other.address, other.reach_by = "new@example.org", "1 High Street", ["post"]
    other.save()
    page = staff.get(merge_page(kept, other))
    assert radios(page) == {
        **dict.fromkeys(["name", "email", "phone", "support"], "kept"),
        **dict.fromkeys(["address", "reach_by"], "other"),
    }
    answer = staff.post(merge_page(kept, other), {**radios(page), "email": "other", "reach_by": "other"})
    assert answer["Location"] == f"/admin/networks/person/{kept.pk}/change/"
    assert not Person.objects.filter(pk=other.pk).exists()
    kept.refresh_from_db()
    assert (kept.name, kept.email, kept.phone) == ("Edith Example", "new@example.org", "01632 960001")
    assert (kept.address, kept.reach_by, kept.support) == ("1 High Street", ["post"], "Tea")
    assert "e-mail address: old@example.org" in kept.other_details
    assert "name: Edie" in kept.other_details
    assert "old@example.org" in staff.get(f"/admin/networks/person/{kept.pk}/change/").content.decode()
    entry = LogEntry.objects.get()
    assert (entry.user, entry.object_id, entry.change_message) == (
        user, str(kept.pk), f"Joined with record {other.pk} of the same person.",
    )  # fmt: skip


def test_everything_that_belonged_to_the_second_record_moves(network: Network) -> None:
    boss = client_of_administrator()
    kept, other = make_sign_up(network, "Edith").person, make_sign_up(make_network(), "Edith").person
    Enquiry.objects.create(key=uuid4(), person=other, message="Hello")
    AccessLink.make(other, AccessLink.Purpose.NOT_ME)
    boss.post(f"/admin/networks/person/{other.pk}/spoken/", {"spoken": "yes"})
    before = {name: Person._meta.get_field(name).related_model.objects.count()  # type: ignore[union-attr]
              for name in ("sign_ups", "enquiries", "consents", "links")}  # fmt: skip
    words = set(Consent.objects.values_list("pk", "statement__text", "at", "given"))
    boss.post(merge_page(kept, other))
    after = {name: getattr(kept, name).count() for name in before}
    assert after == before
    assert set(Consent.objects.values_list("pk", "statement__text", "at", "given")) == words
    kept.refresh_from_db()
    assert kept.confirmed_at is not None
    assert LogEntry.objects.filter(object_id=str(kept.pk)).count() == 2


@pytest.mark.parametrize("from_other", [False, True])
def test_a_link_to_the_record_of_an_address_that_was_not_kept_stops_working(
    network: Network, *, from_other: bool
) -> None:
    kept = make_sign_up(network, email="one@example.org").person
    other = make_sign_up(network, email="two@example.org").person
    for person in (kept, other):
        AccessLink.make(person, AccessLink.Purpose.DETAILS)
    merging.merge(kept=kept, other=other, from_other={"email": from_other})
    assert [link.revoked_at is None for link in kept.links.order_by("pk")] == [not from_other, from_other]


def test_what_was_said_of_health_in_either_record_goes_with_the_yes_to_keep_it(network: Network) -> None:
    kept = signed_up(network, support="Large print").person
    other = signed_up(network, support="I forget names", describes=["living-with-dementia"]).person
    kept = merging.merge(kept=kept, other=other, from_other={"support": True})
    assert "I forget names" in kept.support
    assert "Large print" in kept.support
    assert "I am living with dementia" in kept.support
    changing.withdraw(person=kept, purpose="health")
    kept.refresh_from_db()
    assert (kept.support, kept.describes, kept.other_details) == ("", [], "")


def test_a_no_in_the_later_record_is_the_last_word_on_health(network: Network) -> None:
    first, second = signed_up(network, support="Large print").person, signed_up(network).person
    changing.withdraw(person=second, purpose="health")
    assert merging.merge(kept=first, other=second, from_other={}).support == ""


def test_leaving_after_that_is_one_step_and_takes_the_yes_back(network: Network) -> None:
    kept, other = signed_up(network, status="joined"), signed_up(network)
    person = merging.merge(kept=kept.person, other=other.person, from_other={})
    page = opened().get("/your-details/yours/").content.decode()
    assert page.count("Leave the Research Network") == 1
    changing.leave(sign_up=kept)
    assert "join" not in [consent.statement.purpose for consent in changing.standing(person)]


@pytest.mark.parametrize(
    ("first", "second", "stays"),
    [("new", "joined", 1), ("joined", "contacted", 0), ("new", "new", 0), ("closed", "waiting", 1)],
)
def test_one_sign_up_of_each_network_stays(network: Network, first: str, second: str, stays: int) -> None:
    rows = [make_sign_up(network, "Edith", days=2), make_sign_up(network, "Edith", days=1)]
    for row, status in zip(rows, (first, second), strict=True):
        row.staff_notes = f"Note {status}"
        row.move(status=status, assignee_id=None)
        row.save()
    elsewhere = SignUp.objects.create(key=uuid4(), person=rows[1].person, network=make_network())
    kept = merging.merge(kept=rows[0].person, other=rows[1].person, from_other={})
    member, spare = rows[stays], rows[1 - stays]
    for row in (member, spare, elsewhere):
        row.refresh_from_db()
    assert kept.sign_ups.count() == 3
    assert member.status == (second if stays else first)
    assert spare.status == "closed"
    assert f"The same person as {member.reference}." in spare.staff_notes
    assert "Note" in spare.staff_notes
    assert elsewhere.status == "new"


def test_a_person_whom_another_network_knows_too_is_for_an_administrator(staff: Client, network: Network) -> None:
    mine, both = make_sign_up(network, "Edith").person, make_sign_up(network, "Edith Both").person
    SignUp.objects.create(key=uuid4(), person=both, network=make_network())
    stranger = make_sign_up(make_network(), "Edith Zenobia").person
    found = soup(staff.get(f"/admin/networks/person/{mine.pk}/same-person/", {"q": "edith"})).select(".same-people a")
    assert found == []
    for kept, other, status in ((mine, both, 403), (both, mine, 403), (mine, stranger, 404), (stranger, mine, 404)):
        for method in ("get", "post"):
            answer = getattr(staff, method)(merge_page(kept, other))
            assert answer.status_code == status
            assert "Zenobia" not in answer.content.decode()
    assert Person.objects.count() == 3
    assert client_of_administrator().get(merge_page(mine, both)).status_code == 200


def test_only_those_who_may_can_merge_and_never_a_record_with_itself(staff: Client, network: Network) -> None:
    first, second = make_sign_up(network).person, make_sign_up(network).person
    without = make_staff(*FACILITATOR)
    network.facilitators.add(without)
    assert client_of(without).post(merge_page(first, second)).status_code == 403
    assert staff.post(merge_page(first, first)).status_code == 404
    assert Person.objects.count() == 2


def test_a_row_without_a_choice_is_asked_again(staff: Client, network: Network) -> None:
    first, second = make_sign_up(network, "One").person, make_sign_up(network, "Two").person
    page = staff.post(merge_page(first, second), {"name": "x"})
    assert page.status_code == 200
    assert soup(page).select("tr.errors")
    assert Person.objects.count() == 2


def test_a_merge_that_fails_half_way_changes_nothing(network: Network, monkeypatch: pytest.MonkeyPatch) -> None:
    first, second = make_sign_up(network, "One").person, make_sign_up(network, "Two").person
    before = list(Person.objects.order_by("pk").values()), list(SignUp.objects.order_by("pk").values())

    def broken(kept: Person) -> None:
        raise RuntimeError

    monkeypatch.setattr(merging, "_close_second_sign_ups", broken)
    with pytest.raises(RuntimeError):
        merging.merge(kept=first, other=second, from_other={"name": True})
    assert before == (list(Person.objects.order_by("pk").values()), list(SignUp.objects.order_by("pk").values()))
