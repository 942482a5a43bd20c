"""People who join a network for themselves: what is asked, what may stay unsaid, and what is stored."""

from typing import Any

import pytest

from coprod.models import OutgoingMail
from networks.models import Consent, ConsentStatement, Group, Network, Person, SignUp
from tests.factories import make_group, make_network
from tests.networks.journey.walking import MYSELF, Walk
from tests.reading import errors_in, text_of

pytestmark = pytest.mark.django_db

EVERYTHING: dict[str, dict[str, Any]] = {
    "who": {"for_whom": "myself"},
    "describes": {"describes": ["living-with-dementia", "carer"]},
    "name": {"name": "Ann Lee"},
    "reach": {
        "reach_by": ["email", "text", "post"],
        "email": "ann@example.org",
        "phone": "(01632) 960 001 ask for Ann",
        "address": "1 High Street\nBangor",
    },
    "where": {"region": "wales", "place": "Bangor"},
    "support": {"support": "Large print\n\nand someone with me"},
    "consent": {"agree_join": "on", "agree_health": "yes"},
}


def test_three_answers_and_a_tick_are_enough(walk: Walk, network: Network) -> None:
    done = walk.join()
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


def test_everything_that_can_be_answered_is_stored(walk: Walk, network: Network) -> None:
    group = make_group(network)
    walk.join({**EVERYTHING, "group": {"group": str(group.pk)}})
    sign_up = SignUp.objects.get()
    person = sign_up.person
    assert sign_up.group == group
    assert person.describes == ["living-with-dementia", "carer"]
    assert person.reach_by == ["email", "text", "post"]
    assert (person.email, person.phone) == ("ann@example.org", "(01632) 960 001 ask for Ann")
    assert person.address == "1 High Street\nBangor"
    assert (person.region, person.place) == ("wales", "Bangor")
    assert person.support == "Large print\n\nand someone with me"
    given = {consent.statement.purpose: consent.given for consent in Consent.objects.select_related("statement")}
    assert given == {"join": True, "health": True}


def test_the_page_of_answers_shows_every_answer_with_a_way_to_change_it(walk: Walk, network: Network) -> None:
    group = make_group(network)
    page = text_of(walk.walk({**EVERYTHING, "group": {"group": str(group.pk)}}))
    for words in (
        "For myself",
        "I am living with dementia<br>I care for someone with dementia",
        "Ann Lee",
        "E-mail<br>Text message<br>Post",
        "ann@example.org",
        "(01632) 960 001 ask for Ann",
        "1 High Street<br>Bangor",
        "Wales",
        str(group),
        "Large print",
    ):
        assert words in page, words
    for step, field in {
        "who": "#id_for_whom",
        "describes": "#id_describes",
        "name": "#id_name",
        "reach": "#id_phone",
        "where": "#id_region",
        "group": "#id_group",
        "support": "#id_support",
        "consent": "",
    }.items():
        assert f'href="{walk.address(step)}?change=yes{field}"' in page, step
        assert f' id="{field[1:]}"' in text_of(walk.open(step, "?change=yes")) or not field, step
    assert "Nothing is sent until you press the button below." in page
    assert not SignUp.objects.exists()


def test_nobody_needs_an_e_mail_address(walk: Walk) -> None:
    walk.join(reach={"reach_by": ["post"], "address": "1 High Street"})
    assert SignUp.objects.get().person.address == "1 High Street"
    assert not OutgoingMail.objects.filter(event="sign_up_received").exists()


def test_who_chose_e_mail_is_told_by_e_mail(walk: Walk) -> None:
    walk.join(reach={"reach_by": ["email"], "email": "ann@example.org"})
    assert OutgoingMail.objects.get(event="sign_up_received").recipient == "ann@example.org"


def test_what_was_typed_for_a_way_that_was_not_chosen_is_not_kept(walk: Walk) -> None:
    walk.join(reach={"reach_by": ["phone"], "phone": "01632 960001", "email": "half an addr", "address": "1 High"})
    person = SignUp.objects.get().person
    assert (person.phone, person.email, person.address) == ("01632 960001", "", "")


