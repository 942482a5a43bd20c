"""Whatever is typed into whatever question: an answer in plain words, and what is stored is what was typed."""

import unicodedata
from typing import Any
from urllib.parse import urlencode

import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from coprod.forms import is_blank
from coprod.journeys.browser import COOKIE
from networks.models import Network, Person
from tests.factories import make_group
from tests.networks.journey.walking import HELPING, MYSELF, Walk
from tests.reading import text_of, token_of

pytestmark = pytest.mark.django_db

FIELDS = {
    "who": ["for_whom"],
    "helper": ["helper_name", "helper_relationship", "helper_email", "helper_phone"],
    "said-yes": ["said_yes"],
    "describes": ["describes"],
    "name": ["name"],
    "reach": ["reach_by", "email", "phone", "address"],
    "where": ["region", "place"],
    "group": ["group"],
    "support": ["support"],
    "consent": ["agree_join"],
}
WILD = [
    "",
    "x" * 10_000,
    "👩🏽‍🤝‍👩🏻🎉",
    "\u202eمحمد",
    "a\0b",
    "a\x1b[31m\x07b\x85",
    "<script>alert(1)</script>{{ 7*7 }}",
    "%s {0}",
]
NAMES = ["O'Connor", "Ng", "O", "Llŷr", "张伟", "محمد", "Zoë-Anne van der Meer", "n" * 300, "Ann 🌻", "e\u0301"]


@pytest.mark.parametrize("step", FIELDS)
def test_every_question_answers_in_plain_words(walk: Walk, network: Network, step: str) -> None:
    make_group(network)
    opened = walk.walk(HELPING, until=step)
    for field in [*FIELDS[step], "token", "website", "skip", "shown"]:
        for wild in WILD:
            answer = walk.post(step, {**HELPING[step], "skip": "", field: wild}, opened)
            assert answer.status_code in {200, 302}, (field, wild)
            if answer.status_code == 200:
                assert "There is a problem" in text_of(answer), (field, wild)


@pytest.mark.parametrize("step", [*FIELDS, "check", "delete", ""])
def test_bytes_that_are_no_text_are_answered(walk: Walk, step: str) -> None:
    walk.walk(HELPING)
    for field in [*FIELDS.get(step, []), "token"]:
        body = f"{field}=%ff%fe%C3%28%ED%A0%80"
        kind = "application/x-www-form-urlencoded"
        assert walk.client.generic("POST", walk.address(step), body, content_type=kind).status_code in {200, 302}


@pytest.mark.parametrize("query", ["?why=<b>", "?change=\ud800", "?why=missing&why=gone", "?all=%ff"])
def test_odd_addresses_are_answered(walk: Walk, query: str) -> None:
    walk.walk(MYSELF)
    for step in ("", "who", "reach", "check"):
        page = walk.client.get(walk.address(step) + query.encode(errors="replace").decode())
        assert page.status_code == 200
        assert "<b>" not in text_of(page).split("<main")[1].split("<h1")[0]


@pytest.mark.parametrize("cookie", ["", "x", "é" * 300, '"; DROP TABLE', "0" * 5000])
def test_odd_cookies_are_answered(network: Network, cookie: str) -> None:
    client = Client()
    client.cookies[COOKIE] = cookie
    for step in ("", "who", "name", "check"):
        assert Walk(network, client).open(step).status_code == 200


@pytest.mark.parametrize("name", NAMES)
def test_real_names_are_stored_as_typed(walk: Walk, name: str) -> None:
    page = walk.walk({**HELPING, "name": {"name": f"  {name} "}, "helper": {**HELPING["helper"], "helper_name": name}})
    assert unicodedata.normalize("NFC", name) in text_of(page)
    walk.send(page)
    person = Person.objects.get()
    assert person.name == person.helper_name == unicodedata.normalize("NFC", name)


def test_the_longest_answers_are_kept_whole(walk: Walk) -> None:
    text = "Line\n" * 1000
    walk.join(support={"support": text}, consent={"agree_join": "on", "agree_health": "yes"})
    assert Person.objects.get().support == text.strip()


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@given(text=st.text(max_size=400), line=st.text(max_size=60))
def test_any_text_is_stored_as_typed_or_asked_for_again(network: Network, text: str, line: str) -> None:
    walk = Walk(network)
    page = walk.walk(MYSELF, until="name")
    if not _typed(walk, "name", {"name": line}, page):
        assert is_blank(line)
        return
    assert _typed(walk, "support", {"support": text}, walk.walk(MYSELF, until="support", start="reach"))
    if not is_blank(text):
        walk.post("consent", {"agree_join": "on", "agree_health": "yes"})
    else:
        walk.post("consent", {"agree_join": "on"})
    walk.send()
    person = Person.objects.latest("pk")
    assert _letters(person.name) == _letters(line)
    if not is_blank(text):
        assert _letters(person.support) == _letters(text)


def _typed(walk: Walk, step: str, answers: dict[str, Any], page: Any) -> bool:
    body = urlencode({**answers, "token": token_of(page)}, errors="replace")
    kind = "application/x-www-form-urlencoded"
    answer = walk.client.generic("POST", walk.address(step), body, content_type=kind)
    assert answer.status_code in {200, 302}
    return bool(answer.status_code == 302)


def _letters(text: str) -> str:
    """What can be seen of a text. Surrogates cannot be sent; the Unicode form and control characters are put right."""
    text = unicodedata.normalize("NFC", text.encode(errors="replace").decode())
    return "".join(
        letter for letter in text if not letter.isspace() and unicodedata.category(letter) not in {"Cc", "Cs"}
    )
