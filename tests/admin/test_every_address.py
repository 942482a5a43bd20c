"""Every address of the staff pages, asked by a facilitator of one network with the numbers of another's rows."""

from collections.abc import Iterator
from typing import Any
from uuid import uuid4

import pytest
from django.contrib.auth.models import Permission
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from coprod.models import OutgoingMail
from networks.models import AccessLink, Enquiry, Network, Person, SignUp
from tests.admin.rows import client_of, make_enquiry, make_facilitator, make_sign_up
from tests.factories import make_group, make_network

pytestmark = pytest.mark.django_db
SECRET, OURS = "Zenobia", "Olive Ours"
# Rights over a whole kind of record: with all of them, only the wall between networks is left to keep people apart.
APPS = ["networks"]
NOBODY = 2_000_000_000  # a number that no row has: on a new database, 1 is somebody of our own network


class Side:
    """One network and everything that belongs to it, each text with the same name in it."""

    def __init__(self, name: str) -> None:
        self.network = make_network(f"{name} network", summary=name, contact_role=name)
        self.group = make_group(self.network, f"{name} group")
        address = f"{name.replace(' ', '')}@example.org"
        self.sign_up = make_sign_up(self.network, name, support=f"{name} support", email=address)
        self.enquiry = make_enquiry(self.network, name, message=f"{name} asks")
        AccessLink.make(self.sign_up.person, AccessLink.Purpose.DETAILS)
        self.mail = OutgoingMail.objects.create(
            recipient=address, subject=name, text=name, event="e",
            message_id=f"<{uuid4()}>", reference=self.sign_up.reference, is_unverified=True,
        )  # fmt: skip

    def numbers(self) -> dict[str, list[int]]:
        consents = list(self.sign_up.person.consents.values_list("pk", flat=True))
        return {
            "networks_signup": [self.sign_up.pk],
            "networks_enquiry": [self.enquiry.pk],
            "networks_person": [self.sign_up.person_id, self.enquiry.person_id],
            "networks_consent": consents,
            "networks_network": [self.network.pk],
            "networks_group": [self.group.pk],
            "coprod_outgoingmail": [self.mail.pk],
        }


def patterns() -> Iterator[tuple[str, str]]:
    """Every address below /admin/, as (name, route)."""

    def walk(found: Any, route: str) -> Iterator[tuple[str, str]]:
        for item in found:
            here = route + str(item.pattern)
            if isinstance(item, URLResolver):
                yield from walk(item.url_patterns, here)
            elif isinstance(item, URLPattern):
                yield str(item.name), here

    admin: Any = next(item for item in get_resolver().url_patterns if str(item.pattern) == "admin/")
    yield from walk(admin.url_patterns, "/admin/")


def filled(route: str, values: dict[str, Any]) -> str:
    for name, value in values.items():
        for kind in ("int:", "path:", "slug:", "str:", ""):
            route = route.replace(f"<{kind}{name}>", str(value))
    return route


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
