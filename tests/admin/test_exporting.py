"""A network's members as a table: safe to open in a spreadsheet, and recorded."""

import csv
from io import StringIO
from typing import Any

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from coprod.models import StaffAccess
from networks.models import Network, SignUp
from tests.admin.forms import soup
from tests.admin.rows import FACILITATOR, client_of, client_of_administrator, make_facilitator, make_sign_up
from tests.factories import make_network, make_staff

pytestmark = pytest.mark.django_db
FORMULAS = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")


@pytest.fixture
def network() -> Network:
    return make_network("Research Network", slug="research")


@pytest.fixture
def user(network: Network) -> User:
    user = make_staff(*FACILITATOR, "networks.export_members")
    network.facilitators.add(user)
    return user


def join(network: Network, name: str, **person: Any) -> SignUp:
    row = make_sign_up(network, name, **person)
    row.move(status=SignUp.Status.JOINED, assignee_id=None)
    return row


def export(client: Client, network: Network) -> Any:
    return client.post(f"/admin/networks/network/{network.pk}/members/")


def text_of(answer: Any) -> str:
    return b"".join(answer.streaming_content).decode()


def test_members_and_nobody_else_are_in_the_table(user: User, network: Network) -> None:
    join(network, "Edith Example", email="edith@example.org", support="Large print")
    left = join(network, "Gone")
    left.left_at = timezone.now()
    left.save()
    make_sign_up(network, "Not yet")
    join(make_network(), "Zenobia")
    staff = client_of(user)
    page = staff.get(f"/admin/networks/network/{network.pk}/change/")
    assert "1 person has joined" in soup(page).select_one(".next-step").get_text()  # type: ignore[union-attr]
    answer = export(staff, network)
    assert answer.streaming
    assert answer["Content-Disposition"].startswith('attachment; filename="members-research-')
    assert "no-store" in answer["Cache-Control"]
    text = text_of(answer)
    assert text.startswith("\ufeff")
    heading, *rows = csv.reader(StringIO(text.lstrip("\ufeff")))
    assert [row[1] for row in rows] == ["Edith Example"]
    assert dict(zip(heading, rows[0], strict=True))["What helps them take part"] == "Large print"


@pytest.mark.parametrize("start", [*FORMULAS, " =", "\u200b=", "\n=", "\ufeff@"])
def test_no_cell_is_taken_for_a_formula_and_each_stays_readable(user: User, network: Network, start: str) -> None:
    words = f"{start}cmd|' /C calc'!A0"
    join(network, words, phone="+44 1632 960001", email="=1@example.org", place=words, support=words, helper_name=words)
    text = text_of(export(client_of(user), network))
    cells = [cell for row in csv.reader(StringIO(text.lstrip("\ufeff"))) for cell in row]
    assert len(cells) == 34
    assert [cell for cell in cells if cell.lstrip(" \n\u200b\ufeff").startswith(FORMULAS)] == []
    assert cells.count(f"'{words}") == 4
    assert "'+44 1632 960001" in cells


def test_who_took_it_out_when_and_how_many_rows_is_recorded(user: User, network: Network) -> None:
    people = sorted(join(network, f"Person {number}").person_id for number in range(3))
    export(client_of(user), network)
    entry = LogEntry.objects.get()
    assert (entry.user, entry.object_id, entry.change_message) == (
        user, str(network.pk), "Took out the list: 3 members.",
    )  # fmt: skip
    look = StaffAccess.objects.get()
    assert (look.user, look.action, look.rows, look.about) == (user, "exported", people, "research")
    assert "Person" not in entry.object_repr


def test_only_a_button_and_only_those_who_may_take_out_their_own_network(user: User, network: Network) -> None:
    theirs = make_network("Zenobia network")
    join(theirs, "Zenobia")
    staff = client_of(user)
    assert staff.get(f"/admin/networks/network/{network.pk}/members/").status_code == 405
    assert export(staff, theirs).status_code == 404
    without = client_of(make_facilitator(network))
    assert export(without, network).status_code == 403
    assert not soup(without.get(f"/admin/networks/network/{network.pk}/change/")).select(".next-step")
    assert export(Client(), network)["Location"].startswith("/admin/login/")
    assert not StaffAccess.objects.exists()
    assert "Zenobia" in text_of(export(client_of_administrator(), theirs))


def test_a_long_list_takes_few_questions_to_the_database(user: User, network: Network) -> None:
    for number in range(30):
        join(network, f"Person {number}")
    staff = client_of(user)
    with CaptureQueriesContext(connection) as seen:
        assert text_of(export(staff, network)).count("Person") == 30
    assert len(seen) <= 14
