"""Whatever changes what readers see, and whoever changes it, makes what is kept old, and nothing waits for it."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from blog.models import Author, Post
from coprod.models import ContentMark, Organisation
from coprod.page_cache.version import Clock
from networks.models import Group, Network, Resource
from tests.coprod.test_every_page import feeds, fill, pages
from tests.factories import make_author, make_group, make_network, make_post

pytestmark = pytest.mark.django_db(transaction=True)

OF_NO_READER = {
    "coprod_contentmark",
    "coprod_tally",
    "coprod_draft",
    "django_content_type",
    "networks_consentstatement",
}


def version() -> str:
    reading = Clock().now()
    assert reading
    return reading.version


def test_every_table_that_a_public_page_reads_is_watched(client: Client) -> None:
    fill(2)
    network = Network.objects.all()[0]
    Resource.objects.create(network=network, title="A poster", body="<p>Words</p>")
    with CaptureQueriesContext(connection) as queries:
        for address in [*pages(client), *feeds(), network.get_absolute_url(), "/?p=1", "/old.html"]:
            client.get(address)
    read = {table for query in queries for table in re.findall(r'(?:FROM|JOIN) "(\w+)"', query["sql"])}
    with connection.cursor() as cursor:
        cursor.execute("SELECT tgrelid::regclass::text FROM pg_trigger WHERE tgname = 'content_changed'")
        watched = {table for (table,) in cursor.fetchall()}
    assert len(read & watched) >= 11
    assert read - watched - OF_NO_READER == set(), "docs/adr/ tells how to watch a table"


def changes() -> list[Callable[[], Any]]:
    """Every way to change something, over all that readers see."""
    post = make_post("One", tags=["Hills"])
    author, network = make_author(), make_network()
    group = make_group(network)
    posts = Post.objects.filter(pk=post.pk)
    return [
        post.save,
        post.withdraw,
        post.publish_now,
        lambda: posts.update(title="Two"),
        lambda: Post.objects.bulk_update([post], ["standfirst"]),
        lambda: Post.objects.bulk_create([Post(title="Three", slug="three")]),
        lambda: post.set_by_line(author),
        lambda: post.tags.add("Rivers"),
        lambda: post.tags.remove("Hills"),
        lambda: post.tags.get().delete(),
        lambda: author.by_line.update(role="Carer"),
        lambda: Author.objects.update(biography="Likes hills."),
        lambda: post.old_addresses.create(path="/2018/old.html"),
        lambda: Group.objects.update(is_full=True),
        group.delete,
        lambda: Resource.objects.create(network=network, title="A poster", body="<p>Words</p>"),
        lambda: Network.objects.update(is_listed=False),
        network.delete,
        lambda: Organisation.objects.update(phone="01632 960009"),
        lambda: sql("UPDATE coprod_page SET title = 'Raw' WHERE address = 'about'"),
        lambda: sql("DELETE FROM blog_oldaddress"),
        lambda: sql("TRUNCATE blog_oldaddress"),
    ]


def sql(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)


def test_the_version_changes_with_every_kind_of_change() -> None:
    Organisation.objects.get_or_create(pk=Organisation.ONLY)
    seen = [version()]
    for number, change in enumerate(changes()):
        change()
        assert version() not in seen, number
        seen.append(version())


def test_the_version_stays_when_nothing_that_readers_see_changes(client: Client) -> None:
    make_network("Walkers", slug="walkers")
    before = version()
    client.get("/networks/walkers/join/")
    client.post("/contact/call-me-back/", {"name": "Ann", "phone": "01632 960001"})
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        make_post()
        1 / 0  # noqa: B018 - the transaction is taken back
    assert version() == before


def test_a_savepoint_taken_back_leaves_what_follows_it_counted() -> None:
    before = version()
    with transaction.atomic():
        with pytest.raises(ZeroDivisionError), transaction.atomic():
            make_post()
            1 / 0  # noqa: B018
        make_post()
    assert version() != before


def test_a_long_change_elsewhere_stops_nobody_and_is_seen_when_it_is_true(client: Client, elsewhere: Any) -> None:
    """The trap of a counter: a number taken early and committed late. And that of one row: everyone waits for it."""
    first, second = make_post("First"), make_post("Second")
    with elsewhere.cursor() as other:
        other.execute("UPDATE blog_post SET title = 'Imported' WHERE id = %s", [first.pk])
        other.execute("UPDATE blog_author SET biography = 'Imported'")
        sql("SET lock_timeout = '1ms'")  # who waits fails
        second.withdraw()
        during = client.get("/blog/").content.decode()
        assert "First" in during
        assert "Second" not in during
        assert "hit" in client.get("/blog/")["Cache-Status"]
        other.execute("UPDATE blog_post SET title = 'Withdrawn' WHERE id = %s", [second.pk])
        elsewhere.commit()
    sql("RESET lock_timeout")
    after = client.get("/blog/").content.decode()
    assert "Imported" in after
    assert ContentMark.objects.count() >= 2


def test_marks_are_as_many_as_changes_at_one_time_and_no_more(elsewhere: Any) -> None:
    for _ in range(5):
        make_post()
    before = ContentMark.objects.count()
    with elsewhere.cursor() as other:
        other.execute("UPDATE coprod_page SET title = 'Elsewhere'")
        for _ in range(5):
            make_post()
        elsewhere.commit()
    for _ in range(5):
        make_post()
    assert ContentMark.objects.count() <= max(before, 2)


def due(column: str) -> None:
    """Let the time come that a post waits for: what a clock does without telling anyone."""
    sql("SET session_replication_role = replica")  # without triggers
    sql(f"UPDATE blog_post SET {column} = now() WHERE {column} > now()")
    sql("SET session_replication_role = origin")


def test_a_scheduled_post_is_there_from_its_time_on_and_not_before(client: Client) -> None:
    post = make_post("Soon", publish_at=timezone.now() + timedelta(days=1))
    places = ["/", "/blog/", "/blog/feed/", "/sitemap.xml", "/search/?q=soon"]
    for _ in range(2):
        assert not any(b"/blog/soon/" in client.get(place).content for place in places)
        assert client.get(post.get_absolute_url()).status_code == 404
    assert "hit" in client.get("/blog/")["Cache-Status"]
    due("publish_at")
    assert all(b"/blog/soon/" in client.get(place).content for place in places)
    assert client.get(post.get_absolute_url()).status_code == 200


def test_a_post_that_is_to_come_down_is_gone_from_its_time_on(client: Client) -> None:
    post = make_post("Leaving", unpublish_at=timezone.now() + timedelta(days=1))
    for _ in range(2):
        assert b"Leaving" in client.get("/blog/").content
        assert client.get(post.get_absolute_url()).status_code == 200
    due("unpublish_at")
    assert b"Leaving" not in client.get("/blog/").content
    assert client.get(post.get_absolute_url()).status_code == 410


def test_a_reading_stands_until_something_is_due_and_no_longer(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("coprod.page_cache.version.HOLD", 60)
    make_post(publish_at=timezone.now() + timedelta(seconds=30))
    make_post(unpublish_at=timezone.now() + timedelta(seconds=40))
    reading = Clock().now()
    assert reading
    assert reading.ends_at
    assert 20 < reading.stands_until - reading.asked_at < 30
    assert 30 < reading.ends_at - reading.asked_at < 40


def test_what_one_process_changes_is_seen_by_the_other_at_once() -> None:
    one, other = Client(), Client()
    post = make_post("Here")
    for _ in range(3):
        assert [process.get(post.get_absolute_url()).status_code for process in (one, other)] == [200, 200]
        post.withdraw()
        assert [process.get(post.get_absolute_url()).status_code for process in (other, one)] == [410, 410]
        assert b"Here" not in other.get("/blog/").content
        post.publish_now()
