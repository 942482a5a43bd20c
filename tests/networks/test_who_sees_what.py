"""A facilitator sees the people of their own networks, and nobody else's."""

import pytest
from django.contrib.auth.models import AnonymousUser, User
from django.test import Client

from networks.models import Enquiry, Network, Person, SignUp
from tests.factories import make_network
from tests.networks.journey.walking import Walk
from tests.networks.letters import CALL, MESSAGE, page_of, send

pytestmark = pytest.mark.django_db


def test_a_facilitator_sees_what_came_for_their_own_networks(client: Client) -> None:
    mine, theirs = make_network(), make_network()
    fay = User.objects.create_user("fay")
    mine.facilitators.add(fay, User.objects.create_user("gus"))
    for network, name in ((mine, "Mine"), (theirs, "Theirs")):
        Walk(network).join(name={"name": f"{name} joined"})
        send(client, page_of(network, "contact"), MESSAGE, name=f"{name} wrote")
        send(client, page_of(network, "call-me-back"), CALL, name=f"{name} phoned")
    send(client, "/contact/", MESSAGE, name="Organisation")
    assert {row.person.name for row in SignUp.objects.seen_by(fay)} == {"Mine joined"}
    assert {row.person.name for row in Enquiry.objects.seen_by(fay)} == {"Mine wrote", "Mine phoned"}
    assert {person.name for person in Person.objects.seen_by(fay)} == {"Mine joined", "Mine wrote", "Mine phoned"}
    assert list(Network.objects.looked_after_by(fay)) == [mine]


def test_an_administrator_sees_everything_and_a_stranger_nothing(client: Client) -> None:
    Walk(make_network()).join()
    send(client, "/contact/", MESSAGE)
    root, other = User.objects.create_superuser("root"), User.objects.create_user("other")
    assert Person.objects.seen_by(root).count() == 2
    assert SignUp.objects.seen_by(root).count() == Enquiry.objects.seen_by(root).count() == 1
    for stranger in (other, AnonymousUser()):
        assert not Person.objects.seen_by(stranger).exists()
        assert not SignUp.objects.seen_by(stranger).exists()
        assert not Enquiry.objects.seen_by(stranger).exists()
