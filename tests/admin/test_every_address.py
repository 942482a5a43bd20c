"""Every address of the staff pages, asked by a facilitator of one network with the numbers of another's rows."""

from typing import Any

import pytest
from django.contrib.auth.models import Permission
from django.test import Client

from networks.models import Enquiry, Network, Person, SignUp
from tests.admin.addresses import Side, filled, patterns
from tests.admin.rows import client_of, make_facilitator

pytestmark = pytest.mark.django_db
SECRET, OURS = "Zenobia", "Olive Ours"
# Rights over a whole kind of record: with all of them, only the wall between networks is left to keep people apart.
APPS = ["networks"]
NOBODY = 2_000_000_000  # a number that no row has: on a new database, 1 is somebody of our own network


def addresses(side: Side, own: Side) -> list[str]:
    """Each address with the other side's number in it; where two are asked for, in both places."""
    found = []
    for name, route in patterns():
        if "(?" in route or name == "logout":
            continue
        if "<slug:model>" in route:
            found += [filled(route, {"model": model, "pk": row.pk})
                      for model, row in (("signup", side.sign_up), ("enquiry", side.enquiry))]  # fmt: skip
            continue
        model = next(
            (key for key in side.numbers() if name.startswith(key) or f"/{key.replace('_', '/')}/" in route), ""
        )
        mine = own.numbers().get(model, [NOBODY])[0]
        for number in side.numbers().get(model, [NOBODY]) if "<" in route else [NOBODY]:
            values = {"object_id": number, "pk": number, "content_type_id": 1, "app_label": "networks", "url": "x"}
            found.append(filled(route, {**values, "other_pk": number, "id": number}))
            if "other_pk" in route:
                found.append(filled(route, {**values, "other_pk": mine}))
                found.append(filled(route, {**values, "pk": mine, "other_pk": number}))
    return found


@pytest.fixture
def sides() -> tuple[Side, Side]:
    return Side(OURS), Side(SECRET)


def a_facilitator_with_every_right(network: Network) -> Client:
    user = make_facilitator(network)
    user.user_permissions.add(*Permission.objects.filter(content_type__app_label__in=APPS))
    return client_of(user)


def words_of(answer: Any) -> str:
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return body.decode(errors="replace") + answer.headers.get("Location", "")


@pytest.mark.parametrize("method", ["get", "post"])
def test_no_address_gives_anything_of_another_network(sides: tuple[Side, Side], method: str) -> None:
    ours, theirs = sides
    client = a_facilitator_with_every_right(ours.network)
    asked = addresses(theirs, ours)
    assert len(asked) >= 90
    before = {model: list(model._default_manager.order_by("pk").values()) for model in (SignUp, Enquiry, Person)}
    body = {"to": "mine", "spoken": "yes", "q": SECRET, "name": "x", "status": "closed", "note": "x"}
    for address in asked:
        if not address.endswith(("/add/", "/enter/")):
            answer = getattr(client, method)(address, body)
            assert answer.status_code < 500, address
            assert SECRET not in words_of(answer).replace(f'value="{SECRET}"', "").replace(f"q={SECRET}", ""), address
    after = {model: list(model._default_manager.order_by("pk").values()) for model in before}
    assert after == before


def test_the_same_walk_shows_a_facilitator_their_own(sides: tuple[Side, Side]) -> None:
    ours, _theirs = sides
    client = a_facilitator_with_every_right(ours.network)
    shown = {address for address in addresses(ours, ours) if OURS in words_of(client.get(address))}
    assert len(shown) >= 20
    records = [f"signup/{ours.sign_up.pk}", f"enquiry/{ours.enquiry.pk}", f"network/{ours.network.pk}"]
    for part in ("/admin/inbox/", "/admin/networks/person/", *(f"/networks/{record}/change/" for record in records)):
        assert any(address.endswith(part) for address in shown), part
