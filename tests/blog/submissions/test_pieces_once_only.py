"""A piece that is sent four times at once is one piece, with one picture."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test import Client

from blog.models import DraftPicture, Submission
from coprod.models import OutgoingMail
from tests.blog.submissions.writing import PICTURE_TOO, START, Writer, photo
from tests.reading import token_of


@pytest.mark.django_db(transaction=True)
def test_four_at_once_are_one(writer: Writer, settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path
    picture: dict[str, Any] = {"picture": photo(), "picture_alt": "Two boats"}
    sent = {"token": token_of(writer.write(picture=picture, consent=PICTURE_TOO))}

    def click(_number: int) -> tuple[int, str]:
        other = Client()
        other.cookies = writer.client.cookies
        try:
            answer = other.post(f"{START}check/", sent)
            return answer.status_code, answer["Location"]
        finally:
            connection.close()

    for _round in range(2):
        with ThreadPoolExecutor(4) as pool:
            answered = set(pool.map(click, range(4)))
        assert answered == {(302, f"{START}done/{Submission.objects.get().key}/")}
    assert len(list((tmp_path / "submissions").iterdir())) == 1
    assert not DraftPicture.objects.exists()
    assert OutgoingMail.objects.filter(event="piece_received").count() == 1
