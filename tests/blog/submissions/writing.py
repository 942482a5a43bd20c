"""Offering a piece as a browser does: each page is opened, and what it carries is sent with the answer."""

from io import BytesIO
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from tests.reading import errors_in, token_of

Answers = dict[str, dict[str, Any]]
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


class Writer:
    """One person in one browser who offers a piece."""

    def __init__(self, client: Client | None = None) -> None:
        self.client = client or Client()

    def open(self, page: str = "", query: str = "") -> Any:
        return self.client.get(START + (f"{page}/" if page else "") + query)

    def post(self, page: str, answers: dict[str, Any], opened: Any = None, query: str = "") -> Any:
        """Send an answer from a page that was opened just now, or earlier."""
        opened = opened or self.open(page, query)
        return self.client.post(f"{START}{page}/{query}", {"token": token_of(opened), **answers})

    def write(self, until: str = "check", **changes: dict[str, Any]) -> Any:
        """Answer whatever is asked, one page after the other. Return the page at which it stops."""
        answers = {**ANSWERS, **{step.replace("_", "-"): answer for step, answer in changes.items()}}
        page = f"{START}piece/"
        for _step in range(10):
            opened = self.client.get(page)
            assert opened.status_code == 200, (page, opened.status_code, opened.headers.get("Location"))
            slug = page.rstrip("/").rsplit("/", 1)[1]
            if slug == until:
                return opened
            answered = self.post(slug, answers[slug], opened)
            assert answered.status_code == 302, (slug, errors_in(answered))
            page = answered["Location"].split("?")[0]
        raise AssertionError("the form does not end")

    def send(self, opened: Any = None) -> Any:
        return self.post("check", {}, opened)

    def offer(self, **changes: dict[str, Any]) -> Any:
        return self.send(self.write("check", **changes))

    def offer_with_picture(self, **changes: dict[str, Any]) -> Any:
        picture: dict[str, Any] = {"picture": photo(), "picture_alt": "Two boats"}
        return self.offer(**{"picture": picture, "consent": PICTURE_TOO, **changes})
