"""Phone numbers and e-mail addresses: kept clean of what nobody sees, and ready to be dialled."""

import pytest
from django.test import Client

from networks.models import Person
from tests.factories import make_network
from tests.networks.letters import MESSAGE, send

pytestmark = pytest.mark.django_db
UNSEEN = "\u200e\u200f\u202a\u202c\u202e\u2066\u2069\u200b\ufeff"


def test_marks_that_nobody_sees_do_not_get_into_an_address_or_a_number(client: Client) -> None:
    reached = {"reach_by": ["email", "phone"], "email": f"{UNSEEN}ann@example.org{UNSEEN}"}
    reached["phone"] = f"{UNSEEN}01632{UNSEEN} 960001{UNSEEN}"
    send(client, "/contact/", {**MESSAGE, **reached, "name": "Ann\u200f Lee"})
    person = Person.objects.get()
    assert (person.email, person.phone, person.name) == ("ann@example.org", "01632 960001", "Ann\u200f Lee")


def test_marks_alone_are_no_address(client: Client) -> None:
    answer = send(client, "/contact/", {**MESSAGE, "reach_by": ["email"], "email": UNSEEN, "phone": ""})
    assert not Person.objects.exists()
    assert answer.status_code == 200


@pytest.mark.parametrize(
    ("number", "dialled"),
    [
        ("(01632) 960-002", "01632960002"),
        ("+44 (0)1632 960 002", "+441632960002"),
        ("01632 960002, ask for Jo on 7", "01632960002"),
        ("Tel. 01632 960002", "01632960002"),
    ],
)
def test_a_number_can_be_dialled_however_it_is_written(client: Client, number: str, dialled: str) -> None:
    network = make_network(contact_phone=number)
    page = client.get(network.get_absolute_url()).content.decode()
    assert f'<a href="tel:{dialled}">{number}</a>' in page
