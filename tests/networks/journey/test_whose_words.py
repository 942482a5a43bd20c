"""What someone reads who helps another person to join: whose answer each one is, and what happens next."""

import re
from typing import Any

import pytest

from networks.models import Network
from tests.networks.journey.walking import HELPING, MYSELF, Walk
from tests.reading import errors_in, text_of

pytestmark = pytest.mark.django_db
REACHED = {"reach_by": ["email", "post"], "email": "ann@example.org", "address": "1 High Street"}


def test_the_answers_say_whose_they_are(walk: Walk) -> None:
    page = text_of(walk.walk({**HELPING, "reach": REACHED}))
    for label in (
        "Their e-mail address",
        "Their postal address",
        "What is true for Ann Lee",
        "Where Ann Lee lives",
        "What they agreed to about joining",
        "Your full name",
    ):
        assert f"<dt>{label}</dt>" in page
    assert "Yes, Ann Lee agrees" in page


def test_words_to_read_out_stand_in_quotes_and_there_is_a_way_to_stop(walk: Walk) -> None:
    page = text_of(walk.walk(HELPING, until="consent"))
    assert "“You may keep my answers and contact me about this network. I can leave at any time.”" in page
    assert "Are they not with you now? You can stop here. We keep the answers for 24 hours." in page
    assert "To come back, open this page again in this browser." in page
    assert page.count(f'<a href="/networks/{walk.network.slug}/call-me-back/">') == 1
    assert errors_in(walk.post("consent", {})) == ["Tick the box if Ann Lee says yes to this"]


@pytest.mark.parametrize(
    ("support", "shown", "no"),
    [
        ({"skip": "yes"}, ["They are living with dementia"], "No. Delete this answer"),
        ({"support": "Large print"}, ["They are living with dementia", "Large print"], "No. Delete these answers"),
    ],
)
def test_the_question_about_health_shows_the_answers_that_a_no_deletes(
    walk: Walk, support: dict[str, str], shown: list[str], no: str
) -> None:
    answers = {**HELPING, "describes": {"describes": ["living-with-dementia", "carer"]}, "support": support}
    page = text_of(walk.walk(answers, until="consent"))
    asked = page.split("<h2>What you told us about health</h2>")[1].split("</form>")[0]
    assert re.findall("<li>(.+?)</li>", asked) == shown
    assert no in asked


def test_who_joins_alone_reads_the_words_as_their_own(walk: Walk) -> None:
    page = text_of(walk.walk(MYSELF, until="consent"))
    assert "“You may keep my answers" not in page
    assert "You can stop here." not in page


def test_a_helper_is_named_where_the_person_is_reached_through_them(walk: Walk) -> None:
    page = text_of(walk.walk(HELPING, until="reach"))
    assert "Through me (Bo Lee)" in page
    assert "E-mail is not needed." in page
    assert page.split("<main")[1].count("Ann Lee") == 1


def test_the_start_and_the_question_after_a_yes_say_what_comes(walk: Walk) -> None:
    assert "have them with you near the end" in text_of(walk.open())
    page = text_of(walk.walk(HELPING, until="said-yes"))
    assert "Has Ann Lee said yes to joining?" in page
    assert "If they have not said yes, we speak with them ourselves first." in page
    assert "No, not yet. I have not asked them, or they want to think about it" in page


@pytest.mark.parametrize(("alone", "words"), [("none", "None of these"), ("not-said", "I prefer not to say")])
def test_none_of_these_together_with_another_answer_is_asked_about(walk: Walk, alone: str, words: str) -> None:
    opened = walk.walk(MYSELF, until="describes")
    wrong = f"You chose “{words}” and something else. Please choose which is right."
    assert errors_in(walk.post("describes", {"describes": ["carer", alone]}, opened)) == [wrong]
    assert walk.post("describes", {"describes": [alone]}, opened).status_code == 302


@pytest.mark.parametrize("number", ["01792 496 0123", "01632 96", "(01632) 960 0010 ask for Ann"])
def test_a_number_that_begins_with_0_and_has_a_wrong_length_is_asked_about(walk: Walk, number: str) -> None:
    page = walk.post("reach", {"reach_by": ["phone"], "phone": number}, walk.walk(MYSELF, until="reach"))
    wrong = "Check the phone number. One that begins with 0 has 10 or 11 digits, like 01632 960001"
    assert errors_in(page) == [wrong]


def test_a_letter_among_the_digits_of_a_number_is_named(walk: Walk) -> None:
    answers = {"reach_by": ["phone"], "phone": "01632 96O777"}
    page = walk.post("reach", answers, walk.walk(MYSELF, until="reach"))
    assert errors_in(page) == ["There is a letter in the phone number. Use digits only, like 01632 960001"]


@pytest.mark.parametrize(
    ("number", "is_short"),
    [
        ("01632 96000", True),
        ("07700 90000", True),
        ("+44 1632 96000", True),
        ("+44 (0)1632 96000", True),
        ("01632 960001", False),
        ("+44 (0)1632 960001", False),
        ("+33 1 23 45 67", False),
        ("960001", False),
        ("0033 1 23 45 67 89 01", False),
        ("01632 960001 / 01632 960002", False),
        ("01632 960001 ext 1234", False),
        ("01632 960001 6pm-8pm", False),
        ("07700 900123 (2)", False),
        ("07700 900123 07700 900456", False),
    ],
)
def test_a_number_that_looks_short_is_taken_and_shown_with_a_gentle_line(
    walk: Walk, number: str, is_short: bool
) -> None:
    check = walk.walk({**MYSELF, "reach": {"reach_by": ["phone"], "phone": number}})
    assert ("This number looks short. Please check it." in text_of(check)) is is_short
    assert walk.send(check).status_code == 302


def test_each_question_says_how_far_it_is(walk: Walk) -> None:
    assert '<p class="quiet">Question 1</p>' in text_of(walk.open("who"))
    assert "Question 4 of about 9" in text_of(walk.walk(HELPING, until="said-yes"))
    walk.walk(HELPING)
    assert "Question " not in text_of(walk.open("name", "?change=yes"))


def test_the_last_page_says_how_we_are_in_touch_and_names_no_address(walk: Walk, network: Network) -> None:
    Network.objects.update(contact_phone="01632 960777")
    done: Any = walk.client.get(walk.join(HELPING, reach=REACHED)["Location"])
    page = text_of(done)
    main = page.split("<main")[1].split("</main>")[0]
    assert "They contact the person you are helping within 5 working days, by e-mail or by post." in page
    assert "They speak with the person you are helping before anything else happens." in page
    assert "The person you are helping gets this by e-mail, too." in page
    assert '<a href="tel:01632960777">01632 960777</a>' in main
    assert '<a href="/your-details/">The person you are helping can see or change their details</a>' in main
    assert "ann@example.org" not in page
    assert "High Street" not in page


@pytest.mark.parametrize(
    ("reach", "contact"),
    [
        (REACHED, "We contact the person you are helping as soon as there is a place, by e-mail or by post."),
        ({"reach_by": ["helper"]}, "We contact you as soon as there is a place."),
    ],
)
def test_a_helper_reads_who_is_on_the_waiting_list(
    walk: Walk, network: Network, reach: dict[str, Any], contact: str
) -> None:
    Network.objects.update(is_open=False)
    page = text_of(walk.client.get(walk.join(HELPING, reach=reach)["Location"]))
    assert "The person you are helping is on the waiting list of the Research Network." in page
    assert contact in page
    assert "You are on the waiting list" not in page
