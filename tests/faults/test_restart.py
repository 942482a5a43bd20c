"""A new version is put in place, or a server is ended and started: nobody notices, or nothing is lost (A12)."""

import signal
import threading
import time
from collections import Counter
from collections.abc import Callable

from tests.faults.conftest import Tell
from tests.faults.crowd import Crowd
from tests.faults.ledger import must_have_one_each
from tests.faults.site import Site
from tests.faults.visitor import Refused, Unanswered, Visitor

AtCheck = Callable[[int], list[Visitor]]


def test_a_reload_of_the_web_server_fails_no_request(site: Site, at_check: AtCheck, tell: Tell, slack: float) -> None:
    crowd = Crowd(at_check(60), patience=60 * slack)
    crowd.start()
    time.sleep(0.5)
    assert site.web is not None
    before = set(site.web_workers())
    site.web.send_signal(signal.SIGHUP)
    crowd.wait()
    while before & set(site.web_workers()):
        time.sleep(0.1)
    tell(people=60, **crowd.told)
    assert crowd.told == Counter(thanked=60)
    must_have_one_each(site, crowd.thanked)


def test_a_web_server_that_is_asked_to_end_finishes_what_it_has_begun(
    site: Site, at_check: AtCheck, tell: Tell, slack: float
) -> None:
    visitors = at_check(8)
    visitors[-1].take_ones_time()
    ends: list[str] = []

    def press(visitor: Visitor) -> None:
        try:
            ends.append(str(visitor.send().status))
        except (Refused, Unanswered) as problem:
            ends.append(type(problem).__name__)

    presses = [threading.Thread(target=press, args=[visitor]) for visitor in visitors]
    for thread in presses:
        thread.start()
    time.sleep(0.15)
    assert site.web is not None
    site.web.send_signal(signal.SIGTERM)
    for thread in presses:
        thread.join()
    site.web.wait(20)
    site.web = None
    site.start_web()
    thanked = {visitor: visitor.send().location for visitor in visitors}  # those who heard nothing press again
    tell(people=len(visitors), **Counter(f"answered_{end}" for end in ends))
    must_have_one_each(site, thanked)


def test_what_was_answered_half_way_is_there_after_everything_was_started_again(site: Site, at_check: AtCheck) -> None:
    (visitor,) = at_check(1)
    site.kill_web()
    site.kill_workers()
    site.crash_database()
    site.start_database()
    site.start_worker()
    site.start_web()
    must_have_one_each(site, {visitor: visitor.send().location})
