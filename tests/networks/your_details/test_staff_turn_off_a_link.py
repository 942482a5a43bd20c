"""Staff turn off a link that went to the wrong place. They see that there is one, and never the link itself."""

import pytest
from django.contrib.admin.models import LogEntry
from django.test import Client

from networks import merging
from networks.models import AccessLink
from tests.admin.rows import client_of, client_of_administrator
from tests.factories import make_network, make_staff
from tests.networks.your_details.holding import details_links, signed_up

pytestmark = pytest.mark.django_db
LINKS = "/admin/networks/accesslink/"


def turn_off(client: Client, *links: AccessLink) -> None:
    client.post(LINKS, {"action": "turn_off", "_selected_action": [link.pk for link in links]})


def test_a_link_that_staff_turned_off_opens_nothing_and_the_log_says_who_did_it() -> None:
    sign_up = signed_up(make_network())
    (address,) = details_links()
    link = AccessLink.objects.get(purpose=AccessLink.Purpose.DETAILS)
    turn_off(client_of_administrator(), link)
    assert Client().post(address).status_code == 410
    entry = LogEntry.objects.get()
    assert entry.change_message == "Turned off a link that was sent by e-mail."
    assert entry.object_id == str(sign_up.person.pk)
    assert "Ann" not in entry.object_repr


def test_staff_see_that_there_is_a_link_and_not_how_to_open_it() -> None:
    signed_up(make_network())
    (address,) = details_links()
    link = AccessLink.objects.get(purpose=AccessLink.Purpose.DETAILS)
    staff = client_of_administrator()
    for page in (staff.get(LINKS), staff.get(f"{LINKS}{link.pk}/change/")):
        assert "Yes, until" in page.content.decode()
        assert address.split("/")[-2] not in page.content.decode()
        assert link.token_digest not in page.content.decode()


def test_a_facilitator_finds_the_links_of_her_own_people_only() -> None:
    network, other = make_network(), make_network()
    signed_up(network, name="Ann Lee")
    signed_up(other, name="Zoe Zebra", email="zoe@example.org")
    theirs = AccessLink.objects.get(person__name="Zoe Zebra")
    user = make_staff("networks.view_accesslink", "networks.change_accesslink")
    network.facilitators.add(user)
    staff = client_of(user)
    page = staff.get(LINKS).content.decode()
    assert "Ann Lee" in page
    assert "Zebra" not in page
    both = signed_up(network, name="Bo Both")
    elsewhere = signed_up(other, name="Bo Both")
    merging.merge(kept=both.person, other=elsewhere.person, from_other={})
    for words, found in ((both.reference.lower(), True), (elsewhere.reference[:4], False)):
        assert ("Bo Both" in staff.get(LINKS, {"q": words}).content.decode()) is found
    turn_off(staff, theirs)
    theirs.refresh_from_db()
    assert theirs.revoked_at is None
