"""A form that is sent twice is one sign-up with one reference, whatever made it come twice."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import connection
from django.test import Client

from coprod.models import Draft, OutgoingMail
from networks.models import Consent, Network, Person, SignUp
from tests.factories import make_network
from tests.networks.journey.walking import MYSELF, Walk
from tests.reading import text_of

BY_EMAIL: dict[str, Any] = {**MYSELF, "reach": {"reach_by": ["email"], "email": "ann@example.org"}}


def rows() -> list[int]:
    models: list[Any] = [Person, SignUp, Consent, OutgoingMail]
    return [model.objects.count() for model in models]


@pytest.mark.django_db
def test_a_refresh_a_retry_and_a_second_tab_show_the_same_reference(walk: Walk) -> None:
    page, second_tab = walk.walk(BY_EMAIL), walk.open("check")
    first = walk.send(page)
    stored = rows()
    for opened in (page, second_tab, page):
        again = walk.send(opened)
        assert again["Location"] == first["Location"]
        assert walk.reference(again) == SignUp.objects.get().reference
    assert rows() == stored


@pytest.mark.django_db
def test_back_after_sending_shows_the_reference_again(walk: Walk) -> None:
    done = walk.join()
    for step in ("check", "consent", "name", "reach"):
        assert walk.open(step)["Location"] == done["Location"], step
    assert " checked" not in text_of(walk.open("who"))


@pytest.mark.django_db
def test_a_question_sent_from_an_old_tab_after_sending_shows_the_reference(walk: Walk) -> None:
    old = walk.walk(MYSELF, until="name")
    done = walk.join()
    assert walk.post("name", {"name": "Someone else"}, old)["Location"] == done["Location"]
    assert rows()[:2] == [1, 1]


@pytest.mark.django_db
def test_a_day_later_and_without_a_cookie_the_old_page_still_shows_the_reference(walk: Walk) -> None:
    page = walk.walk(MYSELF)
    done = walk.send(page)
    Draft.objects.all().delete()
    walk.client.cookies.clear()
    assert walk.send(page)["Location"] == done["Location"]
    assert SignUp.objects.count() == 1


@pytest.mark.django_db
def test_after_sending_the_answers_are_wiped_and_the_key_stays(walk: Walk) -> None:
    walk.join()
    draft, sign_up = Draft.objects.get(), SignUp.objects.get()
    assert (draft.answers, draft.key, draft.reference) == ({}, sign_up.key, sign_up.reference)


@pytest.mark.django_db
def test_the_same_person_may_join_again_on_purpose(walk: Walk) -> None:
    walk.join(support={"skip": "yes"})
    walk.join(where={"region": "wales", "place": "The second time"})
    assert SignUp.objects.count() == 2
    assert set(Person.objects.values_list("place", flat=True)) == {"", "The second time"}
    assert SignUp.objects.values("key").distinct().count() == 2


@pytest.mark.django_db
def test_nothing_is_sent_before_everything_that_we_need_is_answered(walk: Walk) -> None:
    page = walk.walk(MYSELF)
    walk.post("who", {"for_whom": "helping"})
    assert walk.send(page)["Location"] == walk.address("helper") + "?why=missing"
    assert rows() == [0, 0, 0, 0]


def at_once(walk: Walk, step: str, answers: dict[str, Any], opened: Any) -> set[tuple[int, str]]:
    cookies = walk.client.cookies

    def click(_number: int) -> tuple[int, str]:
        try:
            client = Client()
            client.cookies = cookies
            answer = Walk(walk.network, client).post(step, answers, opened)
            return answer.status_code, answer.get("Location", "")
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        return set(pool.map(click, range(4)))


@pytest.mark.django_db(transaction=True)
def test_four_clicks_at_once_on_the_last_button_are_one_sign_up() -> None:
    walk = Walk(make_network())
    page = walk.walk(BY_EMAIL)
    answered = at_once(walk, "check", {}, page)
    key = SignUp.objects.get().key
    assert answered == {(302, f"{walk.address('done')}{key}/")}
    assert rows()[:3] == [1, 1, 1]
    assert OutgoingMail.objects.filter(recipient="ann@example.org").count() == 1


@pytest.mark.django_db(transaction=True)
def test_four_clicks_at_once_on_the_first_button_begin_one_form() -> None:
    walk = Walk(make_network())
    answered = at_once(walk, "who", MYSELF["who"], walk.open("who"))
    assert answered == {(302, walk.address("describes"))}
    assert Draft.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_answers_to_different_questions_at_once_are_all_kept() -> None:
    walk = Walk(make_network())
    walk.walk(MYSELF)
    opened = {step: walk.open(step) for step in ("name", "reach", "where", "support")}
    new: dict[str, dict[str, Any]] = {
        "name": {"name": "Bo Lee"},
        "reach": {"reach_by": ["phone"], "phone": "01632 960009"},
        "where": {"region": "wales"},
        "support": {"support": "Tea"},
    }

    def answer(step: str) -> int:
        try:
            client = Client()
            client.cookies = walk.client.cookies
            return int(Walk(walk.network, client).post(step, new[step], opened[step]).status_code)
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        assert set(pool.map(answer, new)) == {302}
    kept = Draft.objects.get().answers
    assert (kept["name"]["name"], kept["reach"]["phone"]) == (["Bo Lee"], ["01632 960009"])
    assert (kept["where"]["region"], kept["support"]["support"]) == (["wales"], ["Tea"])


@pytest.mark.django_db(transaction=True)
def test_all_is_stored_or_nothing_and_the_answers_are_still_there(monkeypatch: pytest.MonkeyPatch) -> None:
    walk = Walk(make_network())
    page = walk.walk(BY_EMAIL)

    def break_down(*_args: object) -> None:
        raise ConnectionError

    with monkeypatch.context() as patch:
        patch.setattr("networks.emails.someone_joined", break_down)
        with pytest.raises(ConnectionError):
            walk.send(page)
    assert rows() == [0, 0, 0, 0]
    walk.send(page)
    assert rows()[:3] == [1, 1, 1]


@pytest.mark.django_db
def test_one_network_is_not_taken_for_another(walk: Walk, network: Network) -> None:
    other = Walk(make_network(), walk.client)
    page = walk.walk(MYSELF)
    answer = other.client.post(other.address("check"), {"token": "x", "csrfmiddlewaretoken": ""})
    assert "Your answers are not here any more" in text_of(answer)
    walk.send(page)
    assert SignUp.objects.get().network == network
