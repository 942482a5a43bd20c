"""Two processes and one database: posts come and go at random, and no read shows what is not true any more.

tests/faults/test_two_servers.py reads ten thousand times from two real servers.
"""

import random

import pytest
from django.test import Client

from blog.models import Post
from tests.factories import make_post
from tests.page_cache.test_what_changes_them import sql

pytestmark = pytest.mark.django_db(transaction=True)
GONE = {404, 410}
CHANGES = {
    "published": "status = 'published', publish_at = now() - interval '1 minute', unpublish_at = NULL",
    "withdrawn": "status = 'withdrawn'",
    "scheduled": "status = 'published', publish_at = now() + interval '1 hour', unpublish_at = NULL",
    "over": "status = 'published', publish_at = now() - interval '2 days', unpublish_at = now() - interval '1 day'",
}


def test_no_read_shows_what_is_not_true_any_more() -> None:
    dice = random.Random(7)
    processes = [Client(), Client()]
    posts = [make_post(f"Story {number}", slug=f"story-{number}") for number in range(3)]
    public = {post.slug: True for post in posts}
    reads = 0
    for _ in range(40):
        slug, change = dice.choice(list(public)), dice.choice(list(CHANGES))
        sql(f"UPDATE blog_post SET {CHANGES[change]} WHERE slug = '{slug}'")
        public[slug] = change == "published"
        for process in processes:
            shown = process.get("/blog/").content.decode()
            assert {name: f'href="/blog/{name}/"' in shown for name in public} == public
            asked = dice.choice(list(public))
            assert process.get(f"/blog/{asked}/").status_code in ({200} if public[asked] else GONE)
            reads += 2
    assert reads == 160
    assert Post.objects.count() == 3
