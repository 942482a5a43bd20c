"""A backup is one file that nobody here can read, whole or not there; what went wrong is said and noted."""

import os
import stat
from datetime import timedelta
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError
from django.utils import timezone

from coprod.backup import dumping, locking, making, programs, reading, tables
from coprod.models import Backup
from tests.backup.keys import Key, needs_gpg
from tests.factories import give_picture, make_post
from tests.networks.your_details.holding import signed_up

pytestmark = [pytest.mark.django_db(transaction=True), needs_gpg]


def back_up(folder: Path, *options: str) -> str:
    said = StringIO()
    call_command("back_up", str(folder), *options, stdout=said, stderr=said)
    return said.getvalue()


def why_not(folder: Path) -> str:
    with pytest.raises(CommandError) as refused:
        back_up(folder)
    return str(refused.value)


def instead(folder: Path, monkeypatch: pytest.MonkeyPatch, name: str, script: str) -> None:
    """Put a program of ours in the place of one of PostgreSQL's; it may call the real one as $REAL."""
    program = folder.parent / name
    program.write_text(f"#!/bin/sh\nREAL='{programs.postgres(name)}'\n{script}\n")
    program.chmod(0o755)
    real = programs.postgres
    monkeypatch.setattr(dumping, "postgres", lambda asked: str(program) if asked == name else real(asked))


def test_the_file_has_the_hour_in_its_name_and_nobody_can_read_it(site: Path) -> None:
    signed_up(name="Margaretta Unmistakable", email="unmistakable@example.org")
    give_picture(make_post("A title that is looked for"))
    said = back_up(site)
    (file,) = site.iterdir()
    assert making.NAME.fullmatch(file.name)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert str(file) in said
    content = file.read_bytes()
    for word in (b"nmistakable", b"title that", b"blog_post", b"PGDMP", b"manifest.json", b"JFIF"):
        assert word not in content
    (row,) = Backup.objects.good()
    assert (row.file, row.size) == (file.name, len(content))


def test_without_a_key_there_is_no_backup_and_it_says_how_to_make_one(site: Path, settings: Any, key: Key) -> None:
    settings.BACKUP_KEY = ""
    assert "gpg --quick-generate-key" in why_not(site)
    settings.BACKUP_KEY = str(site / "nowhere")
    assert "there is no such file" in why_not(site)
    settings.BACKUP_KEY = str(key.secret)
    assert "is the secret key. Take it off this machine" in why_not(site)
    (site.parent / "note").write_text("Dear Ann")
    settings.BACKUP_KEY = str(site.parent / "note")
    assert "must hold exactly one public key" in why_not(site)
    assert list(site.iterdir()) == []
    assert Backup.objects.bad().count() == 4


