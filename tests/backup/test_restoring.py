"""What was backed up comes back as it was on a bare machine, or nothing does, and the reason is said."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from io import StringIO
from pathlib import Path
from typing import Any
from unittest.mock import Mock

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from blog.models import PostPicture
from coprod.backup import reading, tables
from coprod.models import Backup, Erasure
from networks.models import Person
from tests.backup.keys import Key, made_key, needs_gpg
from tests.factories import give_picture, make_post
from tests.networks.your_details.holding import signed_up

pytestmark = [pytest.mark.django_db(transaction=True), needs_gpg]
BareMachine = Callable[[], AbstractContextManager[None]]


def run(command: str, *arguments: Any) -> str:
    said = StringIO()
    call_command(command, *(str(argument) for argument in arguments), stdout=said, stderr=said)
    return said.getvalue()


def backed_up(folder: Path) -> Path:
    run("back_up", folder)
    (file,) = folder.glob("coprod-*.tar.gpg")
    return file


def why_not(*arguments: Any) -> str:
    with pytest.raises(CommandError) as refused:
        run("restore_backup", *arguments)
    return str(refused.value)


def test_a_bare_machine_gets_everything_back_and_who_was_erased_since_is_erased_again(
    site: Path, key: Key, bare_machine: BareMachine
) -> None:
    picture = give_picture(make_post("A garden of one’s own"))
    stays, goes = signed_up(name="Staying Leeson"), signed_up(name="Going Mallory")
    content, before = Path(picture.picture.path).read_bytes(), tables.contents()
    file = backed_up(site)
    run("erase_person", goes.reference, "--yes")
    with bare_machine():
        said = run("restore_backup", file, "--key", key.secret)
        assert f"{sum(rows for rows, _digest in before.values())}  rows in {len(before)} tables" in said
        assert "Erased again: 1." in said
        assert "NOT AS IT WAS" not in said
        assert list(Person.objects.values_list("pk", flat=True)) == [stays.person_id]
        assert Erasure.objects.count() == 1
        restored = PostPicture.objects.get()
        assert Path(restored.picture.path).read_bytes() == content
        assert Backup.objects.get().file == file.name
        assert signed_up(name="New Person").pk > stays.pk  # the sequences go on


def test_a_folder_that_fills_meanwhile_stops_a_restore_with_what_to_do(
    site: Path, key: Key, bare_machine: BareMachine, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    give_picture(make_post("A garden of one’s own"))
    file = backed_up(site)

    def read_and_fill(*arguments: Any) -> Any:
        told = reading.read(*arguments)
        for name in told.media:
            (Path(settings.MEDIA_ROOT) / name).mkdir(parents=True)
        return told

    monkeypatch.setattr("coprod.backup.restoring.read", read_and_fill)
    with bare_machine():
        said = why_not(file, "--key", key.secret)
    assert said.startswith(f"The pictures could not be put into {settings.MEDIA_ROOT} (")
    assert said.endswith("Empty it, make a new database, and start again.")


def test_every_table_is_compared_with_what_it_was(
    site: Path, key: Key, bare_machine: BareMachine, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_post("The one that is looked for")
    file = backed_up(site)
    told = reading.check(file, key.secret)
    assert told.tables == {**tables.contents(), "public.coprod_backup": told.tables["public.coprod_backup"]}
    told.tables["public.blog_post"] = (1, "another")
    monkeypatch.setattr("coprod.backup.restoring.read", lambda *_: told)
    with bare_machine():
        connection.cursor().execute("CREATE TABLE public.of_another (id int)")
        monkeypatch.setattr("coprod.backup.restoring.must_be_empty", lambda: None)
        assert "not the same in: " in why_not(file)


def test_a_damaged_file_changes_nothing(site: Path, key: Key, bare_machine: BareMachine, settings: Any) -> None:
    give_picture(make_post())
    whole = backed_up(site).read_bytes()
    file = site / "damaged.gpg"
    with bare_machine():
        for place in (len(whole) // 3, len(whole) - 2000, len(whole) - 1):
            file.write_bytes(whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :])
            assert "is damaged or was cut off. Nothing was changed." in why_not(file, "--key", key.secret)
        file.write_bytes(whole[: len(whole) // 2])
        assert "is damaged or was cut off. Nothing was changed." in why_not(file, "--key", key.secret)
        file.write_bytes(b"A shopping list")
        assert "is no backup of ours. Nothing was changed." in why_not(file, "--key", key.secret)
        assert tables.names() == []
        assert list(Path(settings.MEDIA_ROOT).iterdir()) == []


def test_another_key_opens_nothing(site: Path, bare_machine: BareMachine) -> None:
    file = backed_up(site)
    with made_key() as other, bare_machine():
        assert "is for another key" in why_not(file, "--key", other.secret)
        assert "is no secret key that gpg can use" in why_not(file, "--key", site / "nowhere")
        assert tables.names() == []


def test_the_password_of_the_key_is_asked_for(site: Path, settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    with made_key(password="seven teapots") as locked:
        settings.BACKUP_KEY = str(locked.public)
        file = backed_up(site)
        monkeypatch.setattr("sys.stdin", Mock(isatty=lambda: True))
        monkeypatch.setattr("coprod.backup.locking.getpass", lambda _question: "seven teapots")
        assert run("check_backup", file, "--key", locked.secret).startswith("Whole.")
        monkeypatch.setattr("coprod.backup.locking.getpass", lambda _question: "eight teapots")
        with pytest.raises(CommandError, match="The password of the secret key is wrong"):
            run("check_backup", file, "--key", locked.secret)


def test_what_is_there_already_is_never_written_over(
    site: Path, key: Key, bare_machine: BareMachine, settings: Any
) -> None:
    post = make_post()
    give_picture(post)
    file = backed_up(site)
    assert why_not(file, "--key", key.secret).startswith("The database is not empty.")
    with bare_machine():
        Path(settings.MEDIA_ROOT).mkdir(parents=True)
        (Path(settings.MEDIA_ROOT) / "mine.jpg").write_bytes(b"of another site")
        assert "is not empty. Move what is in it" in why_not(file, "--key", key.secret)
        assert tables.names() == []


def test_a_backup_of_newer_code_is_refused(
    site: Path, key: Key, bare_machine: BareMachine, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = backed_up(site)
    monkeypatch.setattr("coprod.backup.restoring.MigrationLoader", lambda _: Mock(disk_migrations={}))
    with bare_machine():
        assert "is of newer code than this" in why_not(file, "--key", key.secret)
        assert tables.names() == []


def test_a_backup_is_looked_through_without_a_database_to_restore_it_to(site: Path, key: Key) -> None:
    give_picture(make_post())
    file = backed_up(site)
    said = run("check_backup", file, "--key", key.secret)
    assert said.startswith("Whole. Made ")
    file.write_bytes(file.read_bytes()[:-1])
    with pytest.raises(CommandError, match="is damaged"):
        run("check_backup", file, "--key", key.secret)