@pytest.mark.parametrize(
    ("step", "answer", "words"),
    [
        ("who", {"for_whom": ""}, "Choose who this is for"),
        ("who", {"for_whom": "a robot"}, "Choose who this is for"),
        ("describes", {"describes": ["king"]}, "Choose from the answers in the list"),
        ("name", {"name": "  "}, "Enter your name"),
        ("name", {"name": "\u200b"}, "Enter your name"),
        ("name", {"name": "x" * 301}, "This has 301 characters. Please use 300 or fewer."),
        ("reach", {"reach_by": []}, "Choose how we can reach you"),
        ("reach", {"reach_by": ["pigeon"]}, "Choose how we can reach you"),
        ("reach", {"reach_by": ["email"]}, "Enter your e-mail address"),
        ("reach", {"reach_by": ["email"], "email": "ann at home"}, "Enter an e-mail address like name@example.org"),
        ("reach", {"reach_by": ["phone"]}, "Enter your phone number"),
        ("reach", {"reach_by": ["text"], "phone": "later"}, "Enter a phone number, like 01632 960001"),
        ("reach", {"reach_by": ["post"]}, "Enter your postal address"),
        ("where", {"region": "mars"}, "Choose one of the answers in the list"),
        ("group", {"group": "99999999"}, "Choose one of the answers in the list"),
        ("support", {"support": "x" * 5001}, "This has 5,001 characters. Please use 5,000 or fewer."),
        ("consent", {}, "Tick the box to say that we may keep your answers and contact you"),
    ],
)
def test_what_is_wrong_is_said_in_words_at_the_top_and_at_the_field(
    walk: Walk, network: Network, step: str, answer: dict[str, Any], words: str
) -> None:
    make_group(network)
    page = walk.post(step, answer, walk.walk(MYSELF, until=step))
    assert page.status_code == 200
    assert errors_in(page) == [words]
    assert text_of(page).count(words) == 2
    assert "<title>Error: " in text_of(page)
    assert 'aria-invalid="true"' in text_of(page)
    assert "no-store" in page["Cache-Control"]
    assert not SignUp.objects.exists()
    assert not Person.objects.exists()


def test_after_a_mistake_everything_typed_is_still_there(walk: Walk) -> None:
    typed = {"reach_by": ["phone", "email"], "email": "Llŷr & Sons", "phone": ""}
    page = walk.post("reach", typed, walk.walk(MYSELF, until="reach"))
    assert 'value="Llŷr & Sons"' in text_of(page)
    assert text_of(page).count(" checked") == 2


def test_nothing_is_ticked_or_chosen_beforehand(walk: Walk, network: Network) -> None:
    make_group(network)
    for step in MYSELF:
        page = text_of(walk.walk(EVERYTHING | {"group": {"group": "no-group"}}, until=step)).split("<form")[1]
        assert " checked" not in page, step
        walk.client.cookies.clear()
        for unwanted in (" required", " placeholder", "maxlength"):
            assert unwanted not in page, step


def test_nothing_about_health_is_asked_again_when_nothing_was_told(walk: Walk) -> None:
    page = text_of(walk.walk(MYSELF, until="consent"))
    assert "agree_health" not in page
    assert ConsentStatement.current("health").text not in page


@pytest.mark.parametrize(
    "told", [{"describes": {"describes": ["living-with-dementia"]}}, {"support": {"support": "Large print"}}]
)
def test_what_was_told_about_health_is_asked_for_apart_and_a_no_deletes_it(walk: Walk, told: dict[str, Any]) -> None:
    page = walk.walk({**MYSELF, **told}, until="consent")
    assert ConsentStatement.current("health").text in text_of(page)
    assert errors_in(walk.post("consent", {"agree_join": "on"}, page)) == ["Choose yes or no about your health"]
    walk.post("consent", {"agree_join": "on", "agree_health": "no"}, page)
    check = text_of(walk.open("check"))
    kept, gone = check.split("No. We will not keep what you told us about it:")
    words = "I am living with dementia" if "describes" in told else "Large print"
    assert words in kept
    assert words in gone
    walk.send()
    person = Person.objects.get()
    assert (person.describes, person.support) == ([], "")
    assert dict(Consent.objects.values_list("statement__purpose", "given")) == {"join": True, "health": False}


