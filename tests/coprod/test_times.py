"""Times as people in this country write them: “8:11am”, “10am”, “12:30pm”."""

import gettext
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client

from tests.admin.forms import rows_in
from tests.admin.rows import client_of_administrator
from tests.factories import make_post

CATALOGUE = Path(settings.BASE_DIR) / "coprod/locale/en_GB/LC_MESSAGES"
TIMES = [
    (datetime(2026, 1, 5, 8, 11, tzinfo=UTC), "5 January 2026, 8:11am"),
    (datetime(2026, 1, 5, 10, 0, tzinfo=UTC), "5 January 2026, 10am"),
    (datetime(2026, 7, 5, 11, 30, tzinfo=UTC), "5 July 2026, 12:30pm"),
]


@pytest.mark.django_db
@pytest.mark.parametrize(("when", "words"), TIMES)
def test_staff_read_a_time_as_they_would_write_it(when: datetime, words: str) -> None:
    make_post("A pot of tea", publish_at=when)
    (row,) = rows_in(client_of_administrator().get("/admin/blog/post/"))
    assert row.endswith(words)


@pytest.mark.django_db
def test_the_preview_of_a_scheduled_story_says_when_it_comes(client: Client) -> None:
    post = make_post("A pot of tea", publish_at=datetime(2099, 1, 5, 8, 0, tzinfo=UTC))
    page = client_of_administrator().get(post.get_absolute_url()).content.decode()
    assert "Scheduled for Monday 5 January 2099 at 8am." in page


def test_the_words_that_are_used_are_the_words_that_are_written_down() -> None:
    written = (CATALOGUE / "django.po").read_text()
    with (CATALOGUE / "django.mo").open("rb") as compiled:
        used = gettext.GNUTranslations(compiled)
    for word in ("AM", "PM"):
        assert f'msgid "{word}"\nmsgstr "{used.gettext(word)}"' in written
