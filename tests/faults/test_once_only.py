"""The same sign-up sent again is one sign-up; another one that is meant is another (PROMISES.md A4 to A8, A13)."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

from tests.faults.conftest import NewVisitor, Tell
from tests.faults.ledger import must_have_one_each, sign_ups_of
from tests.faults.site import Site, wait_until
from tests.faults.visitor import JOIN, JOIN_ANOTHER, Visitor

AtCheck = Callable[[int], list[Visitor]]


def test_a_double_click_stores_once_and_both_clicks_are_thanked(site: Site, at_check: AtCheck, tell: Tell) -> None:
    visitors = at_check(4)
    visitors[-1].take_ones_time()
    with ThreadPoolExecutor(8) as pool:
        clicks = list(pool.map(Visitor.send, [visitor for visitor in visitors for _click in range(2)]))
    assert all(click.is_thanks for click in clicks)
    for first, second in zip(clicks[::2], clicks[1::2], strict=True):
        assert first.location == second.location
    must_have_one_each(site, dict(zip(visitors, [click.location for click in clicks[::2]], strict=True)))
    wait_until(lambda: not site.mail_waiting(), 30, "the mail leaves")
    mails = [len(site.post_office.to(visitor.email)) for visitor in visitors]
    tell(people=len(visitors), clicks=len(clicks), thanked=len(clicks), mails=sum(mails))
    assert mails == [1, 1, 1, 1]


def test_back_and_sending_again_and_a_refresh_are_thanked_and_store_nothing_more(site: Site, at_check: AtCheck) -> None:
    (visitor,) = at_check(1)
    check = visitor.path
    thanked = visitor.send()
    again = [visitor.send(), visitor.send()]  # “send the form again?” — yes
    visitor.path = check.replace("/check/", "/name/")  # Back, back, and an old page sent again
    again.append(visitor.continue_with({"name": "Someone else"}))
    assert [answer.location for answer in again] == [thanked.location] * 3
    must_have_one_each(site, {visitor: thanked.location})


def test_a_retry_after_an_answer_that_got_lost_stores_once(site: Site, at_check: AtCheck, tell: Tell) -> None:
    visitors = at_check(20)
    thanked = {}
    for visitor in visitors:
        visitor.take_ones_time()
        assert visitor.opened is not None
        visitor.send_and_hang_up(visitor.path, visitor.opened.hidden())
    for visitor in visitors:
        answer = visitor.send()
        assert answer.is_thanks
        thanked[visitor] = answer.location
    must_have_one_each(site, thanked)
    tell(retried=len(visitors), stored=len(thanked))


def test_a_second_sign_up_that_is_meant_is_accepted(site: Site, new_visitor: NewVisitor) -> None:
    visitor = new_visitor("again{}@example.org")
    locations = {visitor.join(journey).location for journey in (JOIN, JOIN_ANOTHER, JOIN)}
    assert len(locations) == 3
    stored = sign_ups_of(site, visitor)
    assert {key for key, _reference in stored} == {location.rstrip("/").rpartition("/")[2] for location in locations}


def test_two_people_with_one_e_mail_address_both_join(site: Site, new_visitor: NewVisitor) -> None:
    couple = [new_visitor("shared@example.org"), new_visitor("shared@example.org")]
    must_have_one_each(site, {visitor: visitor.join().location for visitor in couple})