@pytest.mark.parametrize(
    ("program", "script", "words"),
    [
        ("pg_dump", "exit 0", "pg_restore stopped"),
        ("pg_dump", "echo 'pg_dump: error: no space left' >&2; exit 1", "pg_dump: error: no space left"),
        ("pg_dump", '"$REAL" "$@" | head -c 30000', "pg_restore stopped"),
        ("pg_dump", '"$REAL" "$@" --exclude-table-data blog_post', "blog_post has 1 rows, and the dump has no"),
    ],
    ids=["empty", "failed", "cut off", "lacks rows"],
)
def test_a_dump_that_is_not_whole_is_noticed_at_once(
    program: str, script: str, words: str, site: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_post()
    instead(site, monkeypatch, program, script)
    assert words in why_not(site)
    assert list(site.iterdir()) == []
    assert words in Backup.objects.get().problem


def test_an_encryption_that_breaks_off_leaves_nothing(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = locking.gpg()
    broken = site.parent / "gpg"
    breaks = 'case "$*" in *--encrypt*) head -c 1000 >/dev/null; echo "gpg: error: disk full" >&2; exit 2;; esac'
    broken.write_text(f'#!/bin/sh\n{breaks}\nexec {real} "$@"\n')
    broken.chmod(0o755)
    monkeypatch.setattr(locking, "gpg", lambda: str(broken))
    for _ in range(3):
        give_picture(make_post(), size=(600, 400))
    assert "gpg: error: disk full" in why_not(site)
    assert list(site.iterdir()) == []


def test_old_ones_go_when_the_new_one_is_whole_and_not_before(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def named(days: int) -> Path:
        return site / f"coprod-{timezone.now() - timedelta(days=days):%Y%m%dT%H%M%S}Z.tar.gpg"

    old, young, other = named(31), named(29), site / "notes.txt"
    for file in (old, young, other, site / ".coprod-20200101T000000Z.tar.gpg.half"):
        file.write_bytes(b"x")
    with monkeypatch.context() as patch:
        instead(site, patch, "pg_dump", "exit 1")
        why_not(site)
    assert {old, young, other} == set(site.iterdir())  # the half one was of a run that was killed
    back_up(site)
    assert old not in site.iterdir()
    assert {young, other} < set(site.iterdir())
    back_up(site, "--keep-days", "7")
    assert young not in site.iterdir()


def test_a_picture_that_is_exchanged_meanwhile_is_in_it_as_the_database_was(
    site: Path, key: Key, monkeypatch: pytest.MonkeyPatch
) -> None:
    picture = give_picture(make_post())
    os.utime(picture.picture.path, (0, 0))
    first = picture.picture.name
    real = tables.contents

    def exchanged() -> Any:
        """In the moment that is backed up the row still names the old file, and another connection takes it away."""
        Path(picture.picture.path).unlink()
        return real()

    monkeypatch.setattr(tables, "contents", exchanged)
    assert "Not in MEDIA_ROOT" not in back_up(site)
    (file,) = site.iterdir()
    assert first in reading.check(file, key.secret).media


def test_a_picture_that_was_added_while_others_were_taken_is_in_it(
    site: Path, key: Key, monkeypatch: pytest.MonkeyPatch
) -> None:
    added: list[str] = []
    real = tables.snapshot

    def snapshot() -> Any:
        if not added:
            added.append(str(give_picture(make_post()).picture.name))
        return real()

    monkeypatch.setattr(tables, "snapshot", snapshot)
    back_up(site)
    (file,) = site.iterdir()
    assert added[0] in reading.check(file, key.secret).media


def test_a_picture_that_is_lost_stops_no_backup_and_is_named(site: Path) -> None:
    picture = give_picture(make_post())
    Path(picture.picture.path).unlink()
    assert f"the database names them: {picture.picture.name}" in back_up(site)
    assert Backup.objects.good().exists()


def test_programs_that_are_too_old_or_missing_are_named(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(programs, "_places", lambda _name: iter(["/usr/bin/pg_dump"]))
    monkeypatch.setattr(programs, "_major", lambda _path: 9)
    assert "pg_dump is version 9 here, and the database is" in why_not(site)
    monkeypatch.setattr(programs, "_places", lambda _name: iter([]))
    assert "pg_dump is missing. Install postgresql-client-" in why_not(site)
    monkeypatch.setattr(programs, "_said", lambda _path: "gpg (GnuPG) 1.4.23")
    assert "gpg is too old here" in why_not(site)
    monkeypatch.setattr(programs.shutil, "which", lambda _name: None)
    assert "gpg is missing. Install gnupg." in why_not(site)


def test_a_folder_that_is_not_mounted_is_not_made(site: Path, settings: Any) -> None:
    assert "There is no folder" in why_not(site / "not-mounted")
    assert "is among the pictures" in why_not(Path(settings.MEDIA_ROOT))


def test_a_database_that_is_away_is_said_in_one_line(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def away() -> None:
        raise DatabaseError("connection refused\nDETAIL: more")

    monkeypatch.setattr(tables, "contents", away)
    assert why_not(site) == "There is no new backup. connection refused"
