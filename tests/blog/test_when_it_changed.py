"""When a story last changed: one that came out on a day that was set did not change before it came out."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from blog.models import Post
from tests.factories import make_author, make_post

pytestmark = pytest.mark.django_db
CAME_OUT = datetime(2026, 3, 3, 10, 0, tzinfo=UTC)


def scheduled(*, days: int) -> Post:
    """A post that came out on a day that was set, last written so many days after (or before)."""
    post = make_post("A story", authors=[make_author("Ann Lee")], tags=["Tea"], publish_at=CAME_OUT)
    Post.objects.filter(pk=post.pk).update(updated_at=CAME_OUT + timedelta(days=days))
    return post


def days_in(client: Client) -> dict[str, str]:
    """Each place that says when the story changed, with what it says there."""
    page = client.get("/blog/a-story/").content.decode()
    sitemap = client.get("/sitemap.xml").content.decode()
    found = {
        "structured data": re.search(r'"dateModified": "([^"]*)"', page),
        "page": re.search(r'article:modified_time" content="([^"]*)"', page),
        "feed": re.search(r"<entry>.*?<updated>(.*?)</updated>", client.get("/blog/feed/").content.decode(), re.DOTALL),
        **{
            address: re.search(rf"{address}</loc><lastmod>(.*?)</lastmod>", sitemap)
            for address in ("/blog/a-story/", "/blog/tag/tea/", "/blog/author/ann-lee/")
        },
    }
    return {place: match[1][:10] for place, match in found.items() if match}


def test_a_story_that_came_out_when_planned_changed_on_that_day(client: Client) -> None:
    scheduled(days=-20)
    days = days_in(client)
    assert len(days) == 6
    assert set(days.values()) == {"2026-03-03"}


def test_a_story_that_was_mended_later_changed_on_that_day(client: Client) -> None:
    scheduled(days=5)
    assert set(days_in(client).values()) == {"2026-03-08"}


def test_a_draft_changed_when_it_was_written() -> None:
    draft = make_post(status=Post.Status.DRAFT, publish_at=None)
    assert abs(draft.changed_at - timezone.now()) < timedelta(minutes=1)
