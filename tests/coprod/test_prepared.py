"""Queries that are written once: they answer as the ORM would, each time with its own values."""

import pytest
from django.db import connection, transaction
from django.db.models import BigIntegerField, SlugField
from django.test.utils import CaptureQueriesContext

from blog.models import Post
from blog.stories import PUBLIC_STORY, whole_stories
from coprod.prepared import Later, Prepared
from tests.factories import give_picture, make_post

# Within a transaction nothing is prepared, so the tests are not within one.
pytestmark = pytest.mark.django_db(transaction=True)


def test_it_answers_as_the_orm_does_with_all_that_is_brought_along() -> None:
    for number in range(3):
        give_picture(make_post(f"Story {number}", slug=f"story-{number}", tags=["Hills", f"Tag {number}"]))
    for number in (2, 0, 1):
        (story,) = PUBLIC_STORY.ask(slug=f"story-{number}")
        expected = whole_stories().get(slug=f"story-{number}")
        for name in ("pk", "title", "body", "credits", "tag_list", "near", "response_total", "publish_at"):
            assert getattr(story, name) == getattr(expected, name), name
        assert story.lead and expected.lead and story.lead.key == expected.lead.key
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


def test_it_goes_on_when_the_connection_or_the_tables_are_others() -> None:
    post = make_post("A walk")
    asked: Prepared[Post] = Prepared(
        lambda: Post.objects.only("standfirst", "word_count").filter(pk=Later("pk", BigIntegerField()))
    )
    assert asked.ask(pk=post.pk) == [post]
    connection.close()  # as after a restart of PostgreSQL
    assert asked.ask(pk=post.pk) == [post]
    with connection.cursor() as cursor:
        cursor.execute("DEALLOCATE ALL")  # as a pooler does that hands on another session
    assert asked.ask(pk=post.pk) == [post]
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE blog_post ALTER word_count TYPE bigint")  # as a migration of tomorrow
        try:
            assert asked.ask(pk=post.pk) == [post]
        finally:
            cursor.execute("ALTER TABLE blog_post ALTER word_count TYPE integer")


@pytest.mark.parametrize("slug", ["it's", "50%", "%s", "a\\b", "x" * 500, "$1", "--", "é😀"])
def test_a_value_is_a_value_whatever_is_in_it(slug: str) -> None:
    asked: Prepared[Post] = Prepared(lambda: Post.objects.filter(slug=Later("slug", SlugField())))
    post = make_post(slug=slug[:200])
    assert asked.ask(slug=slug) == ([post] if len(slug) <= 200 else [])


def test_what_is_stale_breaks_no_transaction() -> None:
    asked: Prepared[Post] = Prepared(lambda: Post.objects.filter(slug=Later("slug", SlugField())))
    asked.ask(slug="a-walk")
    with connection.cursor() as cursor:
        cursor.execute("DEALLOCATE ALL")
    with transaction.atomic():
        post = make_post("A walk")
        assert asked.ask(slug="a-walk") == [post]
    assert Post.objects.get() == post


def test_it_is_planned_once_for_each_connection() -> None:
    asked: Prepared[Post] = Prepared(lambda: Post.objects.only("title").filter(slug=Later("slug", SlugField())))
    with CaptureQueriesContext(connection) as queries:
        for slug in ("a", "b"):
            asked.ask(slug=slug)
    assert [query["sql"].partition("(")[0].split()[0] for query in queries] == ["EXECUTE", "EXECUTE"]
    name = queries[0]["sql"].partition("(")[0].split()[1]
    assert times_asked(name) == [2]
    with connection.cursor() as cursor:
        cursor.execute("DEALLOCATE ALL")
    asked.ask(slug="c")  # is answered, and notices
    asked.ask(slug="d")
    assert times_asked(name) == [1]


def times_asked(name: str) -> list[int]:
    """How often the prepared statement of this name was asked, if there is one."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT generic_plans + custom_plans FROM pg_prepared_statements WHERE name = %s", [name])
        return [times for (times,) in cursor.fetchall()]
