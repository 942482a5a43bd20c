"""Answers wait on the server for a day: Back, reload, a second tab, a lost cookie and a phone call lose nothing."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from coprod.journeys.browser import COOKIE
from coprod.models import Draft
from networks.models import Network, SignUp
from tests.factories import make_network
from tests.networks.journey.walking import HELPING, MYSELF, Walk
from tests.reading import text_of, token_of

pytestmark = pytest.mark.django_db


def a_day_passes() -> None:
    Draft.objects.update(expires_at=timezone.now() - timedelta(seconds=1))


def test_reading_sets_no_cookie_and_an_answer_sets_one_for_a_day(walk: Walk) -> None:
    for page in ("", "who"):
        assert COOKIE not in walk.open(page).cookies
    assert not Draft.objects.exists()
    cookie = walk.post("who", MYSELF["who"]).cookies[COOKIE]
    assert (cookie["max-age"], cookie["httponly"], cookie["samesite"]) == (86400, True, "Lax")
    assert len(cookie.value) == 64
    assert cookie.value not in str(Draft.objects.values())


def test_every_page_shows_what_was_answered_and_is_kept_by_nobody_else(walk: Walk) -> None:
    walk.walk(HELPING)
    for step, words in {"helper": "Bo Lee", "name": "Ann Lee", "reach": "01632 960001", "who": " checked"}.items():
        for _time in range(2):
            page = walk.open(step)
            assert words in text_of(page)
            assert "no-store" in page["Cache-Control"]
            assert "Cookie" in page["Vary"]


def test_a_blank_page_may_be_kept_by_the_browser_so_that_back_loses_nothing(walk: Walk) -> None:
    for page in ("", "who"):
        headers = walk.open(page)["Cache-Control"]
        assert "private" in headers
        assert "no-store" not in headers


def test_a_new_browser_session_within_a_day_carries_on(walk: Walk, network: Network) -> None:
    walk.walk(MYSELF, until="reach")
    later = Walk(network, Client())
    later.client.cookies[COOKIE] = walk.client.cookies[COOKIE].value
    assert "Carry on" in text_of(later.open())
    assert f'href="{walk.address("reach")}"' in text_of(later.open())
    later.join()
    assert SignUp.objects.get().person.name == "Ann Lee"


def test_each_answer_keeps_the_others_for_another_day(walk: Walk) -> None:
    walk.post("who", MYSELF["who"])
    Draft.objects.update(expires_at=timezone.now() + timedelta(minutes=1))
    walk.post("describes", {"skip": "yes"})
    assert Draft.objects.get().expires_at > timezone.now() + timedelta(hours=23)


def test_back_leads_to_the_page_before_and_from_change_to_the_answers(walk: Walk) -> None:
    walk.walk(MYSELF)
    assert f'<a href="{walk.address("name")}">Back</a>' in text_of(walk.open("reach"))
    assert f'<a href="{walk.address()}">Back</a>' in text_of(walk.open("who"))
    assert f'<a href="{walk.address("consent")}">Back</a>' in text_of(walk.open("check"))
    assert f'<a href="{walk.address("check")}#row-reach">Back</a>' in text_of(walk.open("reach", "?change=yes"))


def test_a_change_leads_back_to_its_row_of_the_answers(walk: Walk) -> None:
    walk.walk(MYSELF)
    answered = walk.post("name", {"name": "Ann Other"}, query="?change=yes")
    assert answered["Location"] == walk.address("check") + "#row-name"
    row = text_of(walk.open("check")).split('id="row-name"')[1].split("</div>")[0]
    assert "Ann Other" in row


def test_a_page_opened_too_early_leads_to_the_first_one_that_is_missing(walk: Walk) -> None:
    walk.post("who", MYSELF["who"])
    for step in ("reach", "consent", "check"):
        answer = walk.open(step)
        assert answer["Location"] == walk.address("name") + "?why=missing", step
    page = walk.client.get(answer["Location"])
    assert "We need your answer to this question before you can go on." in text_of(page)


def test_two_tabs_answer_one_form_and_the_last_answer_wins(walk: Walk) -> None:
    first_tab, second_tab = walk.open("who"), walk.open("who")
    walk.post("who", {"for_whom": "helping"}, first_tab)
    walk.post("who", {"for_whom": "myself"}, second_tab)
    assert Draft.objects.count() == 1
    name, reach = walk.open("name"), walk.walk(MYSELF, until="reach")
    walk.post("reach", MYSELF["reach"], reach)
    walk.post("name", {"name": "Ann in the other tab"}, name)
    walk.join()
    assert SignUp.objects.count() == 1


def test_two_tabs_that_answer_two_questions_are_both_heard(walk: Walk) -> None:
    walk.walk(MYSELF)
    name, reach = walk.open("name"), walk.open("reach")
    walk.post("name", {"name": "Ann Other"}, name)
    walk.post("reach", {"reach_by": ["phone"], "phone": "01632 960009"}, reach)
    walk.send()
    person = SignUp.objects.get().person
    assert (person.name, person.phone) == ("Ann Other", "01632 960009")


def test_answers_can_be_deleted_from_every_page(walk: Walk) -> None:
    walk.walk(HELPING)
    for step in (*HELPING, "check"):
        if step != "group":
            assert f'href="{walk.address("delete")}"' in text_of(walk.open(step)), step
    assert "Do you want to delete your answers?" in text_of(walk.open("delete"))
    assert Draft.objects.exists()
    answer = walk.post("delete", {})
    assert not Draft.objects.exists()
    page = text_of(walk.client.get(answer["Location"]))
    assert "Your answers are deleted. Nothing was sent to us." in page
    assert "Start now" in page
    assert not SignUp.objects.exists()


def test_someone_else_at_the_same_computer_can_start_again(walk: Walk) -> None:
    walk.walk(HELPING)
    page = walk.open()
    assert "You have started already" in text_of(page)
    for told in ("Ann Lee", "Bo Lee", "01632 960001"):
        assert told not in text_of(page)
    answer = walk.client.post(walk.address(), {"token": token_of(page)})
    assert answer["Location"] == walk.address("who")
    assert not Draft.objects.exists()
    assert " checked" not in text_of(walk.open("who"))


def test_after_a_day_the_answers_are_gone_and_a_page_says_so_kindly(walk: Walk) -> None:
    walk.walk(MYSELF)
    a_day_passes()
    for step in ("name", "check", "consent"):
        page = walk.open(step)
        assert page.status_code == 200
        assert "You started more than 24 hours ago." in text_of(page)
        assert "Start again" in text_of(page)
        assert "01632 960000" in text_of(page)
        assert "/call-me-back/" in text_of(page)
        assert "Ann Lee" not in text_of(page)
    assert "Start now" in text_of(walk.open())


def test_an_answer_sent_after_a_day_is_kept_and_the_others_are_asked_for_again(walk: Walk) -> None:
    page = walk.walk(MYSELF, until="support")
    a_day_passes()
    answer = walk.post("support", {"support": "A long text\nthat must not be lost"}, page)
    assert answer["Location"] == walk.address("who") + "?why=gone"
    assert "We kept your last answer, but not the ones before it." in text_of(walk.client.get(answer["Location"]))
    assert "A long text\nthat must not be lost" in text_of(walk.walk(MYSELF, until="support"))


def test_the_answers_sent_after_a_day_are_not_there_to_be_sent(walk: Walk) -> None:
    page = walk.walk(MYSELF)
    a_day_passes()
    assert "You started more than 24 hours ago." in text_of(walk.send(page))
    Draft.objects.all().delete()
    assert "We keep answers for 24 hours." in text_of(walk.send(page))
    assert not SignUp.objects.exists()


def test_a_page_asked_for_without_a_cookie_says_so_in_plain_words(walk: Walk) -> None:
    for step in ("name", "check"):
        page = walk.open(step)
        assert page.status_code == 200
        assert "Your answers are not here any more" in text_of(page)
        assert "It must keep one cookie for this form to work." in text_of(page)
    assert "There is nothing to delete" in text_of(walk.open("delete"))


def test_a_browser_that_lost_its_cookie_half_way_goes_on_with_the_page_that_is_open(walk: Walk) -> None:
    page = walk.walk(MYSELF, until="reach")
    walk.client.cookies.clear()
    answer = walk.post("reach", MYSELF["reach"], page)
    assert answer["Location"] == walk.address("where")
    walk.join()
    assert SignUp.objects.get().person.name == "Ann Lee"


def test_a_post_without_its_safety_code_shows_the_page_again_with_what_was_typed(walk: Walk, network: Network) -> None:
    strict = Walk(network, Client(enforce_csrf_checks=True))
    page = strict.open("who")
    answer = strict.post("who", {"for_whom": "helping"}, page)
    assert answer.status_code == 403
    assert "Your answer is below, but it is not kept yet." in text_of(answer)
    assert "your browser does not keep cookies" in text_of(answer)
    assert "01632 960000" in text_of(answer)
    assert text_of(answer).count(" checked") == 1
    assert not Draft.objects.exists()


def test_the_page_of_answers_without_its_safety_code_sends_nothing(walk: Walk, network: Network) -> None:
    page = walk.walk(MYSELF)
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = walk.client.cookies
    answer = Walk(network, strict).send(page)
    assert answer.status_code == 403
    assert "Please press the button once more." in text_of(answer)
    assert "Ann Lee" in text_of(answer)
    assert not SignUp.objects.exists()


def test_an_old_page_is_never_taken_for_a_newer_persons_answers(walk: Walk) -> None:
    old = walk.walk(MYSELF, until="reach")
    walk.post("delete", {})
    walk.walk({**MYSELF, "name": {"name": "Bo Lee"}}, until="reach")
    answer = walk.post("reach", {"reach_by": ["phone"], "phone": "01632 000000"}, old)
    assert "You have started the form again since then." in text_of(answer)
    assert "01632 000000" not in str(Draft.objects.values_list("answers", flat=True))


def test_one_browser_keeps_the_answers_for_two_networks_apart(walk: Walk) -> None:
    other = Walk(make_network(), walk.client)
    walk.walk(MYSELF, until="reach")
    other.walk({**MYSELF, "name": {"name": "Bo Lee"}})
    assert "Ann Lee" in text_of(walk.open("name"))
    assert "Bo Lee" in text_of(other.open("name"))
    assert "Ann Lee" not in text_of(walk.client.get(other.address("name")))


def test_another_browser_sees_nothing(walk: Walk, network: Network) -> None:
    walk.walk(MYSELF)
    stranger = Walk(network)
    stranger.client.cookies[COOKIE] = "0" * 64
    assert "Ann Lee" not in text_of(stranger.open("check"))


@pytest.mark.parametrize("method", ["put", "delete", "patch"])
def test_other_methods_are_refused(walk: Walk, method: str) -> None:
    send: Any = getattr(walk.client, method)
    assert send(walk.address("who")).status_code == 405
