"""What a reader wrote under a story is given to them, and forgotten, by the reference that they have."""

import json
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from django.test import Client

from blog.models import Response
from coprod.keeping import proofs
from coprod.models import Erasure
from tests.admin.answering import answer
from tests.admin.rows import client_of_administrator
from tests.blog.responses.responding import make_response
from tests.factories import make_post
from tests.keeping.kept import note, offered
from tests.keeping.places import places_of
from tests.networks.your_details.holding import signed_up

pytestmark = pytest.mark.django_db


def erase(*arguments: str) -> str:
    said = StringIO()
    call_command("erase_person", *arguments, stdout=said)
    return said.getvalue()


def test_a_response_is_taken_out_by_its_reference_and_nobody_elses_with_it(tmp_path: Path) -> None:
    row = make_response(make_post("By the sea"), name="Winifred", message="Winifred likes it", staff_notes="Kind")
    make_response(make_post(), name="Margaretta", message="Margaretta too")
    note(row, "Now shown")
    call_command("export_person", row.reference, "--output", str(tmp_path / "out"), stdout=StringIO())
    page = (tmp_path / "out" / "what-we-hold.html").read_text()
    for words in ("Winifred likes it", "By the sea", "Kind", "Now shown", "You may show my name", row.reference):
        assert words in page
    assert "Margaretta" not in page


def test_a_response_is_erased_by_its_reference_with_every_trace() -> None:
    row, other = (make_response(make_post(), name=name, message=f"By {name}") for name in ("Winifred", "Margaretta"))
    note(row, "Winifred rang")
    note(other, "Spoke with winifred about it")
    erase(row.reference, "--yes")
    assert places_of("Winifred") == set()
    assert Response.objects.get() == other
    assert not any(row.reference in json.dumps(proof.digests) for proof in Erasure.objects.all())


def test_what_staff_answered_a_writer_goes_with_the_piece() -> None:
    piece, boss = offered(name="Winifred Zed", email="winifred@example.org"), client_of_administrator()
    answer(boss, piece, "decline", words="Dear Winifred, thank you.")
    assert {"coprod_outgoingmail.text", "django_admin_log.change_message"} <= places_of("Winifred")
    erase(piece.reference, "--yes")
    assert places_of("Winifred") == set()


def test_a_restored_backup_does_not_bring_it_back() -> None:
    row = make_response(make_post(), name="Winifred")
    copy = Response.objects.filter(pk=row.pk).values().get()
    erase(row.reference, "--yes")
    Response.objects.create(**copy)
    assert proofs.erase_again().total() == 1
    assert not Response.objects.exists()


def test_erasing_a_person_offers_what_stands_under_their_name_and_takes_only_what_is_ticked() -> None:
    person = signed_up(name="Winifred Zed").person
    theirs, namesake = make_response(make_post(), name="winifred zed"), make_response(make_post(), name="Winifred Zed")
    assert f"Response {theirs.reference} bears the same name" in _asked(person.pk)
    boss = client_of_administrator()
    address = f"/admin/coprod/erasure/person/{person.pk}/erase/"
    assert theirs.reference in boss.get(address).content.decode()
    boss.post(address, {"response": [str(theirs.pk)]})
    assert Response.objects.get() == namesake


def test_taking_out_what_we_hold_about_a_person_leaves_their_namesake_out() -> None:
    person = signed_up(name="Winifred Zed").person
    row = make_response(make_post(), name="Winifred Zed")
    answer = client_of_administrator().post(f"/admin/coprod/erasure/person/{person.pk}/export/")
    assert row.reference.encode() not in answer.content


def test_the_receipt_of_an_erased_response_is_gone(client: Client) -> None:
    row = make_response(make_post(slug="sea"))
    erase(row.reference, "--yes")
    assert client.get(f"/blog/sea/respond/done/{row.key}/").status_code == 404


def _asked(number: int) -> str:
    """What the command says before it asks whether to go on."""
    said = StringIO()
    with pytest.MonkeyPatch.context() as patch, pytest.raises(Exception, match="Nothing was erased"):
        patch.setattr("builtins.input", lambda _question: "no")
        call_command("erase_person", str(number), stdout=said)
    return said.getvalue()
