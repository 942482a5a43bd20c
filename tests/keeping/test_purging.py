"""purge_expired: what it says beforehand is what it does, once, and a run that is broken off can be begun again."""

import logging
import time
from io import StringIO
from typing import Any

import psycopg2
import pytest
from django.core.management import call_command
from django.db import connection

from coprod.keeping import purging
from coprod.management.commands.deliver_mail import Worker
from networks.models import Enquiry, Person, SignUp
from tests.keeping.kept import Everything, backdate, offered
from tests.networks.your_details.holding import signed_up, wrote

pytestmark = pytest.mark.django_db


def purge(*arguments: str) -> list[str]:
    said = StringIO()
    call_command("purge_expired", *arguments, stdout=said)
    return said.getvalue().splitlines()


def old_and_young() -> None:
    for number in range(3):
        backdate(signed_up(name=f"Old {number}"), 5000)
        backdate(wrote(name=f"Old {number}"), 5000)
        backdate(offered(name=f"Old {number}"), 5000)
        signed_up(name=f"Young {number}")
        wrote(name=f"Young {number}")
        offered(name=f"Young {number}")


def state() -> dict[str, set[str]]:
    return {model.__name__: {*model.objects.values_list("reference", flat=True)} for model in (SignUp, Enquiry)}


def test_the_dry_run_lists_exactly_what_the_run_removes_and_removes_nothing() -> None:
    old_and_young()
    before = state()
    *lines, total = purge("--dry-run")
    assert state() == before
    listed = {line.split("\t")[1] for line in lines}
    assert total == "Would remove 9: guest-pieces 3, messages 3, sign-ups 3"
    assert purge() == ["Removed 9: guest-pieces 3, messages 3, sign-ups 3"]
    after = state()
    gone = {reference for kind in before for reference in before[kind] - after[kind]}
    assert gone == {reference for reference in listed if reference in before["SignUp"] | before["Enquiry"]}
    assert len(listed) == 9
    assert Person.objects.filter(name__startswith="Young").count() == 6
    assert not Person.objects.filter(name__startswith="Old").exists()


def test_the_list_names_nobody() -> None:
    margaret = Everything("Margaretta")
    backdate(margaret.sign_up, 5000)
    backdate(margaret.enquiry, 5000)
    backdate(margaret.piece, 5000)
    said = "\n".join([*purge("--dry-run"), *purge()])
    assert margaret.sign_up.reference in said
    assert "margaretta" not in said.lower()


def test_the_second_run_removes_nothing() -> None:
    old_and_young()
    purge()
    assert purge() == ["Removed 0."]


def test_a_run_that_is_broken_off_leaves_whole_records_and_the_next_one_does_the_rest() -> None:
    old_and_young()
    left = iter([True] * 4 + [False])
    first = purging.purge(may_go_on=lambda: next(left))
    assert first is not None and first.total() == 4
    for person in Person.objects.filter(name__startswith="Old"):
        assert person.consents.exists()
        assert person.sign_ups.exists() or person.enquiries.exists()
    second = purging.purge()
    assert second is not None and second.total() == 5


def test_a_record_that_is_used_again_in_the_meantime_stays(monkeypatch: pytest.MonkeyPatch) -> None:
    row = wrote()
    backdate(row, 5000)
    (due,) = purging.due()
    row.refresh_from_db()
    row.save()  # staff have just noted something
    assert not any(kind.remove(due.key) for kind in purging.KINDS if kind.slug == due.kind)
    assert Enquiry.objects.get() == row


def test_only_one_run_is_at_work_at_a_time() -> None:
    backdate(wrote(), 5000)
    other = psycopg2.connect(**{k: v for k, v in connection.get_connection_params().items() if k in WHERE})
    try:
        other.cursor().execute("SELECT pg_advisory_lock(%s)", [purging.ONE_AT_A_TIME])
        assert purge() == ["Another run is at work. Nothing was done here."]
        assert Enquiry.objects.exists()
    finally:
        other.close()
    for _try in range(50):  # the server takes a moment to see that the other one is gone
        if purge() == ["Removed 1: messages 1"]:
            return
        time.sleep(0.1)
    pytest.fail("The lock was not given back")


WHERE = {"dbname", "user", "password", "host", "port"}


def test_the_mail_worker_purges_when_it_starts_and_then_once_a_day(monkeypatch: pytest.MonkeyPatch) -> None:
    now = [1000.0]
    monkeypatch.setattr("coprod.keeping.purging.time.monotonic", lambda: now[0])
    daily = purging.Daily()
    for hours, is_purged in [(0, True), (1, False), (23, False), (24, True)]:
        row = wrote()
        backdate(row, 5000)
        now[0] = 1000.0 + hours * 3600
        daily.purge(may_go_on=lambda: True)
        assert Enquiry.objects.filter(pk=row.pk).exists() is not is_purged
        Enquiry.objects.all().delete()
        Person.objects.all().delete()


def test_mail_goes_on_when_the_disk_does_not(settings: Any, caplog: pytest.LogCaptureFixture) -> None:
    settings.PROOFS_FOLDER.write_text("a file where the folder should be")
    purging.Daily().purge(may_go_on=lambda: True)
    assert "could not be removed: NotADirectoryError" in caplog.text


def test_the_mail_worker_does_it_at_its_first_look(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    backdate(wrote(), 5000)
    # The connection is the test's.
    monkeypatch.setattr("coprod.management.commands.deliver_mail.close_old_connections", lambda: None)
    with caplog.at_level(logging.INFO):
        Worker().look()
    assert not Enquiry.objects.exists()
    assert "messages" in caplog.text
    assert "Ann" not in caplog.text


def test_looking_for_what_is_due_asks_few_questions(django_assert_max_num_queries: Any) -> None:
    assert list(purging.due()) == []  # a process asks for its content types once
    with django_assert_max_num_queries(60):
        assert list(purging.due()) == []
