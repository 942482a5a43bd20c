"""When each kind of record goes: on the day that admin says, not a moment before, and nothing else with it."""

import os
import re
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from bs4 import BeautifulSoup
from django.contrib.sessions.models import Session
from django.core.files.storage import default_storage
from django.db import models, transaction
from django.utils import timezone
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from blog.models import PreviewLink, WorkingCopy
from coprod.keeping import purging
from coprod.keeping.models import FIXED, RetentionPeriod
from coprod.models import Draft, OutgoingMail, StaffAccess
from networks.models import AccessLink, Enquiry, Person, SignUp
from tests.blog.responses.responding import make_response
from tests.factories import make_picture, make_post, make_staff
from tests.keeping.kept import answered, backdate, days_ago, note, offered, period
from tests.networks.your_details.holding import signed_up, wrote

pytestmark = pytest.mark.django_db
Status = SignUp.Status


def former_member() -> SignUp:
    row = signed_up(status=Status.CLOSED)
    backdate(row, 0, "left_at")
    return row


def call_back() -> Enquiry:
    row = wrote()
    Enquiry.objects.filter(pk=row.pk).update(kind=Enquiry.Kind.CALL_BACK)
    return row


def robot(row: Any) -> Any:
    type(row)._default_manager.filter(pk=row.pk).update(looks_automatic=True)
    return row


def link() -> AccessLink:
    AccessLink.make(signed_up(status=Status.JOINED).person, AccessLink.Purpose.DETAILS)
    return AccessLink.objects.filter(purpose="details").get()


def private_link() -> PreviewLink:
    return PreviewLink.make(make_post(), name="Ann Lee", by=None)[0]


def binned() -> models.Model:
    piece = offered()
    piece.put_in_bin()
    return piece


def binned_post() -> models.Model:
    post = make_post(tags=["tea"])
    post.put_in_bin()
    return post


def mail() -> OutgoingMail:
    return OutgoingMail.objects.create(event="x", recipient="ann@example.org", subject="x", message_id=str(uuid4()))


def person_alone() -> Person:
    return Person.objects.create(name="Ann Lee")


def look() -> StaffAccess:
    return StaffAccess.objects.create(action="viewed", kind="networks.person", rows=[1], username="x")


def working_copy() -> WorkingCopy:
    return WorkingCopy.note(user=make_staff(), key="0" * 32, post=None, words={"title": "Half a"})


KINDS: dict[str, tuple[Callable[[], Any], list[str]]] = {
    "former-members": (former_member, ["left_at"]),
    "sign-ups": (signed_up, ["received_at", "updated_at"]),
    "waiting-list": (lambda: signed_up(status=Status.WAITING), ["received_at", "updated_at"]),
    "messages": (wrote, ["received_at", "updated_at"]),
    "call-backs": (call_back, ["received_at", "updated_at"]),
    "guest-pieces": (offered, ["received_at", "updated_at"]),
    "responses": (lambda: make_response(make_post(), "refused"), ["received_at", "updated_at"]),
    "guest-answers": (answered, ["received_at", "updated_at"]),
    "preview-links": (private_link, ["expires_at"]),
    "bin": (binned, ["deleted_at"]),
    "posts-bin": (binned_post, ["deleted_at"]),
    "mails": (mail, ["created_at"]),
    "robots": (lambda: robot(signed_up()), ["received_at"]),
    "links": (link, ["expires_at"]),
    "people": (person_alone, ["created_at"]),
    "log": (lambda: note(signed_up(status=Status.JOINED), "Rang"), ["action_time"]),
    "looks": (look, ["at"]),
    "working-copies": (working_copy, ["seen_at"]),
}
EMPTIED = {"imports"}  # its file and report go, and the row stays: tests/admin/test_importing.py
MOMENT = 1 / (24 * 60)  # a minute, in days


def test_every_kind_that_admin_shows_is_tested_here() -> None:
    assert {*RetentionPeriod.objects.values_list("kind", flat=True)} == {*KINDS, *FIXED, *EMPTIED}
    assert all(RetentionPeriod.objects.values_list("reason", flat=True))


