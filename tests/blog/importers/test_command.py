"""The command as a person meets it: what it prints, and how it ends."""

import io
import sys
from pathlib import Path

import pytest
from django.core.management import call_command

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
