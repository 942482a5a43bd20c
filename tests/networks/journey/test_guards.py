"""The guards of joining: a robot's form waits for staff, and nobody else meets them."""

import pytest

from coprod import guards
from coprod.models import OutgoingMail
from networks.models import Network, SignUp
from tests.networks.journey.walking import MYSELF, Walk
from tests.reading import text_of

pytestmark = pytest.mark.django_db
BY_EMAIL = {"reach_by": ["email"], "email": "ann@example.org"}


@pytest.mark.parametrize("step", ["who", "name", "consent"])
def test_a_box_that_people_do_not_see_marks_the_form_and_the_robot_is_thanked(walk: Walk, step: str) -> None:
    trapped = {step: {**MYSELF[step], "website": "https://evil.example"}}
    done = walk.join({**MYSELF, "reach": BY_EMAIL, **trapped})
    assert "Thank you, we have your answers" in text_of(walk.client.get(done["Location"]))
    assert SignUp.objects.get().looks_automatic
    assert not OutgoingMail.objects.exists()


def test_a_form_that_was_never_opened_is_marked(walk: Walk) -> None:
    walk.client.post(walk.address("who"), {**MYSELF["who"], "token": "made-up"})
    walk.join()
    assert SignUp.objects.filter(looks_automatic=True).exists()


def test_whoever_is_faster_than_a_person_is_marked(walk: Walk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(guards, "FASTEST_PERSON", 3600.0)
    walk.join()
    assert SignUp.objects.get().looks_automatic


def test_after_many_forms_in_an_hour_the_next_wait_for_staff(network: Network, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(guards, "MANY_FORMS", 2)
    for _number in range(3):
        Walk(network).join()
    assert list(SignUp.objects.order_by("pk").values_list("looks_automatic", flat=True)) == [False, False, True]


def test_a_flood_of_answers_is_refused_with_the_phone_number(walk: Walk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(guards, "FLOOD_OF_STEPS", 2)
    page = walk.open("who")
    for _post in range(2):
        assert walk.post("who", {}, page).status_code == 200
    refused = walk.post("who", {}, page)
    assert refused.status_code == 429
    assert "01632 960000" in text_of(refused)
    assert walk.open("who").status_code == 200