@pytest.mark.parametrize("kind", KINDS)
def test_a_record_goes_when_its_time_has_come_and_not_a_minute_before(kind: str) -> None:
    make, since = KINDS[kind]
    row = make()
    backdate(row, period(kind) - MOMENT, *since)
    assert purging.purge() == {}
    assert type(row)._default_manager.filter(pk=row.pk).exists()
    backdate(row, period(kind) + MOMENT, *since)
    (due,) = purging.due()
    assert (due.kind, due.key) == (kind, row.pk)
    assert purging.purge() == {kind: 1}
    assert not type(row)._default_manager.filter(pk=row.pk).exists()
    assert purging.purge() == {}


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@example(days=1, age=timedelta(days=1, seconds=1))
@example(days=36_500, age=timedelta(days=36_499, hours=23))
@given(days=st.integers(1, 36_500), age=st.timedeltas(timedelta(), timedelta(days=40_000)))
def test_whatever_staff_set_a_message_goes_exactly_after_that_time(db: None, days: int, age: timedelta) -> None:
    if abs(age - timedelta(days=days)) < timedelta(seconds=1):
        age += timedelta(minutes=1)
    with transaction.atomic():
        RetentionPeriod.objects.filter(kind="messages").update(days=days)
        row = wrote()
        Enquiry.objects.filter(pk=row.pk).update(updated_at=timezone.now() - age)
        purging.purge()
        assert Enquiry.objects.filter(pk=row.pk).exists() == (age < timedelta(days=days))
        transaction.set_rollback(True)


def test_a_member_is_kept_for_as_long_as_they_are_one() -> None:
    member = signed_up(status=Status.JOINED)
    backdate(member, 20_000, "received_at", "updated_at")
    OutgoingMail.objects.all().delete()
    AccessLink.objects.all().delete()
    assert purging.purge() == {}
    assert SignUp.objects.get() == member


def test_a_person_goes_with_the_last_thing_that_they_sent() -> None:
    row = signed_up()
    second = wrote()
    stray, second.person = second.person, row.person
    second.save()
    stray.delete()
    backdate(second, 5000)
    assert purging.purge() == {"messages": 1}
    assert Person.objects.get().sign_ups.get() == row
    backdate(row, 5000)
    assert purging.purge() == {"sign-ups": 1}
    assert not Person.objects.exists()


def test_the_mail_about_what_goes_goes_with_it() -> None:
    old, young = signed_up(), signed_up()
    backdate(old, 5000)
    purging.purge()
    assert {*OutgoingMail.objects.values_list("reference", flat=True)} == {young.reference}


def test_a_day_of_their_own_comes_before_every_period() -> None:
    kept, gone = signed_up(), signed_up(status=Status.JOINED)
    today = timezone.localdate()
    Person.objects.filter(pk=kept.person_id).update(keep_until=today)
    Person.objects.filter(pk=gone.person_id).update(keep_until=today - timedelta(days=1))
    backdate(kept, 5000)
    assert purging.purge() == {"people": 1}
    assert Person.objects.get() == kept.person


def test_someone_whom_staff_have_rung_is_no_robot() -> None:
    row = robot(signed_up(status=Status.CONTACTED))
    backdate(row, period("robots") + 1, "received_at")
    assert purging.purge() == {}


def test_a_guest_piece_is_kept_with_the_post_that_was_made_of_it() -> None:
    post = make_post()
    piece = offered(post=post)
    backdate(piece, 5000)
    assert purging.purge() == {}
    post.delete()
    assert purging.purge() == {"guest-pieces": 1}


def test_a_response_is_kept_with_the_post_under_which_it_stands() -> None:
    for status in ("shown", "reported"):
        backdate(make_response(make_post(), status), 5000)
    assert purging.purge() == {}
    backdate(robot(make_response(make_post(), "new")), period("robots") + 1)
    assert purging.purge() == {"robots": 1}


