"""A reference with one slip and a misspelt name are found, if nothing is found exactly; and nobody else’s are."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from coprod.inbox import close
from networks.models import Network, Person, SignUp
from tests.admin.forms import rows_in, soup
from tests.admin.rows import client_of, client_of_administrator, make_enquiry, make_facilitator, make_sign_up
from tests.factories import make_network

pytestmark = pytest.mark.django_db
LISTS = ["/admin/inbox/", "/admin/networks/signup/", "/admin/networks/person/"]
MARK = "Nothing is found exactly as you typed it. These are close matches"


def found(client: Client, address: str, words: str) -> tuple[list[str], bool]:
    """The rows of a list, and whether it says that they are close matches."""
    page = client.get(address, {"q": words})
    return rows_in(page), MARK in page.content.decode()


@pytest.mark.parametrize(
    ("name", "asked"),
    [
        ("John Smith", ["Jon Smyth", "smiht"]),
        ("Catherine O’Neill", ["Katherine"]),
        ("Siân Rhys", ["sian rhis"]),
        ("Mohammed Akhtar", ["muhamad"]),
        (
            "Edith Example",
            ["Edit Exampel", "K7MX-4RTD", "k7mx 4rtb", "K7MX4RT", "K7MX-4RTAA", "7KMX-4RTA", "77MX-4RTA", "K7X4-RTA"],
        ),
    ],
)
def test_a_misspelt_name_and_a_reference_with_one_slip_are_found_and_marked(
    staff: Client, network: Network, name: str, asked: list[str]
) -> None:
    SignUp.objects.filter(pk=make_sign_up(network, name).pk).update(reference="K7MX-4RTA")
    make_sign_up(network, "Wilhelmina Quaye")
    for number, words in enumerate(asked):
        for address in LISTS[: 1 if number > 1 else None]:  # the third and more only in the inbox
            (rows, is_marked) = found(staff, address, words)
            assert ([name in row for row in rows], is_marked) == ([True], True), (address, words)


def test_what_is_found_exactly_comes_alone_and_without_a_mark(staff: Client, network: Network) -> None:
    make_sign_up(network, "Jon Smyth")
    make_sign_up(network, "John Smith")
    for address in LISTS:
        ((row,), is_marked) = found(staff, address, "smyth")
        assert ("Jon Smyth" in row, is_marked) == (True, False)
        for words in ("zzzzzz", "bb", "B0B0-B0B0"):
            assert found(staff, address, words) == ([], False)


def test_an_exact_match_that_a_filter_leaves_out_is_no_reason_to_guess(staff: Client, network: Network) -> None:
    make_sign_up(network, "Jon Smyth")
    make_sign_up(network, "John Smith").move(status="closed", assignee_id=None)
    page = staff.get("/admin/networks/signup/", {"q": "smyth", "status__exact": "closed"})
    assert (rows_in(page), MARK in page.content.decode()) == ([], False)


def test_nothing_of_another_network_comes_close(network: Network) -> None:
    ours, theirs = make_sign_up(network, "Olive Ours"), make_sign_up(make_network("Zenobia"), "Zenobia Smith")
    SignUp.objects.filter(pk=theirs.pk).update(reference="K7MX-4RTA")
    hidden = SignUp.objects.create(key=make_enquiry(None).key, person=ours.person, network=theirs.network)
    SignUp.objects.filter(pk=hidden.pk).update(reference="ACDE-FHJK")
    staff, near = client_of(make_facilitator(network)), ["K7MX-4RTD", "zenobja smyth", "ACDE-FHJM"]
    person = f"/admin/networks/person/{ours.person_id}/same-person/"
    answers: dict[str, set[str]] = {address: set() for address in [*LISTS, person]}
    for address, pages in answers.items():
        for words in near:
            page = staff.get(address, {"q": words})
            assert MARK not in page.content.decode()
            content: Any = soup(page).select_one("#content")
            pages.add(content.get_text(" ", strip=True).replace(words, ""))
    # The same page for what is there and for what is not.
    for address, pages in answers.items():
        nothing: Any = soup(staff.get(address, {"q": "qqqqqqqq"})).select_one("#content")
        assert pages == {nothing.get_text(" ", strip=True).replace("qqqqqqqq", "")}, address


def test_the_second_record_of_someone_is_found_by_a_misspelt_name(network: Network) -> None:
    person, other = make_sign_up(network, "Edith Example").person, make_enquiry(network, "Eddith Exampel").person
    page = client_of_administrator().get(f"/admin/networks/person/{person.pk}/same-person/", {"q": "Edit Exampell"})
    assert [link.get_text() for link in soup(page).select(".same-people a")] == [str(other)]
    assert MARK in page.content.decode()


def test_close_matches_take_a_query_a_table_however_many_people_there_are(network: Network) -> None:
    boss, counts = client_of_administrator(), []
    for number in (3, 60):
        Person.objects.bulk_create(Person(name=f"Jon Smyth {number}") for _each in range(number))
        with CaptureQueriesContext(connection) as asked:
            assert len(rows_in(boss.get("/admin/networks/person/", {"q": "john smith"}))) == min(number, close.MOST)
        counts.append(len(asked))
    assert counts[0] == counts[1] <= 16
