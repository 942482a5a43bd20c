"""When something goes wrong: our pages, in plain words, with the phone number and the right status."""

import logging
import re
from typing import Any
from unittest.mock import patch

import psycopg2
import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import Group
from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.db import DatabaseError, InterfaceError, OperationalError
from django.test import Client

from blog.models import Post
from coprod import context_processors
from coprod.logs import WithoutSecrets, unknown_host
from coprod.models import Organisation
from tests.admin.rows import client_of
from tests.factories import make_staff

pytestmark = pytest.mark.django_db

PHONE = "01632 960123"


@pytest.fixture(autouse=True)
def organisation() -> None:
    Organisation.objects.update_or_create(pk=Organisation.ONLY, defaults={"phone": PHONE, "name": "Gilydd"})


@pytest.fixture
def visitor() -> Client:
    return Client(raise_request_exception=False)


def failing(error: Exception) -> Any:
    return patch("blog.views.page_of_stories", side_effect=error)


def page_of(answer: Any, status: int) -> str:
    assert answer.status_code == status
    page = answer.content.decode()
    assert PHONE in page
    assert len(re.findall("<h1", page)) == 1
    assert 'lang="en-gb"' in page
    for leak in ("Traceback", "Django", "settings", "psycopg", "secret-detail"):
        assert leak not in page
    return page


def test_not_found(visitor: Client) -> None:
    page = page_of(visitor.get("/no/such/page"), 404)
    assert "We cannot find that page" in page
    assert '<a class="big-phone" href="tel:' in page
    for place in ("/search/", "/blog/", "/networks/", "/"):
        assert f'<li><a href="{place}">' in page


def test_not_allowed(visitor: Client) -> None:
    assert "Allow" in visitor.post("/").headers
    page_of(visitor.post("/"), 405)


def test_forbidden_to_someone_who_is_not_logged_in(visitor: Client) -> None:
    with failing(PermissionDenied("secret-detail")):
        page = page_of(visitor.get("/blog/"), 403)
    assert "If you work with us, log in first." in page
    assert 'href="/admin/login/"' in page


def test_forbidden_to_someone_who_is_logged_in_says_what_their_account_is_for_and_whom_to_ask() -> None:
    editor = make_staff()
    editor.groups.add(Group.objects.get(name="Editor"))
    page = page_of(client_of(editor).get("/admin/auth/user/"), 403)
    assert "log in first" not in page
    for words in (
        editor.username,
        "Sees no people, publishes no posts.",
        "ask an administrator",
        "Nothing was changed.",
    ):
        assert words in page
    page = page_of(client_of(make_staff()).get("/admin/inbox/"), 403)
    assert "Your account has no role yet." in page


def test_bad_request(visitor: Client) -> None:
    with failing(SuspiciousOperation("secret-detail")):
        page_of(visitor.get("/blog/"), 400)
    page_of(visitor.get("/blog/?page=%00"), 400)


@pytest.mark.parametrize("address", ["/blog/no-such-post/", "/admin/", "/media/posts/x.webp"])
def test_a_cookie_that_the_database_cannot_hold_is_refused(visitor: Client, address: str) -> None:
    answer = visitor.get(address, headers={"cookie": 'session="0123456789\\000"'})
    page_of(answer, 400)


def test_a_foreign_host_is_refused_and_not_repeated(visitor: Client) -> None:
    page = page_of(visitor.get("/", headers={"host": "evil.example"}), 400)
    assert "evil.example" not in page


def test_a_form_whose_token_is_missing() -> None:
    strict = Client(enforce_csrf_checks=True)
    page_of(strict.post("/contact/", {"message": "hello"}), 403)


def test_our_own_mistake(visitor: Client) -> None:
    visitor.get("/")  # the process has read the phone number
    with failing(RuntimeError("secret-detail")):
        answer = visitor.get("/blog/")
    assert "This is our fault" in page_of(answer, 500)
    assert answer["Cache-Control"] == "no-store"


@pytest.mark.parametrize("error", [OperationalError("secret-detail"), InterfaceError("secret-detail")])
def test_the_database_goes_away_in_a_view(visitor: Client, error: Exception) -> None:
    visitor.get("/")
    with failing(error), patch.object(Organisation, "current", side_effect=error):
        answer = visitor.get("/blog/")
    page_of(answer, 503)
    assert answer["Retry-After"] == "60"
    assert answer["Cache-Control"] == "no-store"


