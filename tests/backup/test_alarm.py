"""Staff and whoever watches the server are told when backups stop: on the front page, and by /readyz."""

from datetime import timedelta

import pytest
from django.db.migrations.recorder import MigrationRecorder
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from coprod.models import Backup
from tests.admin.forms import soup
from tests.admin.rows import client_of
from tests.factories import make_staff, queue_mail

pytestmark = pytest.mark.django_db
TELL = "Tell whoever looks after the server"


@pytest.fixture(autouse=True)
def live(settings: Settings) -> None:
    settings.PRODUCTION, settings.BACKUP_KEY = True, "/etc/coprod-backup.asc"


@pytest.fixture
def someone() -> Client:
    """Whoever logs in first, with no role at all."""
    return client_of(make_staff())


def made(hours: float, problem: str = "") -> Backup:
    return Backup.objects.create(at=timezone.now() - timedelta(hours=hours), file="a.tar.gpg", problem=problem)


def set_up(hours: float) -> None:
    MigrationRecorder.Migration.objects.update(applied=timezone.now() - timedelta(hours=hours))


def probed() -> tuple[int, str]:
    answer = Client().get("/readyz")
    return answer.status_code, answer.content.decode()


def alarm(client: Client) -> str:
    tasks = [" ".join(link.get_text().split()) for link in soup(client.get("/admin/")).select(".tasks a")]
    return next((task for task in tasks if "backup" in task), "")


def read(client: Client) -> str:
    (page,) = soup(client.get("/admin/backups/")).select("#content-main")
    return " ".join(page.get_text().split())


def test_all_is_well_for_a_day_after_a_good_one(someone: Client) -> None:
    set_up(2000)
    made(25.5)
    assert probed() == (200, "ok\n")
    assert alarm(someone) == ""
    assert "All is well." in read(someone)


def test_an_old_one_is_an_alarm_and_a_new_one_ends_it(someone: Client) -> None:
    made(26.5)
    assert probed() == (503, "no new backup\n")
    assert alarm(someone) == f"1 day without a backup. {TELL}"
    assert "all that came in since then would be lost" in read(someone)
    Backup.objects.update(at=timezone.now() - timedelta(hours=50))
    assert alarm(someone).startswith("2 days without a backup.")
    made(0)
    assert probed() == (200, "ok\n")
    assert alarm(someone) == ""


def test_one_that_failed_is_an_alarm_at_once_and_says_why(someone: Client) -> None:
    made(20)
    made(1, problem="pg_dump: error: no space left")
    assert probed() == (503, "no new backup\n")
    assert alarm(someone) == f"1 backup that failed. {TELL}"
    assert "pg_dump: error: no space left" in read(someone)
    assert "Ring whoever looks after the server today" in read(someone)
    made(0)
    assert probed() == (200, "ok\n")


@pytest.mark.parametrize("key", ["/etc/coprod-backup.asc", ""])
def test_a_site_without_any_is_an_alarm_from_its_second_day_on(key: str, someone: Client, settings: Settings) -> None:
    settings.BACKUP_KEY = key
    set_up(20)
    assert probed() == (200, "ok\n")
    assert "The first backup is made tonight" in read(someone)
    set_up(27)
    assert probed() == (503, "no new backup\n")
    assert alarm(someone).startswith("1 day without a backup.")
    assert "None has been made yet." in read(someone)


@pytest.mark.parametrize("where", ["on a developer’s machine", "made in another way"])
def test_nobody_is_told_where_backups_are_not_ours(where: str, someone: Client, settings: Settings) -> None:
    settings.PRODUCTION = where == "made in another way"
    settings.BACKUP_KEY = "elsewhere" if settings.PRODUCTION else ""
    set_up(2000)
    made(1, problem="no")
    assert probed() == (200, "ok\n")
    assert alarm(someone) == ""
    assert "are made in another way" in read(someone)


def test_a_probe_hears_of_mail_and_backups_at_once() -> None:
    mail = queue_mail()
    type(mail).objects.update(due_at=timezone.now() - timedelta(minutes=11))
    made(30)
    assert probed() == (503, "mail is stuck\nno new backup\n")


def test_only_staff_read_the_page() -> None:
    assert Client().get("/admin/backups/").status_code == 302
