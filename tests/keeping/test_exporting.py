"""“What do you hold about me?”: everything about one person as a page and a table, and nothing about anyone else."""

import csv
import stat
import zipfile
from io import BytesIO, StringIO
from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.core.management import CommandError, call_command

from coprod.models import StaffAccess
from networks.models import Person
from tests.factories import make_network, make_staff
from tests.keeping.kept import Everything, offered
from tests.networks.your_details.holding import signed_up

pytestmark = pytest.mark.django_db


def export(*arguments: str) -> str:
    said = StringIO()
    call_command("export_person", *arguments, stdout=said)
    return said.getvalue()


def exported(margaret: Everything, folder: Path) -> dict[str, str]:
    export(margaret.sign_up.reference, "--with-pieces", "--output", str(folder))
    page = BeautifulSoup((folder / "what-we-hold.html").read_text(), "html.parser").get_text()
    return {"page": page, "table": (folder / "what-we-hold.csv").read_text(encoding="utf-8-sig")}


def test_it_holds_everything_about_the_person_and_nothing_about_anyone_else(tmp_path: Path) -> None:
    network = make_network()
    margaret, _winston = Everything("Margaretta", network), Everything("Winstonian", network)
    for text in exported(margaret, tmp_path / "out").values():
        for word in margaret.words.values():
            for line in word.splitlines():
                assert line in text
        for word in [
            *("Margaretta asks", "Margaretta was cheerful", "Rang Margaretta", "Note: Margaretta is well"),
            *(
                "Once called Margaretta Byrne",
                "Margaretta walked",
                "Margaretta would change a word",
                "You may publish it.",
                "MARGARETTA@EXAMPLE.ORG",
            ),
            *(
                margaret.sign_up.reference,
                margaret.enquiry.reference,
                margaret.piece.reference,
                margaret.answer.reference,
                network.name,
            ),
            *("You may keep what I have told you about my health", "Your helper, for you"),
        ]:
            assert word in text, word
        assert "winstonian" not in text.lower()
    assert (tmp_path / "out" / f"picture-{margaret.piece.reference}.webp").read_bytes()[:4] == b"RIFF"


def test_the_files_are_for_whoever_made_them_alone(tmp_path: Path) -> None:
    exported(Everything("Margaretta"), tmp_path / "out")
    assert stat.S_IMODE((tmp_path / "out").stat().st_mode) == 0o700
    assert {stat.S_IMODE(file.stat().st_mode) for file in (tmp_path / "out").iterdir()} == {0o600}


def test_no_cell_is_taken_for_a_formula(tmp_path: Path) -> None:
    row = signed_up(name="=HYPERLINK(1)", phone="+44 1632 960001", support="@SUM(A1)")
    export(row.reference, "--output", str(tmp_path / "out"))
    table = (tmp_path / "out" / "what-we-hold.csv").read_text(encoding="utf-8-sig")
    cells = [cell for line in csv.reader(StringIO(table)) for cell in line]
    assert {"'=HYPERLINK(1)", "'+44 1632 960001", "'@SUM(A1)"} <= set(cells)
    assert not any(cell.startswith(("=", "+", "@", "-")) for cell in cells)


def test_what_people_typed_is_text_on_the_page(tmp_path: Path) -> None:
    row = signed_up(name="<script>alert(1)</script>")
    export(row.reference, "--output", str(tmp_path / "out"))
    page = (tmp_path / "out" / "what-we-hold.html").read_text()
    assert "<script" not in page
    assert "&lt;script&gt;" in page


def test_a_guest_piece_from_the_same_address_is_named_and_left_out_unless_asked_for(tmp_path: Path) -> None:
    row, piece = signed_up(), offered(email="ann@example.org")
    assert piece.reference in export(row.reference, "--output", str(tmp_path / "out"))
    assert "It grows." not in (tmp_path / "out" / "what-we-hold.html").read_text()


def test_a_writer_is_found_by_the_reference_of_a_piece(tmp_path: Path) -> None:
    piece = offered()
    export(piece.reference, "--output", str(tmp_path / "out"))
    assert "It grows." in (tmp_path / "out" / "what-we-hold.html").read_text()


def test_a_folder_that_is_there_is_not_written_into(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="is there already"):
        export(signed_up().reference, "--output", str(tmp_path))
    with pytest.raises(CommandError, match="Nobody has"):
        export("AAAA-3333")
    assert not StaffAccess.objects.exists()


def test_that_it_was_taken_out_is_written_down(tmp_path: Path) -> None:
    row = signed_up()
    export(row.reference, "--output", str(tmp_path / "out"))
    look = StaffAccess.objects.get()
    assert (look.action, look.kind, look.rows, look.about) == (
        "exported",
        "networks.person",
        [row.person_id],
        row.reference,
    )


def test_nothing_is_told_twice(tmp_path: Path) -> None:
    row = signed_up()
    Person.objects.update(other_details="An older number: 01632 960009")
    export(row.reference, "--output", str(tmp_path / "out"))
    assert (tmp_path / "out" / "what-we-hold.csv").read_text().count("01632 960009") == 1


def test_the_button_gives_the_same_in_one_file(client: Any, admin_user: Any) -> None:
    margaret = Everything("Margaretta")
    client.force_login(admin_user)
    assert "All that we hold, as a file" in client.get(margaret.person.get_absolute_url()).content.decode()
    StaffAccess.objects.all().delete()
    response = client.post(button(margaret.person))
    assert response.status_code == 200
    assert "no-store" in response["Cache-Control"]
    with zipfile.ZipFile(BytesIO(response.content)) as archive:
        names = {*archive.namelist()}
        page = archive.read("what-we-hold.html").decode()
    assert names == {"what-we-hold.html", "what-we-hold.csv", f"picture-{margaret.piece.reference}.webp"}
    assert "Margaretta was cheerful" in page
    look = StaffAccess.objects.get()
    assert (look.action, look.username, look.rows) == ("exported", admin_user.username, [margaret.person.pk])


def button(person: Person) -> str:
    return f"/admin/coprod/erasure/person/{person.pk}/export/"


def test_the_button_is_for_those_who_may_and_for_people_of_whom_they_see_everything(client: Any) -> None:
    mine, other = make_network(), make_network()
    row = signed_up(mine)
    assert client.post(button(row.person)).status_code == 302  # to the login
    user = make_staff("networks.view_person", "networks.view_signup")
    mine.facilitators.add(user)
    client.force_login(user)
    assert client.post(button(row.person)).status_code == 403
    assert "All that we hold" not in client.get(row.person.get_absolute_url()).content.decode()
    user = make_staff("networks.view_person", "networks.export_person")
    mine.facilitators.add(user)
    client.force_login(user)
    assert client.get(button(row.person)).status_code == 405
    assert client.post(button(row.person)).status_code == 200
    assert client.post(button(signed_up(other).person)).status_code == 404
    signed = signed_up(other)
    type(signed).objects.filter(pk=signed.pk).update(person=row.person)  # another network holds them too
    assert client.post(button(row.person)).status_code == 404
