"""What every page of joining has: one question, plain words, a way back, a person to phone, and a way out."""

import re

import pytest
from django.test import Client

from networks.models import Network
from tests.coprod.plain_words import Prose
from tests.factories import make_group
from tests.networks.journey.walking import HELPING, MYSELF, Answers, Walk
from tests.reading import text_of

pytestmark = pytest.mark.django_db
HEALTH = {"agree_join": "on", "agree_health": "yes"}


def walked(walk: Walk, answers: Answers) -> dict[str, str]:
    """Every page of the form, as it is for someone who has answered everything."""
    full = make_group(walk.network, is_full=True)
    make_group(walk.network)
    answers = {
        **answers,
        "group": {"group": str(full.pk)},
        "full": {"instead": "tell-me"},
        "support": {"support": "Tea"},
        "consent": HEALTH,
    }
    pages = {"start": text_of(walk.open())}
    walk.walk(answers)
    pages |= {step: text_of(walk.open(step)) for step in [*answers, "check", "delete"]}
    pages["begun"] = text_of(walk.open())
    pages["done"] = text_of(walk.client.get(walk.send()["Location"]))
    walk.client.cookies.clear()
    return {**pages, "gone": text_of(walk.open("reach"))}


@pytest.mark.parametrize("answers", [MYSELF, HELPING], ids=["alone", "helping"])
def test_every_page_has_its_frame(walk: Walk, answers: Answers) -> None:
    pages = walked(walk, answers)
    assert len(pages) >= 13
    titles = set()
    for name, page in pages.items():
        main = page.split("<main")[1].split("</main>")[0]
        assert page.count("<h1") == 1, name
        assert "01632 960000" in main, name
        if name != "done":
            assert 'href="/networks/research/call-me-back/"' in main, name
            assert 'href="/privacy/"' in main, name
        if name not in {"start", "begun", "done", "delete", "gone"}:
            assert ">Delete my answers</a>" in main, name
        assert ("Delete my answers and start again" in main) is (name == "begun"), name
        if name not in {"start", "begun", "done", "delete", "gone"}:
            assert ">Back</a>" in main, name
            titles.add(page.split("<title>")[1].split("</title>")[0])
        ids = re.findall(r' id="([^"]+)"', page)
        assert len(ids) == len(set(ids)), name
    assert len(titles) == len(answers) + 2


@pytest.mark.parametrize(
    ("start", "first"),
    [
        ("/networks/research/join/", "who"),
        ("/networks/research/contact/", "message"),
        ("/contact/", "message"),
        ("/blog/write-for-us/", "piece"),
    ],
)
def test_with_nothing_kept_the_way_to_delete_says_so(client: Client, network: Network, start: str, first: str) -> None:
    assert "Delete my answers" not in text_of(client.get(start))
    assert f'href="{start}delete/">Delete my answers</a>' in text_of(client.get(f"{start}{first}/"))
    page = text_of(client.get(f"{start}delete/"))
    assert "We have kept none of your answers." in page
    assert f'href="{start}"' in page
    assert "<button" not in page.split("<main")[1].split("</main>")[0]
    assert Prose(page.split("<main")[1].split("</main>")[0]).grade <= 6


def test_answers_that_are_sent_cannot_be_deleted_there_and_their_reference_is_shown(walk: Walk) -> None:
    done = walk.join()["Location"]
    assert walk.open("delete")["Location"] == done


@pytest.mark.parametrize("answers", [MYSELF, HELPING], ids=["alone", "helping"])
def test_every_page_is_in_plain_words(walk: Walk, answers: Answers) -> None:
    for name, page in walked(walk, answers).items():
        prose = Prose(page.split("<main")[1].split("</main>")[0])
        assert prose.grade <= 6, (name, prose.grade)
        assert prose.longest_sentence <= 20, name
        assert prose.longest_paragraph <= 50, name


def test_at_most_five_fields_stand_on_a_page(walk: Walk, network: Network) -> None:
    pages = walked(walk, HELPING)
    for name, page in pages.items():
        fields = set(re.findall(r'name="([a-z_]+)"', page.split("<main")[1].split("</main>")[0]))
        assert len(fields - {"csrfmiddlewaretoken", "token", "website", "skip"}) <= 5, name
