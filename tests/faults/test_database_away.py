"""PostgreSQL is not there: people are told so, with the phone number, and what they typed is not lost (A9)."""

import time

import pytest
from bs4 import BeautifulSoup

from coprod.page_cache.version import HOLD
from tests.faults.conftest import NewVisitor, Tell
from tests.faults.seeding import PHONE
from tests.faults.site import Site, wait_until
from tests.faults.visitor import JOIN, Answer

JOURNEYS = {
    JOIN: ("name", "SELECT name FROM networks_person"),
    "/contact/": ("message", "SELECT message FROM networks_enquiry"),
    "/blog/write-for-us/": ("piece", "SELECT piece FROM blog_submission"),
}


@pytest.mark.parametrize("journey", JOURNEYS)
def test_what_was_typed_is_on_the_page_and_sending_it_again_works(
    site: Site, new_visitor: NewVisitor, tell: Tell, slack: float, journey: str
) -> None:
    step, stored = JOURNEYS[journey]
    visitor = new_visitor("away{}@example.org")
    visitor.walk(journey, until=step)
    typed = visitor.answers()[step]
    site.crash_database()
    told = visitor.continue_with(typed)
    again = visitor.post(*_the_form_in(told))  # still closed
    site.start_database()
    tell(journey=journey, answered_in=f"{told.seconds:.2f} s")
    for answer in (told, again):
        assert answer.status == 503
        assert PHONE in answer.body
        assert answer.headers["cache-control"] == "no-store"
    assert told.seconds <= 5 * slack
    carried_on = visitor.post(*_the_form_in(again))
    assert carried_on.status == 302
    visitor.path = carried_on.location
    visitor.walk_on()
    assert visitor.send().is_thanks
    rows = [value for (value,) in site.rows(stored) if value == typed[step].strip()]
    assert len(rows) == 1, "not there byte for byte, or not once"


@pytest.mark.parametrize("journey", JOURNEYS)
def test_the_last_button_works_again_from_the_page_that_said_so(
    site: Site, new_visitor: NewVisitor, journey: str
) -> None:
    visitor = new_visitor("last{}@example.org")
    visitor.walk(journey)
    visitor.take_ones_time()
    site.crash_database()
    told = visitor.continue_with({})
    site.start_database()
    assert told.status == 503
    assert visitor.post(*_the_form_in(told)).is_thanks


def test_asking_for_a_call_keeps_what_was_typed_too(site: Site, new_visitor: NewVisitor) -> None:
    visitor = new_visitor()
    visitor.path = "/networks/research/call-me-back/"
    visitor.opened = visitor.get(visitor.path)
    site.crash_database()
    told = visitor.continue_with({"name": visitor.name, "phone": "01632 960009", "best_time": "Tuesday\u2019s best"})
    site.start_database()
    assert told.status == 503
    assert visitor.post(*_the_form_in(told)).is_thanks
    assert site.count("networks_enquiry WHERE best_time = %s", "Tuesday\u2019s best") == 1


def test_a_web_server_that_has_served_nobody_yet_knows_the_phone_number(
    site: Site, new_visitor: NewVisitor, slack: float
) -> None:
    site.kill_web()
    site.start_web()
    time.sleep(3 * slack)  # one of its workers answers; so that the other has started too
    site.crash_database()
    told = [new_visitor().get("/") for _ in range(8)]
    site.start_database()
    assert [answer.status for answer in told] == [503] * 8
    assert all(PHONE in answer.body for answer in told)


def test_pages_for_reading_say_so_and_come_back_alone(site: Site, new_visitor: NewVisitor, slack: float) -> None:
    visitor = new_visitor()
    for _ in range(20):  # both workers have been asked for it
        visitor.get("/")
    site.crash_database()
    time.sleep(HOLD)  # for so long nobody asks whether the content is another
    kept = [visitor.get("/") for _ in range(8)]
    away = [visitor.get(path) for path in (JOIN, "/no/such/page/", "/healthz", "/admin/")]
    site.start_database()
    assert [answer.status for answer in kept] == [200] * 8
    assert all("detail=database-away" in answer.headers["cache-status"] for answer in kept)
    assert {answer.status for answer in away} <= {302, 503}
    assert away[0].status == 503
    assert PHONE in away[0].body
    assert max(answer.seconds for answer in [*kept, *away]) <= 5 * slack
    wait_until(lambda: "away" not in visitor.get("/").headers["cache-status"], 5 * slack, "fresh pages again")


def test_a_frozen_database_keeps_nobody_waiting_for_ever(site: Site, new_visitor: NewVisitor, slack: float) -> None:
    visitor = new_visitor("frozen{}@example.org")
    visitor.walk(JOIN, until="name")
    typed = visitor.answers()["name"]
    for _ in range(20):  # both workers have been asked for it
        visitor.get("/")
    with site.frozen_database():
        told = visitor.continue_with(typed)
        kept = [visitor.get("/") for _ in range(4)]
    assert told.status == 503
    assert PHONE in told.body
    assert told.seconds <= 16 * slack
    assert [answer.status for answer in kept] == [200] * 4
    assert max(answer.seconds for answer in kept) <= 16 * slack
    carried_on = visitor.post(*_the_form_in(told))
    assert carried_on.status == 302


def _the_form_in(page: Answer) -> tuple[str, dict[str, list[str]]]:
    """Where the form of a page leads, and what it sends when its button is pressed."""
    form = BeautifulSoup(page.body, "html.parser").select_one("form[method=post]")
    assert form is not None, "the page gives nothing back"
    fields: dict[str, list[str]] = {}
    for field in form.select("input[type=hidden], textarea"):
        # The parser of a browser drops the first line break of a textarea; this one does not.
        value = field.text.removeprefix("\n") if field.name == "textarea" else str(field["value"])
        fields.setdefault(str(field["name"]), []).append(value.replace("\r\n", "\n").replace("\n", "\r\n"))
    return str(form["action"]), fields
