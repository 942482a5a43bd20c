"""The picture that goes with a piece: kept privately with the answers, described, agreed to, and gone when they go."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from PIL import Image

from blog.models import DraftPicture, Submission
from blog.submissions import agreeing
from coprod import guards
from coprod.models import Draft
from tests.blog.submissions.writing import PICTURE_TOO, START, Writer, photo
from tests.factories import make_staff
from tests.reading import errors_in, text_of

pytestmark = pytest.mark.django_db
SHOWN = f"{START}your-picture/"


@pytest.fixture(autouse=True)
def _own_folder(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path


def offered_files() -> set[Path]:
    return set((Path(settings.MEDIA_ROOT) / "submissions").glob("*"))


def test_a_picture_is_stored_with_what_it_shows_and_nothing_else_in_it(writer: Writer) -> None:
    exif = Image.Exif()
    exif[0x010E] = "Ann's house"
    camera = photo((3000, 2000), exif=exif, comment=b"Ann's house")
    writer.offer_with_picture(picture={"picture": camera, "picture_alt": "Two boats"})
    piece = Submission.objects.get()
    assert (piece.picture_alt, piece.picture_width, piece.picture_height) == ("Two boats", 1600, 1067)
    assert str(piece.picture.name).startswith("submissions/")
    assert "ann-at-home" not in str(piece.picture.name)
    with piece.picture.open() as file:
        stored = file.read()
    assert stored[8:12] == b"WEBP"
    assert b"house" not in stored
    both = agreeing.STATEMENTS[agreeing.CURRENT]
    assert piece.consent_words == f"{both.piece}\n\n{both.picture}"
    assert not DraftPicture.objects.exists()


def test_the_picture_is_shown_to_its_browser_and_to_nobody_else(writer: Writer) -> None:
    page = writer.write(picture={"picture": photo(), "picture_alt": "Two boats"}, consent=PICTURE_TOO)
    assert f'<img src="{SHOWN}" alt="The picture that you added" width="60" height="40">' in text_of(page)
    shown = writer.client.get(SHOWN)
    assert (shown.status_code, shown["Content-Type"]) == (200, "image/webp")
    assert "no-store" in shown["Cache-Control"]
    assert Client().get(SHOWN).status_code == 404
    assert not offered_files()
    writer.send()
    assert writer.client.get(SHOWN).status_code == 404


def test_an_offered_picture_is_seen_by_staff_who_answer_writers_only(writer: Writer) -> None:
    writer.offer_with_picture()
    address = Submission.objects.get().picture.url
    may = {"blog.view_submission": 200, "blog.view_post": 404}
    assert Client().get(address).status_code == 404
    for permission, status in may.items():
        staff = Client()
        staff.force_login(make_staff(permission))
        answer = staff.get(address)
        assert answer.status_code == status, permission
        assert "public" not in answer.get("Cache-Control", "")


def test_a_picture_must_be_described_and_is_not_asked_for_twice(writer: Writer) -> None:
    page = writer.post("picture", {"picture": photo()}, writer.write(until="picture"))
    assert errors_in(page) == ["Say in a few words what the picture shows"]
    assert f'<img src="{SHOWN}"' in text_of(page)
    writer.post("picture", {"picture_alt": "Two boats"}, page)
    writer.post("consent", PICTURE_TOO)
    writer.send()
    assert Submission.objects.get().picture_alt == "Two boats"
    assert Submission.objects.get().picture


def test_a_description_without_a_picture_is_not_kept(writer: Writer) -> None:
    page = text_of(writer.write(picture={"picture_alt": "Two boats"}))
    assert "Two boats" not in page
    assert "No picture" in page


def test_another_file_takes_the_place_of_the_first(writer: Writer) -> None:
    writer.write(picture={"picture": photo(), "picture_alt": "Two boats"}, consent=PICTURE_TOO)
    first = writer.client.get(SHOWN).content
    writer.post("picture", {"picture": photo((30, 60)), "picture_alt": "A hill"}, query="?change=yes")
    assert writer.client.get(SHOWN).content != first
    writer.send()
    piece = Submission.objects.get()
    assert (piece.picture_alt, piece.picture_width) == ("A hill", 30)


def test_a_picture_can_be_taken_away_again(writer: Writer) -> None:
    writer.write(picture={"picture": photo(), "picture_alt": "Two boats"}, consent=PICTURE_TOO)
    writer.post("picture", {"picture_alt": "Two boats", "take_away": "on"}, query="?change=yes")
    assert not DraftPicture.objects.exists()
    assert " checked" not in text_of(writer.open("picture"))
    writer.send()
    piece = Submission.objects.get()
    assert (piece.picture.name, piece.picture_alt) == ("", "")
    assert piece.consent_words == str(agreeing.STATEMENTS[agreeing.CURRENT].piece)


def test_a_picture_is_agreed_to_apart_and_a_no_deletes_it(writer: Writer) -> None:
    page = writer.write(until="consent", picture={"picture": photo(), "picture_alt": "Two boats"})
    assert str(agreeing.STATEMENTS[agreeing.CURRENT].picture) in text_of(page)
    assert errors_in(writer.post("consent", {"agree_piece": "on"}, page)) == ["Choose yes or no about your picture"]
    writer.post("consent", {"agree_piece": "on", "agree_picture": "no"}, page)
    writer.send()
    piece = Submission.objects.get()
    assert (piece.picture.name, piece.picture_alt) == ("", "")
    assert not offered_files()
    assert not DraftPicture.objects.exists()


def test_a_picture_that_came_after_agreeing_is_agreed_to_before_it_is_sent(writer: Writer) -> None:
    writer.write()
    answer = writer.post("picture", {"picture": photo(), "picture_alt": "Two boats"}, query="?change=yes")
    assert answer["Location"] == f"{START}consent/?why=missing&change=yes"


@pytest.mark.parametrize(
    "unreadable",
    [
        ("cat.svg", b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>"),
        ("page.jpg", b"<html><script>alert(1)</script></html>"),
        ("cut.jpg", photo().read()[:200]),
        ("empty.jpg", b""),
        ("zip.png", b"PK\x03\x04" + b"\0" * 100),
        ("../../evil.php", b"<?php"),
    ],
    ids=lambda file: file[0],
)
def test_what_is_no_picture_is_refused_in_plain_words(writer: Writer, unreadable: tuple[str, bytes]) -> None:
    name, data = unreadable
    file = SimpleUploadedFile(name, data, "image/jpeg")
    page = writer.post("picture", {"picture": file, "picture_alt": "Two boats"}, writer.write(until="picture"))
    (words,) = errors_in(page)
    assert words.startswith(("We cannot read this picture.", "This file has nothing in it."))
    assert 'value="Two boats"' in text_of(page)
    assert not DraftPicture.objects.exists()


def test_a_picture_bomb_is_refused(writer: Writer) -> None:
    bomb = photo((9000, 7000))
    page = writer.post("picture", {"picture": bomb, "picture_alt": "Black"}, writer.write(until="picture"))
    assert errors_in(page) == [
        "This picture has too many pixels. Save a smaller copy and try again, or ask us to help."
    ]


def test_the_picture_goes_when_the_answers_are_deleted_or_expire(writer: Writer) -> None:
    picture: dict[str, Any] = {"picture": photo(), "picture_alt": "Two boats"}
    writer.write(picture=picture, consent=PICTURE_TOO)
    writer.post("delete", {})
    assert not DraftPicture.objects.exists()
    writer.write(picture={**picture, "picture": photo()}, consent=PICTURE_TOO)
    Draft.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    assert writer.client.get(SHOWN).status_code == 404
    Draft.objects.expired().delete()
    assert not DraftPicture.objects.exists()


def test_a_page_without_its_safety_code_keeps_no_picture() -> None:
    strict = Writer(Client(enforce_csrf_checks=True))
    answer = strict.post("picture", {"picture": photo()}, strict.open("piece"))
    assert answer.status_code == 403
    assert not DraftPicture.objects.exists()


@pytest.mark.parametrize("has_code", [True, False])
def test_a_flood_of_pictures_from_one_address_is_not_even_drawn(
    monkeypatch: pytest.MonkeyPatch, *, has_code: bool
) -> None:
    monkeypatch.setattr(guards, "MANY_PICTURES", 2)
    client = Client(enforce_csrf_checks=not has_code)
    for _picture in range(2):
        assert client.post(f"{START}picture/", {"picture": photo()}).status_code == (200 if has_code else 403)
    monkeypatch.setattr("coprod.images.redraw", lambda _file: pytest.fail("It was drawn"))
    assert client.post(f"{START}picture/", {"picture": photo()}).status_code == 429
    assert client.post(f"{START}piece/", {"piece": "Words."}).status_code == (302 if has_code else 403)


def test_nothing_is_stored_and_no_file_left_when_it_goes_wrong(writer: Writer, monkeypatch: pytest.MonkeyPatch) -> None:
    def break_down(*_args: object) -> None:
        raise ConnectionError

    page = writer.write(picture={"picture": photo(), "picture_alt": "Two boats"}, consent=PICTURE_TOO)
    monkeypatch.setattr("blog.submissions.emails.piece_offered", break_down)
    with pytest.raises(ConnectionError):
        writer.send(page)
    assert not Submission.objects.exists()
    assert not offered_files()
    monkeypatch.undo()
    monkeypatch.setattr("coprod.guards.FASTEST_PERSON", -1.0)
    writer.send(page)
    assert Submission.objects.get().picture
