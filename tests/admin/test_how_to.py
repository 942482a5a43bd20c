"""How a facilitator does things: each name in quotation marks stands on a page, as it is written there."""

import re
from typing import Any

import pytest
from django.contrib.auth.models import Group, User
from django.test import Client
from django.urls import reverse

from networks.models import Network, SignUp
from tests.admin.forms import soup
from tests.admin.rows import client_of, client_of_administrator
from tests.factories import make_group
from tests.networks.your_details.holding import signed_up

pytestmark = pytest.mark.django_db
HOW_TO = "/admin/how-do-i/"
NAMES = "a, button, label, legend, h2, option, caption, .paginator"
TASKS = {
    *("answer", "find", "enter", "right", "not-me", "break", "leave", "take-back", "group", "merge", "list"),
    *("everything", "erase", "robot", "password"),
}


@pytest.fixture
def facilitator(network: Network) -> Client:
    user = User.objects.create_user("fay", password="a long password here", is_staff=True)
    user.groups.add(Group.objects.get(name="Facilitator"))
    network.facilitators.add(user)
    return client_of(user)


def names_on(client: Client, address: str) -> set[str]:
    page = soup(client.get(address, follow=True))
    said = {" ".join(item.get_text(" ").split()).rstrip(":") for item in page.select(NAMES)}
    return said | {str(button["value"]) for button in page.select("input[type=submit]")}


def names_on_pages(facilitator: Client, sign_up: SignUp, other: SignUp) -> set[str]:
    person, merge = f"networks/person/{sign_up.person_id}/", f"same-person/{other.person_id}/"
    consent = sign_up.person.consents.earliest("pk")
    pages = [
        *("", "inbox/", "networks/signup/enter/", f"networks/signup/{sign_up.pk}/entered/"),
        *(f"networks/signup/{sign_up.pk}/change/", f"networks/signup/{sign_up.pk}/left/"),
        *(f"{person}{page}/" for page in ("change", "put-right", "helper", "health", "break", "same-person")),
        *(f"{person}{merge}", f"networks/network/{sign_up.network_id}/change/"),
        f"networks/consent/{consent.pk}/take-back/",
    ]
    found: set[str] = set()
    for page in pages:
        found |= names_on(facilitator, f"/admin/{page}")
    boss = client_of_administrator()
    erase = reverse("admin:keeping_person_erase", args=[sign_up.person_id])
    return found | names_on(boss, f"/admin/{person}change/") | names_on(boss, erase)


def test_every_name_that_is_quoted_is_on_a_page(facilitator: Client, network: Network) -> None:
    sign_up, other = signed_up(network), signed_up(network, name="Anne Lee")
    make_group(network)
    names = names_on_pages(facilitator, sign_up, other)
    sign_up.move(status="contacted", assignee_id=None)
    sign_up.person.paused_until = "2199-01-01"
    sign_up.person.save()
    address = sign_up.get_absolute_url()
    facilitator.post(
        address, {"to": "closed", "shown": "contacted:", "status": "contacted", "initial-status": "contacted"}
    )
    names |= names_on_pages(facilitator, sign_up, other)
    page = soup(facilitator.get(HOW_TO)).select_one("#content-main")
    assert page is not None
    quoted = set(re.findall("“([^”]+)”", page.get_text()))
    assert len(quoted) >= 40
    unknown = {name for name in quoted if not any(_is(name, known) for known in names)}
    assert unknown == {"Your details", "Not before"}  # on the website, and in the list that is taken out


def _is(quoted: str, known: str) -> bool:
    begun = quoted.removesuffix(" …")
    return known.startswith(begun) if begun != quoted else known == quoted


def test_a_facilitator_reads_how_each_of_their_tasks_is_done(facilitator: Client) -> None:
    page: Any = soup(facilitator.get(HOW_TO))
    assert {str(heading["id"]) for heading in page.select("#content-main h2")} == TASKS
    assert [str(link["href"])[1:] for link in page.select("#content-main nav a")] == [
        str(heading["id"]) for heading in page.select("#content-main h2")
    ]
    words = [
        sentence
        for item in page.select("#content-main li, #content-main p")
        for sentence in re.split(r"[.?] ", item.get_text())
    ]
    assert [sentence for sentence in words if len(sentence.split()) > 22] == []
