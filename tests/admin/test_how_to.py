"""How a facilitator does things: each name in quotation marks stands on a page, as it is written there."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import Group, User
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from networks.models import Network
from tests.admin.forms import soup, take_step
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


def names_on_pages(client: Client, *pages: str) -> set[str]:
    return set().union(*(names_on(client, f"/admin/{page}") for page in pages))


def test_every_name_that_is_quoted_is_on_a_page(facilitator: Client, network: Network) -> None:
    sign_up, other = signed_up(network), signed_up(network, name="Anne Lee")
    make_group(network)
    record, person = f"networks/signup/{sign_up.pk}/", f"networks/person/{sign_up.person_id}/"
    names = names_on_pages(
        facilitator,
        *("", "inbox/", "networks/signup/enter/", f"{record}entered/", f"{record}change/", f"{record}left/"),
        *(f"{person}{page}/" for page in ("change", "put-right", "helper", "health", "break", "same-person")),
        *(f"{person}same-person/{other.person_id}/", f"networks/network/{network.pk}/change/"),
        f"networks/consent/{sign_up.person.consents.earliest('pk').pk}/take-back/",
    )
    sign_up.person.paused_until = timezone.localdate() + timedelta(days=9)
    sign_up.person.save()
    take_step(facilitator, sign_up, "contacted")
    names |= names_on_pages(facilitator, f"{record}change/", f"{person}change/", f"{person}break/")
    erase = reverse("admin:keeping_person_erase", args=[sign_up.person_id]).removeprefix("/admin/")
    names |= names_on_pages(client_of_administrator(), f"{person}change/", erase)
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