def test_what_was_told_about_health_after_agreeing_is_agreed_to_before_it_is_sent(walk: Walk) -> None:
    walk.walk(MYSELF)
    answered = walk.post("support", {"support": "Large print"}, query="?change=yes")
    assert answered["Location"] == walk.address("consent") + "?why=missing&change=yes"
    page = walk.client.get(answered["Location"])
    assert "We need your answer to this question" in text_of(page)
    assert text_of(page).count(" checked") == 1
    walk.post("consent", {"agree_join": "on", "agree_health": "yes"}, page)
    walk.send()
    assert Person.objects.get().support == "Large print"
    assert Consent.objects.filter(given=True).count() == 2


def test_the_stored_words_are_the_words_that_were_shown(walk: Walk) -> None:
    page = walk.walk(MYSELF, until="consent")
    shown = ConsentStatement.objects.get(purpose="join")
    ConsentStatement.objects.create(purpose="join", version=2, text="Other words, new since this morning.")
    wrong = walk.post("consent", {}, page)
    assert shown.text in text_of(wrong)
    walk.post("consent", {"agree_join": "on"}, wrong)
    walk.send()
    assert Consent.objects.get().statement == shown
    assert "Other words, new since this morning." in text_of(Walk(walk.network).walk(MYSELF, until="consent"))


def test_staff_can_switch_questions_off(walk: Walk, network: Network) -> None:
    make_group(network)
    Network.objects.update(questions_off=["describes", "where", "group", "support"])
    walk.join({step: MYSELF[step] for step in ("who", "name", "reach", "consent")})
    assert SignUp.objects.count() == 1


def test_a_question_that_is_not_asked_leads_on(walk: Walk, network: Network) -> None:
    Network.objects.update(questions_off=["where"])
    walk.walk({step: answer for step, answer in MYSELF.items() if step != "where"})
    assert walk.open("where")["Location"] == walk.address("check")
    assert walk.open("helper")["Location"] == walk.address("check")
    assert walk.open("no-such-step").status_code == 404


def test_groups_near_by_come_first_and_a_full_one_says_so(walk: Walk, network: Network) -> None:
    make_group(network, "Leeds group", place="Leeds", region="yorkshire-and-the-humber")
    make_group(network, "Harbour group", is_full=True)
    make_group(network, "Ended group", is_listed=False)
    make_group(make_network(), "Elsewhere group")
    walk.walk({**MYSELF, "where": {"region": "wales"}}, until="group")
    assert "Leeds group" not in text_of(walk.open("group"))
    assert 'href="?all=yes"' in text_of(walk.open("group"))
    page = text_of(walk.open("group", "?all=yes"))
    assert page.index("Near you: Wales") < page.index("Yorkshire and the Humber")
    assert "Harbour group, Swansea (full now)" in page
    assert "Ended group" not in page
    assert "Elsewhere group" not in page


def test_someone_may_join_without_a_group(walk: Walk, network: Network) -> None:
    make_group(network)
    walk.join(group={"group": "no-group"}, where={"region": "not-said"})
    sign_up = SignUp.objects.get()
    assert (sign_up.group, sign_up.person.region) == (None, "")


def _full_and_near(network: Network) -> tuple[Group, Group]:
    full = make_group(network, "Harbour group", is_full=True)
    make_group(network, "Leeds group", region="yorkshire-and-the-humber")
    return full, make_group(network, "Valley group")


def test_a_full_group_offers_another_near_by(walk: Walk, network: Network) -> None:
    full, near = _full_and_near(network)
    page = walk.walk({**MYSELF, "group": {"group": str(full.pk)}}, until="full")
    assert "Harbour group, Swansea is full now" in text_of(page)
    assert "Valley group" in text_of(page)
    assert "Leeds group" not in text_of(page)
    walk.join({**MYSELF, "group": {"group": str(full.pk)}, "full": {"instead": str(near.pk)}})
    sign_up = SignUp.objects.get()
    assert (sign_up.group, sign_up.status) == (near, "new")


