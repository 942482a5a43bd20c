"""People who join a network: for themselves, or with someone's help."""

import pytest

from networks.models import Consent, Network, SignUp
from tests.factories import make_network
from tests.networks.journey.walking import Walk

pytestmark = pytest.mark.django_db


@pytest.fixture
def network() -> Network:
    return make_network("Research Network", slug="research")


def test_three_answers_and_a_tick_are_enough(network: Network) -> None:
    done = Walk(network).join()
    sign_up = SignUp.objects.get()
    assert done["Location"] == f"/networks/research/join/done/{sign_up.key}/"
    assert (sign_up.network, sign_up.group, sign_up.status) == (network, None, "new")
    person = sign_up.person
    assert (person.name, person.reach_by, person.phone) == ("Ann Lee", ["phone"], "01632 960001")
    assert (person.describes, person.support, person.helper_name, person.said_yes) == ([], "", "", "")
    assert person.is_confirmed
    consent = Consent.objects.get()
    assert (consent.statement.purpose, consent.given, consent.given_by, consent.route) == (
        "join",
        True,
        "person",
        "web",
    )
