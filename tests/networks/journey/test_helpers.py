"""People who help someone to join: they are heard, and they never speak in the person's place."""

from typing import Any

import pytest

from networks.models import Consent, ConsentStatement, Network, Person, SignUp
from tests.networks.journey.walking import HELPING, MYSELF, Walk
from tests.reading import errors_in, text_of

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("step", "answer", "words"),
    [
        ("helper", {"helper_name": ""}, "Enter your own name"),
        ("helper", {"helper_relationship": ""}, "Tell us how you know the person"),
        ("helper", {"helper_email": ""}, "Enter your e-mail address or your phone number"),
        ("helper", {"helper_email": "bo"}, "Enter an e-mail address like name@example.org"),
        ("said-yes", {"said_yes": ""}, "Tell us if they have said yes"),
        ("name", {"name": ""}, "Enter the name of the person"),
        ("reach", {"reach_by": []}, "Choose how we can reach Ann Lee"),
        ("reach", {"reach_by": ["phone"], "phone": ""}, "Enter the phone number of Ann Lee"),
        ("reach", {"reach_by": ["email"]}, "Enter the e-mail address of Ann Lee"),
        ("reach", {"reach_by": ["post"]}, "Enter the postal address of Ann Lee"),
    ],
)
def test_what_is_wrong_is_said_in_words(walk: Walk, step: str, answer: dict[str, Any], words: str) -> None:
    page = walk.post(step, {**HELPING[step], **answer}, walk.walk(HELPING, until=step))
    assert errors_in(page) == [words]
    assert not Person.objects.exists()


def test_a_helpers_phone_number_does_as_well_as_their_e_mail(walk: Walk) -> None:
    walk.join(HELPING, helper={**HELPING["helper"], "helper_email": "", "helper_phone": "01632 960002"})
    person = Person.objects.get()
    assert (person.helper_email, person.helper_phone) == ("", "01632 960002")


def test_the_form_speaks_of_the_person_by_name(walk: Walk) -> None:
    assert "What is the full name of the person you are helping?" in text_of(walk.walk(HELPING, until="name"))
    walk.walk(HELPING)
    for step, words in {
        "said-yes": "Has Ann Lee said yes to joining?",
        "describes": "Which of these is true for Ann Lee?",
        "reach": "How can we reach Ann Lee?",
        "where": "Where does Ann Lee live?",
        "support": "What helps Ann Lee take part?",
        "consent": "Does Ann Lee agree?",
    }.items():
        assert words in text_of(walk.open(step)), step


def test_what_a_helper_sends_waits_to_be_confirmed_with_the_person(walk: Walk) -> None:
    walk.join(HELPING)
    person = Person.objects.get()
    assert (person.name, person.helper_name, person.helper_relationship) == ("Ann Lee", "Bo Lee", "I am her son")
    assert (person.helper_email, person.said_yes) == ("bo@example.org", "talked")
    assert not person.is_confirmed
    consent = Consent.objects.get()
    assert (consent.statement.purpose, consent.given, consent.given_by) == ("join", True, Consent.GivenBy.HELPER)


@pytest.mark.parametrize("said_yes", ["not-yet", "not-possible"])
def test_a_helpers_yes_never_stands_in_for_the_persons(walk: Walk, said_yes: str) -> None:
    steps = ("who", "helper", "name", "reach", "where")
    page = walk.walk({**{step: HELPING[step] for step in steps}, "said-yes": {"said_yes": said_yes}})
    assert "We will ask Ann Lee ourselves" in text_of(page)
    assert ConsentStatement.current("join").text not in text_of(page)
    assert walk.open("consent")["Location"] == walk.address("check")
    walk.send(page)
    assert SignUp.objects.count() == 1
    assert not Consent.objects.filter(given=True).exists()
    assert not Person.objects.get().is_confirmed


def test_what_a_helper_told_of_health_is_not_kept_when_the_person_has_not_said_yes(walk: Walk) -> None:
    agreed = {"agree_join": "on", "agree_health": "yes"}
    walk.walk({**HELPING, "support": {"support": "Large print"}, "consent": agreed})
    walk.post("said-yes", {"said_yes": "not-yet"}, query="?change=yes")
    walk.send()
    person = Person.objects.get()
    assert (person.said_yes, person.support, person.describes) == ("not-yet", "", [])
    assert not Consent.objects.exists()


def test_a_person_without_a_phone_of_their_own_is_reached_through_their_helper(walk: Walk) -> None:
    walk.join(HELPING, reach={"reach_by": ["helper"]})
    assert Person.objects.get().reach_by == ["helper"]


def test_someone_who_joins_alone_cannot_be_reached_through_a_helper(walk: Walk) -> None:
    page = walk.post("reach", {"reach_by": ["helper"]}, walk.walk(MYSELF, until="reach"))
    assert errors_in(page) == ["Choose how we can reach you"]


def test_who_turns_out_to_join_alone_leaves_no_helper_behind(walk: Walk) -> None:
    walk.walk(HELPING)
    assert (
        walk.post("who", {"for_whom": "myself"}, query="?change=yes")["Location"] == walk.address("check") + "#row-who"
    )
    walk.send()
    person = Person.objects.get()
    assert (person.helper_name, person.helper_email, person.said_yes) == ("", "", "")
    assert Consent.objects.get().given_by == Consent.GivenBy.PERSON


def test_who_turns_out_to_be_helping_is_asked_who_they_are_and_nothing_twice(walk: Walk, network: Network) -> None:
    walk.walk(MYSELF)
    answered = walk.post("who", {"for_whom": "helping"}, query="?change=yes")
    asked = []
    while not answered["Location"].startswith(walk.address("check")):
        slug = answered["Location"].split("/join/")[1].split("/")[0]
        asked.append(slug)
        answered = walk.post(slug, HELPING[slug], query="?change=yes")
    assert asked == ["helper", "said-yes"]
