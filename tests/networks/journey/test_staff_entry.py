"""Staff enter what someone told them by phone, by post or in person."""

import pytest
from django.contrib.auth.models import User
from django.test import Client

from coprod import guards
from coprod.models import Draft, StaffAccess
from networks.models import Consent, Network, SignUp
from tests.factories import make_network, make_staff
from tests.networks.journey.walking import HELPING, MYSELF, Walk
from tests.reading import text_of

pytestmark = pytest.mark.django_db
ENTER = "/admin/networks/signup/enter/"


@pytest.fixture
def fay(network: Network) -> User:
    fay = make_staff("networks.add_signup", "networks.view_signup", "networks.change_signup")
    network.facilitators.add(fay)
    return fay


@pytest.fixture
def staff(network: Network, fay: User) -> Walk:
    client = Client()
    client.force_login(fay)
    return Walk(network, client)


def begin(staff: Walk, route: str = "phone") -> None:
    answer = staff.client.post(ENTER, {"network": staff.network.pk, "route": route})
    assert answer["Location"] == staff.address("who")


@pytest.mark.parametrize("route", ["phone", "post", "in-person"])
def test_what_was_told_is_stored_with_how_and_by_whom_it_was_entered(staff: Walk, fay: User, route: str) -> None:
    begin(staff, route)
    done = staff.join()
    consent = Consent.objects.get()
    assert (consent.route, consent.recorded_by, consent.given_by, consent.given) == (route, fay, "person", True)
    sign_up = SignUp.objects.get()
    page = staff.client.get(done["Location"], follow=True)
    assert f'href="{sign_up.get_absolute_url()}"' in text_of(page)
    assert staff.client.get(sign_up.get_absolute_url()).status_code == 200


def test_staff_read_what_to_tell_the_person_and_go_on(staff: Walk) -> None:
    begin(staff)
    answer = staff.client.get(staff.join()["Location"], follow=True)
    sign_up = SignUp.objects.get()
    assert answer.redirect_chain == [(f"/admin/networks/signup/{sign_up.pk}/entered/", 302)]
    page = text_of(answer)
    assert "Thank you" not in page
    assert "You can read this out to them:" in page
    assert "They contact you within 5 working days" in page
    assert sign_up.reference in page
    assert "They get no e-mail about it." in page
    for link in (sign_up.get_absolute_url(), ENTER):
        assert f'href="{link}"' in page
    assert StaffAccess.objects.of_row("networks.person", sign_up.person_id).exists()


def test_a_helper_without_a_yes_is_told_what_we_do_too(staff: Walk) -> None:
    begin(staff)
    done = staff.join({**HELPING, "said-yes": {"said_yes": "not-yet"}})
    assert not Consent.objects.exists()
    page = text_of(staff.client.get(done["Location"], follow=True))
    assert "You can read this out to the person who helps them:" in page
    assert "They contact the person you are helping within 5 working days" in page


def test_who_sent_the_form_themselves_reads_the_page_for_them(staff: Walk, network: Network) -> None:
    begin(staff)
    entered = staff.join()["Location"]
    assert "Thank you, we have your answers" in text_of(Client().get(entered))  # not for whoever has the address
    own = Walk(network, staff.client).join()["Location"]
    assert "Thank you, we have your answers" in text_of(staff.client.get(own))
    stranger = Client()
    stranger.force_login(make_staff("networks.view_signup"))
    pk = SignUp.objects.earliest("pk").pk
    assert stranger.get(f"/admin/networks/signup/{pk}/entered/").status_code == 404


def test_every_page_says_that_it_is_entered_for_someone(staff: Walk) -> None:
    begin(staff)
    page = staff.walk(HELPING)
    for step in HELPING:
        if step != "group":
            assert "You are entering this for someone." in text_of(staff.open(step)), step
    assert "They told you by phone." in text_of(page)


def test_the_guards_do_not_look_at_staff(staff: Walk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(guards, "FASTEST_PERSON", 3600.0)
    monkeypatch.setattr(guards, "FLOOD_OF_STEPS", 0)
    begin(staff)
    staff.join(name={"name": "Ann Lee", "website": "filled in by the browser"})
    assert not SignUp.objects.get().looks_automatic


def test_after_signing_out_nobody_finds_what_was_entered(staff: Walk) -> None:
    begin(staff)
    page = staff.walk(MYSELF)
    del staff.client.cookies["session"]
    assert "Ann Lee" not in text_of(staff.open("check"))
    assert "Ann Lee" not in text_of(staff.send(page))
    assert not SignUp.objects.exists()


def test_a_second_form_is_a_new_one(staff: Walk) -> None:
    begin(staff)
    staff.walk(MYSELF, until="reach")
    begin(staff)
    assert Draft.objects.count() == 1
    assert "Ann Lee" not in str(Draft.objects.values_list("answers", flat=True))
    for _number in range(2):
        begin(staff)
        staff.join()
    assert SignUp.objects.count() == 2


def test_staff_enter_for_their_own_networks_only(staff: Walk) -> None:
    other = make_network("Somewhere else")
    assert "Somewhere else" not in text_of(staff.client.get(ENTER))
    assert "Research Network" in text_of(staff.client.get(ENTER))
    answer = staff.client.post(ENTER, {"network": other.pk, "route": "phone"})
    assert "Choose a network" in text_of(answer)
    assert not Draft.objects.exists()


def test_looking_at_the_page_begins_nothing(staff: Walk) -> None:
    assert staff.client.get(ENTER).status_code == 200
    assert "Choose how they told you" in text_of(staff.client.post(ENTER, {}))
    assert not Draft.objects.exists()


def test_only_who_may_add_sign_ups_can_enter_them(network: Network) -> None:
    client = Client()
    assert client.get(ENTER).status_code == 302
    viewer = make_staff("networks.view_signup")
    network.facilitators.add(viewer)
    client.force_login(viewer)
    assert client.get(ENTER).status_code == 403
    assert client.post(ENTER, {"network": network.pk, "route": "phone"}).status_code == 403
    assert ENTER not in text_of(client.get("/admin/networks/signup/"))


def test_the_list_of_sign_ups_offers_to_enter_one(staff: Walk) -> None:
    assert ENTER in text_of(staff.client.get("/admin/networks/signup/"))


def test_a_network_s_questions_are_switched_off_in_admin(network: Network) -> None:
    client = Client()
    client.force_login(User.objects.create_superuser("root"))
    address = f"/admin/networks/network/{network.pk}/change/"
    assert 'name="questions_off" value="describes"' in text_of(client.get(address))
    form = {
        "name": network.name,
        "summary": "What it is.",
        "questions_off": ["describes", "support"],
        "is_open": "on",
        "is_listed": "on",
        "position": "1",
        "resources-TOTAL_FORMS": "0",
        "resources-INITIAL_FORMS": "0",
    }
    assert client.post(address, form).status_code == 302
    network.refresh_from_db()
    assert network.questions_off == ["describes", "support"]
