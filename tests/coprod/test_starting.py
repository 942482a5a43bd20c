"""A live site starts when all that it needs is there. Otherwise a line says what is missing, and what to do."""

import os
import subprocess
import sys
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.checks import run_checks
from django.core.management import CommandError, call_command
from django.core.management.base import BaseCommand
from django.db import OperationalError, connection
from django.db.migrations.recorder import MigrationRecorder
from pytest_django import Settings

from coprod import starting
from coprod.models import Organisation
from tests.coprod.processes import environment_of_this_test

pytestmark = pytest.mark.django_db
ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(autouse=True)
def live(settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.PRODUCTION = True
    settings.MEDIA_ROOT = tmp_path / "srv" / "media"
    settings.PROOFS_FOLDER = tmp_path / "srv" / "proofs"
    monkeypatch.setattr(connection, "close", lambda: None)  # it is the test's


@pytest.fixture
def started(monkeypatch: pytest.MonkeyPatch) -> list[list[str]]:
    """The web servers that were started, without one that runs."""
    commands: list[list[str]] = []
    monkeypatch.setattr(os, "execv", lambda _program, command: commands.append(command))
    return commands


def why_not(*command: str) -> str:
    with pytest.raises(CommandError) as refused:
        call_command(*command)
    return str(refused.value)


def test_a_site_that_is_ready_starts_and_has_made_its_folders(started: list[list[str]], tmp_path: Path) -> None:
    call_command("serve", "--port", "8123", "--workers", "3")
    (command,) = started
    assert command[:3] == [sys.executable, "-m", "granian"]
    assert {"8123", "3", "coprod.wsgi:application"} < set(command)
    assert sorted(folder.name for folder in (tmp_path / "srv").iterdir()) == ["media", "proofs"]
    assert (tmp_path / "srv" / "proofs").stat().st_mode & 0o077 == 0


def test_on_a_developers_machine_it_names_the_other_command(settings: Settings) -> None:
    settings.PRODUCTION = False
    assert why_not("serve") == "This is for a live site. On your own machine: make run"


@pytest.mark.parametrize("name", ["MEDIA_ROOT", "PROOFS_FOLDER"])
@pytest.mark.parametrize("command", [["serve"], ["deliver_mail", "--forever"]])
def test_a_folder_that_cannot_be_written_to_is_named(
    name: str, command: list[str], settings: Settings, tmp_path: Path
) -> None:
    (tmp_path / "taken").write_text("a file where the folder should be")
    setattr(settings, name, tmp_path / "taken")
    assert why_not(*command).startswith(f"Coprod cannot start: {name} is {tmp_path / 'taken'}, and nothing can be")


def test_a_stylesheet_that_was_not_collected_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    known = {"css/site.css": "css/site.1.css"}
    monkeypatch.setattr(staticfiles_storage, "hashed_files", known, raising=False)
    assert "manage.py collectstatic" in why_not("serve")
    known.update({path: path for finder in starting.get_finders() for path, _ in finder.list(None)})
    assert list(starting.uncollected()) == []
    del known["css/site.css"]
    assert "css/site.css is not there" in why_not("serve")


@pytest.mark.parametrize("command", [["serve"], ["deliver_mail", "--forever"]])
def test_a_database_that_is_older_than_the_code_is_named(command: list[str]) -> None:
    MigrationRecorder.Migration.objects.filter(app="networks").delete()
    assert "the database is older than the code" in why_not(*command)
    assert "manage.py migrate" in why_not(*command)


def test_a_database_that_is_away_stops_nothing_and_is_told_of(
    started: list[list[str]], monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def away(*_: Any) -> None:
        raise OperationalError('connection failed: FATAL: no password for user "coprod"\nDETAIL: more')

    monkeypatch.setattr(starting, "MigrationExecutor", away)
    call_command("serve")
    assert started
    assert 'does not answer: connection failed: FATAL: no password for user "coprod". Visitors' in caplog.text


def test_a_command_without_its_database_ends_in_one_line() -> None:
    environment = environment_of_this_test(DATABASE_URL="postgres://coprod:a-secret@127.0.0.1:1/coprod")
    command = [sys.executable, "manage.py", "migrate"]
    ended = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    assert ended.returncode == 1
    (line,) = ended.stderr.splitlines()
    assert line.startswith("The database does not answer: ")
    assert "DATABASE_URL" in line
    assert "a-secret" not in line


def test_a_look_says_when_all_is_well_and_what_is_still_to_do(
    started: list[list[str]], monkeypatch: pytest.MonkeyPatch, settings: Settings
) -> None:
    settings.BACKUP_KEY = "/etc/coprod-backup.asc"
    monkeypatch.setattr(BaseCommand, "check", lambda *_, **__: None)  # the settings of a test are not safe
    Organisation.objects.update_or_create(pk=Organisation.ONLY, defaults={"phone": "01632 960123"})
    assert looked() == ["Ready: everything that the site needs is there."]
    Organisation.objects.all().delete()
    assert "an invented phone number" in looked()[1]
    settings.BACKUP_KEY = ""
    assert "Nothing is backed up" in looked()[2]
    assert not started


def looked() -> list[str]:
    said = StringIO()
    call_command("serve", "--check", stdout=said)
    return said.getvalue().splitlines()


def test_a_look_starts_nothing_and_says_what_is_not_safe(
    started: list[list[str]], settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    settings.DEBUG = True
    with pytest.raises(CommandError) as refused:
        call_command("serve", "--check", stderr=StringIO())
    assert "security.W018" in str(refused.value)
    assert not started


def test_a_database_that_cannot_keep_every_letter_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    assert run_checks(tags=["database"], databases=["default"]) == []

    class Latin:
        def __enter__(self) -> "Latin":
            return self

        def __exit__(self, *_: object) -> None: ...
        def execute(self, _query: str) -> None: ...
        def fetchone(self) -> tuple[str]:
            return ("LATIN1",)

    monkeypatch.setattr(connection, "cursor", Latin)
    (problem,) = run_checks(tags=["database"], databases=["default"])
    assert problem.msg == "The database keeps letters as LATIN1, not as UTF8."
    assert "createdb --encoding UTF8" in str(problem.hint)
