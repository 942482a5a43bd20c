"""Queries that are written once: they answer as the ORM would, each time with its own values."""

import pytest
from django.db import connection
from django.db.models import BigIntegerField, SlugField
from django.test.utils import CaptureQueriesContext

from blog.models import Post
from blog.stories import PUBLIC_STORY, whole_stories
from coprod.prepared import Later, Prepared
from tests.factories import give_picture, make_post

pytestmark = pytest.mark.django_db


def test_it_answers_as_the_orm_does_with_all_that_is_brought_along() -> None:
    for number in range(3):
        give_picture(make_post(f"Story {number}", slug=f"story-{number}", tags=["Hills", f"Tag {number}"]))
    for number in (2, 0, 1):
        (story,) = PUBLIC_STORY.ask(slug=f"story-{number}")
        expected = whole_stories().get(slug=f"story-{number}")
        for name in ("pk", "title", "body", "credits", "tag_list", "near", "response_total", "publish_at"):
            assert getattr(story, name) == getattr(expected, name), name
        with CaptureQueriesContext(connection) as queries:
            assert list(story.pictures.all()) == list(expected.pictures.all())
        assert len(queries) == 0
        assert story.lead == expected.lead
    assert PUBLIC_STORY.ask(slug="nothing'; DROP TABLE blog_post; --") == []


def test_it_asks_the_database_each_time() -> None:
    asked: Prepared[Post] = Prepared(lambda: Post.objects.public().filter(slug=Later("slug", SlugField())))
    assert asked.ask(slug="a-walk") == []
    post = make_post("A walk")
    assert asked.ask(slug="a-walk") == [post]
    post.withdraw()
    assert asked.ask(slug="a-walk") == []


def test_it_writes_the_words_of_a_query_once() -> None:
    written: list[str] = []

    def write() -> object:
        written.append("once")
        return Post.objects.filter(pk=Later("pk", BigIntegerField()))

    asked: Prepared[Post] = Prepared(write)
    posts = [make_post(), make_post()]
    assert [asked.ask(pk=post.pk) for post in posts] == [[post] for post in posts]
    assert written == ["once"]