def test_a_full_group_can_be_waited_for(walk: Walk, network: Network) -> None:
    full, _near = _full_and_near(network)
    done = walk.join({**MYSELF, "group": {"group": str(full.pk)}, "full": {"instead": "tell-me"}})
    sign_up = SignUp.objects.get()
    assert (sign_up.group, sign_up.status) == (full, "waiting")
    assert "You are on the waiting list of Harbour group" in text_of(walk.client.get(done["Location"]))


def test_a_full_group_can_be_left_out(walk: Walk, network: Network) -> None:
    full, _near = _full_and_near(network)
    walk.join({**MYSELF, "group": {"group": str(full.pk)}, "full": {"instead": "no-group"}})
    sign_up = SignUp.objects.get()
    assert (sign_up.group, sign_up.status) == (None, "new")


def test_a_closed_network_says_so_and_tells_when_it_opens(walk: Walk) -> None:
    Network.objects.update(is_open=False)
    page = text_of(walk.open())
    assert "This network is not taking new members now." in page
    assert "Tell me when it opens" in page
    assert "/networks/research/contact/" in page
    done = walk.join({step: MYSELF[step] for step in ("who", "name", "reach", "consent")})
    sign_up = SignUp.objects.get()
    assert (sign_up.status, sign_up.person.name, sign_up.person.phone) == ("waiting", "Ann Lee", "01632 960001")
    assert "You are on the waiting list of the Research Network" in text_of(walk.client.get(done["Location"]))


def test_a_form_begun_before_the_network_closed_is_still_received(walk: Walk) -> None:
    page = walk.walk(MYSELF)
    Network.objects.update(is_open=False)
    walk.send(page)
    assert SignUp.objects.get().status == "waiting"


def test_nothing_can_be_set_that_was_not_asked(walk: Walk, network: Network) -> None:
    smuggled = {
        "status": "joined",
        "network": make_network().pk,
        "id": 77,
        "staff_notes": "friend",
        "confirmed_at": "2026-01-01",
        "looks_automatic": "on",
        "key": "0" * 32,
        "shown": "99",
        "route": "phone",
        "entered_by": 1,
    }
    page = walk.walk({step: {**answer, **smuggled} for step, answer in MYSELF.items()})
    walk.post("check", smuggled, page)
    sign_up = SignUp.objects.get()
    assert (sign_up.status, sign_up.network, sign_up.staff_notes, sign_up.person.confirmed_at) == (
        "new",
        network,
        "",
        None,
    )
    consent = Consent.objects.get()
    assert (consent.route, consent.recorded_by) == ("web", None)


def test_a_couple_can_share_an_e_mail_address(network: Network) -> None:
    reach = {"reach_by": ["email"], "email": "lee@example.org"}
    for name in ("Ann Lee", "Bo Lee"):
        Walk(network).join(name={"name": name}, reach=reach)
    assert set(SignUp.objects.values_list("person__name", flat=True)) == {"Ann Lee", "Bo Lee"}


def test_one_person_can_join_two_networks(walk: Walk, network: Network) -> None:
    other = make_network()
    walk.join()
    Walk(other, walk.client).join()
    assert set(SignUp.objects.values_list("network", flat=True)) == {network.pk, other.pk}


def test_the_done_page_says_what_happens_next_and_nothing_about_the_person(walk: Walk) -> None:
    done = walk.join()
    for _time in range(2):
        page = walk.client.get(done["Location"])
        assert SignUp.objects.get().reference in text_of(page)
        assert "within 5 working days" in text_of(page)
        assert "01632 960000" in text_of(page)
        assert "Ann Lee" not in text_of(page)
        assert "Open the record" not in text_of(page)
        assert "no-store" in page["Cache-Control"]
    assert walk.client.post(done["Location"]).status_code == 405
    assert walk.client.get(done["Location"].replace("research", make_network().slug)).status_code == 404