def test_the_database_hangs_up_in_the_middle_of_an_answer(visitor: Client) -> None:
    visitor.get("/")
    hung_up = DatabaseError("secret-detail")
    hung_up.__cause__ = psycopg2.DatabaseError("server closed the connection unexpectedly")
    with failing(hung_up):
        page_of(visitor.get("/blog/"), 503)


def answer_without_database(visitor: Client, address: str, typed: dict[str, Any]) -> str:
    away = OperationalError("secret-detail")
    with (
        patch("networks.journey.views.get_object_or_404", side_effect=away),
        patch("django.contrib.auth.authenticate", side_effect=away),
        patch.object(Organisation, "current", side_effect=away),
    ):
        return page_of(visitor.post(address, typed), 503)


def test_what_was_typed_is_on_the_page_and_is_sent_again_byte_for_byte(visitor: Client) -> None:
    visitor.get("/")
    long = '\n\nDear all,\r\n\r\n“we” <b>are</b> & "they" {{ are }} 张伟\u200f \t😀 ' * 3
    typed = {"name": "Siân O'Connor\"><script>", "reach_by": ["email", "phone"], "support": long, "token": "t" * 90}
    page = answer_without_database(visitor, "/networks/research/join/name/?change=yes", typed)
    form = BeautifulSoup(page, "html.parser").select_one("form[method=post]")
    assert form
    assert form["action"] == "/networks/research/join/name/?change=yes"
    sent = [(field["name"], field["value"]) for field in form.select("input[type=hidden]")]
    # The parser of a browser drops the first line break of a textarea; this one does not.
    sent += [(str(field["name"]), field.text.removeprefix("\n")) for field in form.select("textarea")]
    assert sorted(sent) == sorted(
        [("name", typed["name"]), ("reach_by", "email"), ("reach_by", "phone"), ("support", long), ("token", "t" * 90)]
    )
    assert "<script>" not in page


def test_a_password_is_never_shown_again(visitor: Client) -> None:
    page = answer_without_database(visitor, "/admin/login/", {"username": "ann", "password": "open sesame"})
    assert "sesame" not in page


@pytest.mark.parametrize("address", ["/no/such/page", "/2018/06/old.html"])
def test_the_database_goes_away_outside_a_view(visitor: Client, address: str) -> None:
    visitor.get("/")
    away = OperationalError("secret-detail")
    with (
        patch.object(Post.objects, "public", side_effect=away),
        patch.object(Organisation, "current", side_effect=away),
    ):
        page_of(visitor.get(address), 503)


def test_a_process_that_never_reached_the_database_answers_too(visitor: Client) -> None:
    away = OperationalError("secret-detail")
    with (
        patch.object(context_processors, "_last_read", (None, Organisation())),
        patch.object(Organisation, "current", side_effect=away),
    ):
        answer = visitor.get("/")
    assert answer.status_code == 503
    assert "Please try again in a few minutes." in answer.content.decode()


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "TRACE", "CONNECT", "FOO"])
def test_odd_methods_are_refused(visitor: Client, method: str) -> None:
    answer = visitor.generic(method, "/")
    page_of(answer, 405)
    assert answer["Allow"] == "GET, HEAD, POST, OPTIONS"


def test_a_robot_that_asks_by_another_name_is_told_of_in_one_line(visitor: Client) -> None:
    lines: list[str] = []
    handler = logging.Handler()
    handler.emit = lambda record: lines.append(WithoutSecrets().format(record))  # type: ignore[method-assign]
    twice = [unknown_host, unknown_host]  # as whoever sets logging up once more has them
    hosts = patch.object(logging.getLogger("django.security.DisallowedHost"), "filters", twice)
    with hosts, patch.object(logging.getLogger("django"), "handlers", [handler]):
        page_of(visitor.get("/", headers={"host": "scanner.example.org"}), 400)
    assert lines == ["Asked by a name that is neither in SITE_URL nor in EXTRA_HOSTS: 'scanner.example.org'"]
