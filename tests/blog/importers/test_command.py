"""The command as a person meets it: what it prints, and how it ends."""

import io
import sys
from pathlib import Path
from threading import Thread

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from blog.importers.moving import move
from blog.models import Post
from tests.blog.importers.samples import TAKEOUT, post

pytestmark = pytest.mark.django_db


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.fixture
def export(tmp_path: Path) -> str:
    path = tmp_path / "feed.atom"
    path.write_text(TAKEOUT.format(post(1, title="Té\u202e🫖") + post(2, type="PAGE") + post(3, type="SETTINGS")))
    return str(path)


def test_the_summary_counts_and_names_what_was_done(export: str) -> None:
    out = io.StringIO()
    call_command("import_blog", export, stdout=out)
    text = out.getvalue()
    assert "Imported: 1. Updated: 0. Unchanged: 0. Skipped: 1." in text
    assert "http://testserver/blog/a-pot-of-tea-1/ Té" in text
    assert "\u202e" not in text
    assert "Without an author" in text
    assert "such as settings, menus and uploads: 1." in text


def test_a_trial_run_says_that_it_was_one(export: str) -> None:
    out = io.StringIO()
    call_command("import_blog", export, dry_run=True, stdout=out)
    assert out.getvalue().startswith("This was a trial run")


def test_a_bar_is_drawn_on_a_terminal_and_nowhere_else(export: str, monkeypatch: pytest.MonkeyPatch) -> None:
    for screen, is_drawn in ((io.StringIO(), False), (Terminal(), True)):
        monkeypatch.setattr(sys, "stderr", screen)
        call_command("import_blog", export, stdout=io.StringIO())
        assert ("[" in screen.getvalue()) is is_drawn


def test_a_terminal_without_the_letters_shows_their_numbers(export: str) -> None:
    raw = io.BytesIO()
    out = io.TextIOWrapper(raw, encoding="ascii", write_through=True)
    call_command("import_blog", export, stdout=out)
    assert b"T\\xe9" in raw.getvalue()


@pytest.mark.django_db(transaction=True)
def test_a_second_import_at_the_same_moment_says_that_one_is_running(export: str) -> None:
    said: list[str] = []

    def another() -> None:
        try:
            call_command("import_blog", export, stdout=io.StringIO())
        except CommandError as problem:
            said.append(str(problem))
        finally:
            connection.close()

    def halfway(done: int, everything: int) -> None:
        second = Thread(target=another)
        second.start()
        second.join()

    report = move(Path(export), progress=halfway)
    assert set(said) == {"Another import is running. Wait until it has ended, then run this again."}
    assert len(report.imported) == Post.objects.count() == 1
    call_command("import_blog", export, stdout=(out := io.StringIO()))  # that one has ended
    assert "Unchanged: 1." in out.getvalue()
