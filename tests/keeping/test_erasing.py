"""Erasing a person: their name, addresses and numbers are nowhere, everybody else's are, and proof of it stays."""

import json
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.sessions.models import Session
from django.core.management import CommandError, call_command
from django.db import connection

from blog.models import GuestAnswer, Post, PreviewLink
from coprod.models import Erasure, OutgoingMail
from networks.models import Person
from tests.keeping.kept import Everything, answered, note, offered
from tests.keeping.places import places_of, tables_seen
from tests.networks.your_details.holding import signed_up

pytestmark = pytest.mark.django_db


def erase(*arguments: str) -> str:
    said = StringIO()
    call_command("erase_person", *arguments, stdout=said)
    return said.getvalue()


def test_nothing_of_the_person_stays_and_all_of_everybody_else_does(
    django_capture_on_commit_callbacks: Any, settings: Any
) -> None:
    margaret, winston = Everything("Margaretta"), Everything("Winstonian")
    before, others = places_of("Margaretta"), places_of("Winstonian")
    assert tables_seen() > 25
    assert {"networks_person.name", "coprod_outgoingmail.recipient", "coprod_draft.answers"} <= before
    assert {"django_admin_log.change_message", "django_session (decoded)", "blog_submission.piece"} <= before
    assert {"blog_guestanswer.message", "blog_previewlink.name"} <= before
    assert {place.replace("W", "M") for place in others} == {place.replace("W", "M") for place in before}
    pictures = {file.name for file in Path(settings.MEDIA_ROOT).rglob("*.webp")}

    with django_capture_on_commit_callbacks(execute=True):
        erase(margaret.sign_up.reference, "--with-pieces", "--yes")

    assert places_of("Margaretta") == set()
    for word in [*margaret.words.values(), margaret.sign_up.reference, margaret.enquiry.reference]:
        assert places_of(word) == set(), word
    assert places_of("Winstonian") == others
    assert places_of(winston.words["phone"])
    left = {file.name for file in Path(settings.MEDIA_ROOT).rglob("*.webp")}
    assert pictures - left == {Path(str(margaret.piece.picture.name)).name}
    assert left == {Path(str(winston.piece.picture.name)).name}


def test_what_stays_says_that_it_was_done_and_how_much_went_and_not_who_it_was() -> None:
    margaret = Everything("Margaretta")
    erase(str(margaret.person.pk), "--with-pieces", "--yes")
    (proof,) = Erasure.objects.all()
    assert proof.removed["person"] == proof.removed["sign-up"] == proof.removed["enquiry"] == 1
    assert proof.removed["consent"] == 3
    assert proof.removed["mails"] >= 4
    assert len(proof.digests) == 5  # the person, what they sent twice, the piece, and what they said of it
    assert not any(number in json.dumps(proof.digests) for number in (margaret.sign_up.reference, "person"))


def test_a_shared_address_stays_with_the_person_who_has_it_too() -> None:
    ann, bo = signed_up(name="Ann Leeson"), signed_up(name="Bo Leeson")
    OutgoingMail.objects.create(event="details_link_asked", recipient="ann@example.org", subject="x", message_id="x")
    erase(ann.reference, "--yes")
    assert Person.objects.get() == bo.person
    assert OutgoingMail.objects.filter(recipient="ann@example.org", reference=bo.reference).exists()
    assert OutgoingMail.objects.filter(recipient="ann@example.org", reference="").exists()
    assert not OutgoingMail.objects.filter(reference=ann.reference).exists()


def test_a_name_in_what_staff_noted_about_someone_else_becomes_dots() -> None:
    ann, bo = signed_up(name="Ann Leeson"), signed_up(name="Bo Carter", email="bo@example.org")
    note(bo, "Note: came with ann leeson. Joann Leesons is another.")
    erase(ann.reference, "--yes")
    assert LogEntry.objects.get().change_message == "Note: came with …. Joann Leesons is another."


def test_whoever_erases_is_told_where_the_name_still_stands() -> None:
    ann, bo = signed_up(name="Ann Leeson"), signed_up(name="Bo Carter", email="bo@example.org")
    bo.staff_notes = "A friend of Ann Leeson"
    bo.save()
    assert "networks_signup.staff_notes" in erase(ann.reference, "--yes")


def test_guest_pieces_go_only_when_they_are_chosen() -> None:
    ann = signed_up(name="Ann Leeson")
    piece = offered(email="ANN@example.org")
    assert f"Guest piece {piece.reference} stays" in erase(ann.reference, "--yes")
    piece.refresh_from_db()
    assert piece.title == "My garden"


def test_the_writer_of_a_guest_piece_is_erased_by_its_reference() -> None:
    piece = offered(email="writer@example.org", name="Wilma Writer")
    assert places_of("Wilma Writer")
    erase(piece.reference.lower().replace("-", " "), "--yes")
    assert not places_of("Wilma Writer")


def test_sessions_forget_and_nobody_is_logged_out(client: Any, admin_user: Any) -> None:
    margaret = Everything("Margaretta")
    client.force_login(admin_user)
    session = client.session
    session["inbox-undo"] = {"reference": margaret.sign_up.reference}
    session.save()
    erase(margaret.sign_up.reference, "--yes")
    kept = Session.objects.get(session_key=session.session_key).get_decoded()
    assert "inbox-undo" not in kept
    assert client.get("/admin/").status_code == 200


