"""PostgreSQL is away: what is kept is still read, marked as old, and nothing that has to come down is shown."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any
from unittest.mock import patch

import pytest
from django.db import OperationalError
from django.test import Client
from django.utils import timezone

from coprod.models import Organisation
from coprod.page_cache import version
from tests.factories import make_post

pytestmark = pytest.mark.usefixtures("kept_in_a_transaction")
AWAY = OperationalError("secret-detail")


@contextmanager
def database_away(*, since_the_version_is_asked: Any = AWAY) -> Iterator[Any]:
    with (
        patch.object(version, "_read", side_effect=since_the_version_is_asked) as asked,
        patch("django.db.models.query.QuerySet._fetch_all", side_effect=AWAY),
        patch.object(Organisation, "current", side_effect=AWAY),
    ):
        yield asked


def test_what_is_kept_is_still_read_and_says_that_it_may_be_old() -> None:
    client = Client(raise_request_exception=False)
    post = make_post("A walk")
    kept = {address: client.get(address) for address in ("/", "/blog/", post.get_absolute_url(), "/blog/feed/")}
    with database_away():
        for address, before in kept.items():
            answer = client.get(address)
            assert (answer.status_code, answer.content) == (200, before.content)
            assert answer["Cache-Status"] == "coprod; hit; detail=database-away"
            assert client.get(address, headers={"if-none-match": before["ETag"]}).status_code == 304
        missing = client.get("/about/")
        assert missing.status_code == 503
        assert "01632 960000" in missing.content.decode()
        assert missing["Cache-Control"] == "no-store"
    with patch("coprod.page_cache.version.time.monotonic", return_value=time.monotonic() + 60):
        assert client.get("/")["Cache-Status"] == "coprod; hit"


def test_while_it_is_away_not_every_reader_waits_for_another_try(client: Client) -> None:
    client.get("/")
    with database_away() as asked:
        for _ in range(5):
            assert client.get("/").status_code == 200
        assert asked.call_count == 1


def test_what_has_to_come_down_comes_down_although_it_is_away() -> None:
    client = Client(raise_request_exception=False)
    post = make_post("Leaving", unpublish_at=timezone.now() + timedelta(hours=1))
    for address in (post.get_absolute_url(), "/blog/"):
        client.get(address)
    later = time.monotonic() + 3700
    with database_away():
        assert client.get("/blog/").status_code == 200
        with patch("coprod.page_cache.version.time.monotonic", return_value=later):
            assert client.get("/blog/").status_code == 503
            assert client.get(post.get_absolute_url()).status_code == 503
