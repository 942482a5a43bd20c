"""The mail worker against mail servers that refuse, hang, or take a message and do not say so (B2 to B4, B11, B12)."""

import re
import time
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise

from tests.faults.conftest import NewVisitor, Tell
from tests.faults.seeding import ADMINISTRATOR, FACILITATOR, PASSWORD
from tests.faults.site import Site, wait_until
from tests.faults.smtp import Hold, is_slow, loses_its_answer, refuses
from tests.faults.visitor import Visitor

STATE = "SELECT attempts, sent_at IS NOT NULL, failed_at IS NOT NULL, message_id FROM coprod_outgoingmail"
POISON = """
    INSERT INTO coprod_outgoingmail (recipient, subject, text, html, event, reference, is_unverified, message_id,
    attempts, last_error) VALUES (%s, %s, 'text', '', 'poison', '', false, %s, 0, '')
"""


def state(site: Site, email: str) -> tuple[int, bool, bool, str]:
    ((attempts, is_sent, has_failed, message_id),) = site.rows(f"{STATE} WHERE recipient = %s", email)
    return attempts, is_sent, has_failed, message_id


def test_a_message_whose_250_got_lost_goes_again_under_its_own_message_id(
    site: Site, new_visitor: NewVisitor, tell: Tell
) -> None:
    visitor = new_visitor("lost{}@example.org")
    with site.post_office.behave(at_data=loses_its_answer(visitor.email)):
        assert visitor.join().is_thanks
        wait_until(lambda: state(site, visitor.email)[0] == 1, 20, "the first try")
        assert not state(site, visitor.email)[1]
        site.mail_is_due_now()
        wait_until(lambda: state(site, visitor.email)[1], 20, "the second try")
    ids = {letter.message_id for letter in site.post_office.to(visitor.email)}
    tell(taken=len(site.post_office.to(visitor.email)), message_ids=len(ids))
    assert len(site.post_office.to(visitor.email)) == 2
    assert ids == {state(site, visitor.email)[3]}


def test_a_worker_killed_in_mid_send_loses_nothing(site: Site, new_visitor: NewVisitor, tell: Tell) -> None:
    visitors = [new_visitor("killed{}@example.org") for _ in range(3)]
    for visitor in visitors:
        hold = Hold()
        with site.post_office.behave(at_data=hold):
            assert visitor.join().is_thanks
            assert hold.reached.wait(30)
            site.kill_workers()
            hold.let_go.set()
        site.start_worker()
    wait_until(lambda: not site.mail_waiting(), 60, "the mail leaves")
    ids = [{letter.message_id for letter in site.post_office.to(visitor.email)} for visitor in visitors]
    tell(kills=3, mails=len(site.post_office.letters), ids_for_one_mail=max(map(len, ids)))
    assert [len(one) for one in ids] == [1, 1, 1]


def test_two_workers_send_each_message_once(site: Site, new_visitor: NewVisitor, tell: Tell) -> None:
    site.start_worker()
    visitors = [new_visitor("two{}@example.org") for _ in range(12)]
    with site.post_office.behave(at_data=is_slow(0.05)):
        with ThreadPoolExecutor(4) as pool:
            assert all(answer.is_thanks for answer in pool.map(Visitor.join, visitors))
        wait_until(lambda: not site.mail_waiting(), 60, "the mail leaves")
    ids = [letter.message_id for letter in site.post_office.letters]
    tell(mails=len(ids), twice=len(ids) - len(set(ids)))
    assert len(ids) == len(set(ids)) == 2 * len(visitors)
    assert len(site.post_office.to(FACILITATOR)) == len(visitors)


