"""Offering a piece as a browser does: each page is opened, and what it carries is sent with the answer."""

from io import BytesIO
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from tests.walking import Answers, Walker

START = "/blog/write-for-us/"
PICTURE_TOO: dict[str, Any] = {"agree_piece": "on", "agree_picture": "yes"}
ANSWERS: Answers = {
    "piece": {"piece": "We walk by the sea.\r\n\r\nIt helps."},
    "title": {"title": "By the sea"},
    "by-line": {"name": "Ann Lee", "role": "Carer", "organisation": "Harbour Group"},
    "reach": {"email": "ann@example.org", "phone": "01632 960001"},
    "picture": {},
    "consent": {"agree_piece": "on"},
}


def photo(size: tuple[int, int] = (60, 40), name: str = "ann-at-home.jpg", **how: Any) -> SimpleUploadedFile:
    data = BytesIO()
    Image.new("RGB", size, "teal").save(data, "JPEG", **how)
    return SimpleUploadedFile(name, data.getvalue(), "image/jpeg")


class Writer(Walker):
    """One person in one browser who offers a piece."""

    def __init__(self, client: Client | None = None) -> None:
        super().__init__(START, client)

    def write(self, until: str = "check", **changes: dict[str, Any]) -> Any:
        """Answer whatever is asked. Return the page at which it stops."""
        return self.walk_from(
            "piece", {**ANSWERS, **{step.replace("_", "-"): answer for step, answer in changes.items()}}, until
        )

    def offer(self, **changes: dict[str, Any]) -> Any:
        return self.send(self.write("check", **changes))

    def offer_with_picture(self, **changes: dict[str, Any]) -> Any:
        picture: dict[str, Any] = {"picture": photo(), "picture_alt": "Two boats"}
        return self.offer(**{"picture": picture, "consent": PICTURE_TOO, **changes})
