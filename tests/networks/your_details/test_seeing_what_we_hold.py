"""The page and the table of everything that we hold about one person."""

import csv
from html import unescape
from io import StringIO
from typing import Any

import pytest

from networks.models import Person
from tests.factories import make_group, make_network
from tests.networks.your_details.holding import opened, signed_up, wrote

pytestmark = pytest.mark.django_db
YOURS = "/your-details/yours/"
ALL: dict[str, Any] = {
    "name": "Siân O'Connor",
    "describes": ["living-with-dementia", "carer"],
    "reach_by": ["email", "post"],
    "phone": "+44 1632 960001",
    "address": "1 High Street\nBangor",
    "region": "wales",
    "place": "Bangor",
    "support": "Large print & a call",
    "helper_name": "Bo Lee",
    "helper_relationship": "I am her son",
    "helper_email": "bo@example.org",
    "said_yes": "talked",
}
HELD = [
    "Siân O'Connor",
    "I am living with dementia",
    "I care for someone with dementia",
    "Bangor, Wales",
    "Large print & a call",
    "Bo Lee",
    "I am her son",
    "bo@example.org",
    "Research Network",
    "Harbour group",
    "You may keep my answers and contact me about this network. I can leave at any time.",
    "Your helper, for you",
    "You asked to join the Research Network",
    "The link to your details",
]


def someone() -> Person:
    network = make_network("Research Network")
    return signed_up(network, **ALL, group=make_group(network, "Harbour group")).person


def table_of(content: bytes) -> list[list[str]]:
    assert content.startswith("\N{ZERO WIDTH NO-BREAK SPACE}".encode())
    return list(csv.reader(StringIO(content.decode("utf-8-sig"))))


def test_the_page_shows_everything() -> None:
    someone()
    page = unescape(opened().get(YOURS).content.decode())
    for words in HELD:
        assert words in page, words
    assert page.count("<h1") == 1


def test_the_table_holds_the_same() -> None:
    someone()
    answer = opened().get(f"{YOURS}copy/")
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    assert answer["Content-Disposition"] == 'attachment; filename="your-details.csv"'
    rows = table_of(answer.content)
    assert rows[0] == ["About", "What it is", "What we hold"]
    cells = "\n".join(cell for row in rows for cell in row)
    for words in HELD:
        assert words in cells, words


def test_messages_are_shown_as_they_were_written_and_nothing_in_them_runs() -> None:
    wrote(message="<script>alert(1)</script>\nSecond line")
    page = opened().get(YOURS).content.decode()
    assert "&lt;script&gt;alert(1)&lt;/script&gt;<br>Second line" in page


@pytest.mark.parametrize("typed", ["=1+1", "+44 1632", "-2", "@SUM(A1)", "\t=1", "＝1", "＋1", "－1", "＠1", " =1"])
def test_no_cell_of_the_table_is_a_formula(typed: str) -> None:
    wrote(message=typed, name=typed, phone=typed)
    rows = table_of(opened().get(f"{YOURS}copy/").content)
    cells = [cell for row in rows for cell in row]
    for cell in cells:
        assert not cell.startswith(tuple("=+-@\t\r＝＋－＠")), cell
        assert not cell.lstrip().startswith(tuple("=+-@＝＋－＠")), cell
    assert f"'{typed}" in cells


def test_the_page_asks_the_database_a_fixed_number_of_questions(django_assert_max_num_queries: object) -> None:
    network = make_network()
    sign_up = signed_up(network)
    client = opened()
    for _number in range(5):
        more = wrote(network)
        more.person = sign_up.person
        more.save()
    with django_assert_max_num_queries(14):  # type: ignore[operator]
        client.get(YOURS)