def test_the_log_of_posts_stays(admin_user: Any) -> None:
    entry = note(make_post(), "Changed the title", admin_user)
    backdate(entry, 5000, "action_time")
    assert purging.purge() == {}


def test_answers_not_sent_and_old_logins_go_after_their_fixed_time() -> None:
    for minutes, number in [(-1, "1"), (1, "2")]:
        then = timezone.now() + timedelta(minutes=minutes)
        Draft.objects.create(browser=number * 64, journey="join", answers={"name": {"name": ["Ann"]}}, expires_at=then)
        Session.objects.create(session_key=number, session_data="x", expire_date=then)
    assert purging.purge() == {"drafts": 1, "sessions": 1}
    assert Draft.objects.get().browser == "2" * 64
    assert Session.objects.get().session_key == "2"


def test_a_picture_that_no_row_names_goes_after_a_day() -> None:
    offered(picture=True)
    lost = default_storage.save("submissions/lost.webp", make_picture())
    files = default_storage.listdir("submissions")[1]
    assert len(files) == 2
    assert purging.purge() == {}
    for file in files:
        _age(Path(default_storage.path(f"submissions/{file}")))
    assert purging.purge() == {"files": 1}
    assert not default_storage.exists(lost)
    assert len(default_storage.listdir("submissions")[1]) == 1


def _age(file: Path) -> None:
    os.utime(file, (days_ago(1.1).timestamp(),) * 2)


def test_a_kind_without_a_period_is_never_removed() -> None:
    backdate(wrote(), 5000)
    RetentionPeriod.objects.filter(kind="messages").delete()
    assert purging.purge() == {}


def test_staff_change_a_period_but_not_those_that_the_forms_promise(client: Any) -> None:
    client.force_login(make_staff("coprod.change_retentionperiod", "coprod.view_retentionperiod"))
    for kind, days in [("messages", 100), ("drafts", 1)]:
        row = RetentionPeriod.objects.get(kind=kind)
        address = f"/admin/coprod/retentionperiod/{row.pk}/change/"
        assert client.get(address).status_code == 200
        assert client.post(address, {"days": 100, "reason": "Because."}).status_code == 302
        row.refresh_from_db()
        assert row.days == days
    for wrong in ("0", "36501", "x"):
        row = RetentionPeriod.objects.get(kind="messages")
        address = f"/admin/coprod/retentionperiod/{row.pk}/change/"
        assert client.post(address, {"days": wrong, "reason": ""}).status_code == 200
    assert period("messages") == 100
    assert client.post(f"/admin/coprod/retentionperiod/{row.pk}/delete/", {"post": "yes"}).status_code == 403


IN_WORDS = {1: "One day", 30: "One month", 90: "Three months", 180: "six months", 365: "one year", 730: "two years"}
ROWS = {
    "former-members": "when you joined",
    "sign-ups": "did not join",
    "waiting-list": "wait for a place",
    "messages": "A message",
    "call-backs": "a call",
    "guest-pieces": "A story",
    "drafts": "did not send",
    "mails": "e-mails",
    "looks": "looked",
    "log": "what they did",
}


@pytest.mark.parametrize("kind", ROWS)
def test_the_privacy_page_of_the_demo_says_the_same(kind: str) -> None:
    page = Path(__file__).parents[2] / "coprod" / "demo" / "pages" / "privacy.html"
    rows = [row.get_text(" ") for row in BeautifulSoup(page.read_text(), "html.parser").select("tbody tr")]
    (said,) = [row for row in rows if ROWS[kind] in row]
    assert re.search(IN_WORDS[period(kind)], said, re.IGNORECASE), said


def test_what_a_guest_agreed_to_is_kept_as_long_as_the_post() -> None:
    answer = answered(kind="approved", message="", consent_words="You may publish it.", consent_version=1)
    backdate(answer, 4000)
    assert purging.purge() == {}
    assert answer.post is not None
    answer.post.delete()
    assert purging.purge() == {"guest-answers": 1}
