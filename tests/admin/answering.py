"""Answering the writer of a guest piece as staff do: open the page, change the words, press a button."""

from typing import Any

from django.test import Client
from django.urls import reverse

from blog.models import Submission
from tests.admin.forms import Answers, soup

WORDS = "Dear Greta,\n\nthis is lovely."


def address(piece: Submission, kind: str) -> str:
    return reverse(f"admin:blog_submission_{kind}", args=[piece.pk])


def opened(client: Client, piece: Submission, kind: str, query: str = "") -> Answers:
    """What the page's form holds."""
    page = client.get(address(piece, kind) + query)
    assert page.status_code == 200, f"the page did not open: {page.status_code}"
    form: Any = soup(page).select_one("form.answer")
    answers = {control["name"]: control["value"] for control in form.select("input[type=hidden]")}
    return {**answers, "words": form.textarea.get_text().removeprefix("\n")}


def answer(client: Client, piece: Submission, kind: str, query: str = "", **changes: str) -> Any:
    page = {**opened(client, piece, kind, query), "words": WORDS, "send": "yes", **changes}
    return client.post(address(piece, kind) + query, page)
