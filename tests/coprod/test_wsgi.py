"""The door for the web server itself: what a request says of itself before any of our code has looked at it."""

from io import BytesIO
from typing import Any
from urllib.parse import urlencode
from wsgiref.util import setup_testing_defaults

import pytest

pytestmark = pytest.mark.django_db(transaction=True)  # the door closes the connection when it has answered
STRANGE = [
    "text/html; charset=rot13",
    "text/html; charset=hex",
    "text/html; charset=undefined",
    "text/html; charset=utf-16",
    "text/html; charset*=nonsense''utf-8",
    "text/html; charset*=undefined''utf-8",
    ";;;=;",
]


def ask(path: str, content_type: str, *, query: str = "", body: bytes | None = None) -> tuple[int, str]:
    # It reads the settings of the tests and asks the database when it is loaded: not before there is one.
    from coprod.wsgi import application

    asked: dict[str, Any] = {"PATH_INFO": path, "QUERY_STRING": query, "CONTENT_TYPE": content_type}
    if body is not None:
        asked |= {"REQUEST_METHOD": "POST", "CONTENT_LENGTH": str(len(body)), "wsgi.input": BytesIO(body)}
    asked["HTTP_HOST"] = "testserver"
    setup_testing_defaults(asked)
    answers: list[int] = []
    start: Any = lambda status, _headers: answers.append(int(status.split()[0]))  # noqa: E731 - typed, so that it fits
    response: Any = application(asked, start)
    try:
        return answers[0], b"".join(response).decode()
    finally:
        response.close()


def test_whatever_a_request_says_of_its_letters_gets_the_page() -> None:
    for content_type in STRANGE:
        status, page = ask("/search/", content_type, query=urlencode({"q": "crème brûlée"}))
        assert (status, 'value="crème brûlée"' in page) == (200, True), content_type


def test_whatever_a_form_says_of_its_letters_is_answered_in_words() -> None:
    for content_type in [*STRANGE, "multipart/form-data; boundary=x; charset*=undefined''utf-8"]:
        status, page = ask("/contact/call-me-back/", content_type, body=urlencode({"name": "Siân"}).encode())
        assert (status in {400, 403}, "<h1" in page) == (True, True), content_type


def test_a_form_is_read_as_utf_8_whatever_it_says() -> None:
    kind = "application/x-www-form-urlencoded; charset=rot13"
    status, page = ask("/contact/call-me-back/", kind, body=urlencode({"name": "Siân"}).encode())
    assert status == 403  # it came without its safety code: shown again with what was typed
    assert 'value="Siân"' in page