def test_nobody_is_erased_without_a_yes(monkeypatch: pytest.MonkeyPatch) -> None:
    ann = signed_up()
    for answer in ("", "yes", "no"):
        monkeypatch.setattr("builtins.input", lambda _question, answer=answer: answer)
        with pytest.raises(CommandError, match="Nothing was erased"):
            erase(ann.reference)
    assert Person.objects.get() == ann.person
    monkeypatch.setattr("builtins.input", lambda _question: "erase")
    erase(ann.reference)
    assert not Person.objects.exists()


@pytest.mark.parametrize("who", ["AAAA-3333", "999999", "9" * 30, "", "'; DROP TABLE", "²"])
def test_a_number_that_nobody_has_is_an_error_in_words(who: str) -> None:
    with pytest.raises(CommandError, match="Nobody has the number or reference"):
        erase(who, "--yes")


class Backup:
    """The tables as they were, to be put back: what restoring last night's backup does."""

    def __init__(self) -> None:
        with connection.cursor() as cursor:
            cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
            self.tables = [table for (table,) in cursor.fetchall()]
            self.rows = {table: self._rows(cursor, table) for table in self.tables}

    @staticmethod
    def _rows(cursor: Any, table: str) -> str:
        cursor.execute(f"SELECT coalesce(jsonb_agg(to_jsonb(t)), '[]')::text FROM \"{table}\" t")
        return str(cursor.fetchone()[0])

    def restore(self) -> None:
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL DEFERRED")
            cursor.execute("SET session_replication_role = replica")
            for table in self.tables:
                cursor.execute(
                    "SELECT string_agg(quote_ident(column_name), ', ') FROM information_schema.columns "
                    "WHERE table_schema = 'public' AND table_name = %s AND is_generated = 'NEVER'",
                    [table],
                )
                columns = cursor.fetchone()[0]
                cursor.execute(f'DELETE FROM "{table}"')
                cursor.execute(
                    f'INSERT INTO "{table}" ({columns}) OVERRIDING SYSTEM VALUE '
                    f'SELECT {columns} FROM jsonb_populate_recordset(NULL::"{table}", %s::jsonb)',
                    [self.rows[table]],
                )
            cursor.execute("SET session_replication_role = origin")


@pytest.mark.parametrize("command", [["erase_person", "--again"], ["purge_expired"]])
def test_a_restored_backup_is_erased_again_by_one_command(
    command: list[str], django_capture_on_commit_callbacks: Any
) -> None:
    margaret, winston = Everything("Margaretta"), Everything("Winstonian")
    backup = Backup()
    with django_capture_on_commit_callbacks(execute=True):
        erase(margaret.sign_up.reference, "--with-pieces", "--yes")
    others = places_of("Winstonian")
    backup.restore()
    assert places_of("Margaretta")
    assert not Erasure.objects.exists()  # the proof was made after the backup
    with django_capture_on_commit_callbacks(execute=True):
        call_command(*command, stdout=StringIO())
    assert places_of("Margaretta") == set()
    assert places_of("Winstonian") == others
    assert winston.person in Person.objects.all()
    assert Erasure.objects.count() == 1  # the file brought it back


def test_a_proof_that_could_not_be_written_is_written_by_the_next_run(
    settings: Any, tmp_path: Path, django_capture_on_commit_callbacks: Any
) -> None:
    settings.PROOFS_FOLDER = tmp_path / "taken"
    settings.PROOFS_FOLDER.write_text("a file where the folder should be")
    with django_capture_on_commit_callbacks(execute=True):
        erase(signed_up().reference, "--yes")
    settings.PROOFS_FOLDER = tmp_path / "proofs"
    call_command("purge_expired", stdout=StringIO())
    call_command("purge_expired", stdout=StringIO())
    (line,) = (settings.PROOFS_FOLDER / "erasures.jsonl").read_text().strip().splitlines()
    assert json.loads(line)["digests"] == Erasure.objects.get().digests


def test_a_proof_that_a_full_disk_cut_off_spoils_no_other(
    settings: Any, django_capture_on_commit_callbacks: Any
) -> None:
    settings.PROOFS_FOLDER.mkdir()
    file = settings.PROOFS_FOLDER / "erasures.jsonl"
    file.write_text('{"at": "2026-01-01T00:00:00+00:00", "dig')
    ann = signed_up(name="Ann Leeson")
    backup = Backup()
    with django_capture_on_commit_callbacks(execute=True):
        erase(ann.reference, "--yes")
    backup.restore()
    assert "Erased again: 1" in erase("--again")


def test_a_new_secret_key_does_not_forget_who_was_erased(
    settings: Any, django_capture_on_commit_callbacks: Any
) -> None:
    ann = signed_up(name="Ann Leeson")
    backup = Backup()
    with django_capture_on_commit_callbacks(execute=True):
        erase(ann.reference, "--yes")
    backup.restore()
    settings.SECRET_KEY_FALLBACKS, settings.SECRET_KEY = [settings.SECRET_KEY], "new" * 30
    assert "Erased again: 1" in erase("--again")
    assert not Person.objects.exists()


def test_a_guest_who_offered_no_piece_is_found_by_the_reference_of_their_answer() -> None:
    ann, other = answered(name="Anna Leeson"), answered(name="Bo Leeson")
    erase(ann.reference, "--yes")
    assert places_of("Anna Leeson") == set()
    assert GuestAnswer.objects.get() == other
    assert PreviewLink.objects.get() == other.link
    assert Post.objects.count() == 2