def test_an_address_that_is_refused_for_good_is_tried_once_and_staff_see_whom_to_phone(
    site: Site, new_visitor: NewVisitor
) -> None:
    visitor = new_visitor("gone{}@example.org")
    with site.post_office.behave(at_recipient=refuses(visitor.email, "550 no such person")):
        reference = visitor.reference_at(visitor.join().location)
        wait_until(lambda: state(site, visitor.email)[2], 20, "it is given up")
        time.sleep(2.5)  # the worker has looked again
    assert state(site, visitor.email)[:3] == (1, False, True)
    staff = new_visitor()
    login = staff.get("/admin/login/")
    staff.post("/admin/login/?next=/admin/", {**login.hidden(), "username": ADMINISTRATOR, "password": PASSWORD})
    listed = staff.get(f"/admin/inbox/?q={reference}").body
    assert reference in listed
    assert "Our e-mail did not arrive" in listed
    record = re.search(r'href="(/admin/networks/signup/\d+/change/)', listed)
    assert record
    assert "01632 960001" in staff.get(record[1]).body


def test_an_address_that_is_refused_for_now_is_tried_at_growing_distances(
    site: Site, new_visitor: NewVisitor, tell: Tell
) -> None:
    visitor = new_visitor("later{}@example.org")
    gaps = []
    with site.post_office.behave(at_recipient=refuses(visitor.email, "451 try later")):
        assert visitor.join().is_thanks
        for attempt in range(1, 6):
            wait_until(lambda tried=attempt: state(site, visitor.email)[0] == tried, 20, f"try {attempt}")  # type: ignore[misc]
            ((gap,),) = site.rows(
                "SELECT extract(epoch FROM due_at - now())::float FROM coprod_outgoingmail WHERE recipient = %s",
                visitor.email,
            )
            gaps.append(gap)
            site.mail_is_due_now()
        wait_until(lambda: state(site, visitor.email)[0] == 6, 20, "the last try")
    assert not state(site, visitor.email)[2]
    site.mail_is_due_now()
    wait_until(lambda: state(site, visitor.email)[1], 20, "it is sent in the end")
    tell(gaps=" ".join(f"{gap:.0f} s" for gap in gaps))
    assert all(later > earlier + 5 for earlier, later in pairwise(gaps))


def test_messages_that_cannot_be_sent_never_stand_in_the_way(site: Site, new_visitor: NewVisitor, tell: Tell) -> None:
    poison = [("not an address", "x"), ("a@example.org\nBcc: b@example.org", "x"), ("c@example.org", "one\ntwo")]
    for number, (recipient, subject) in enumerate(poison):
        site.rows(POISON, recipient, subject, f"<poison-{number}@example.org>")
    visitor = new_visitor("behind{}@example.org")
    assert visitor.join().is_thanks
    wait_until(lambda: not site.mail_waiting(), 30, "the outbox is empty")
    parked = site.count("coprod_outgoingmail WHERE event = 'poison' AND failed_at IS NOT NULL")
    tell(poison=len(poison), parked=parked, sent=len(site.post_office.letters))
    assert parked == len(poison)
    assert len(site.post_office.to(visitor.email)) == 1
    assert not [letter for letter in site.post_office.letters if "b@example.org" in letter.recipients]


def test_a_mail_server_that_is_silent_or_away_slows_no_page(site: Site, new_visitor: NewVisitor, tell: Tell) -> None:
    usual = _seconds(new_visitor)
    hold = Hold(60)
    with site.post_office.behave(at_data=hold):
        assert new_visitor("silent{}@example.org").join().is_thanks
        assert hold.reached.wait(20)
        silent = _seconds(new_visitor)
        hold.let_go.set()
    site.post_office.close()
    away = _seconds(new_visitor)
    tell(usual=f"{usual:.2f} s", silent=f"{silent:.2f} s", away=f"{away:.2f} s")
    assert max(silent, away) <= max(1.0, 3 * usual)


def _seconds(new_visitor: NewVisitor) -> float:
    """How long the last button takes, at worst of four."""
    answers = [new_visitor("slow{}@example.org").join() for _ in range(4)]
    assert all(answer.is_thanks for answer in answers)
    return max(answer.seconds for answer in answers)
