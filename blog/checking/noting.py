"""Noting what is missing in posts, so that the front page can count them."""

from itertools import islice

from django.db.models.functions import Now

from blog.checking.reading import problems_of, with_what_checks_need
from blog.models import LastCheck, Post, PostQuerySet

AT_ONCE = 100


def note(posts: PostQuerySet) -> None:
    """Look at these posts and keep how much is missing in each."""
    looked_at = with_what_checks_need(posts.order_by("pk")).iterator(chunk_size=AT_ONCE)
    while some := list(islice(looked_at, AT_ONCE)):
        LastCheck.objects.bulk_create(
            [LastCheck(post=post, missing=sum(found.blocks for found in problems_of(post)), at=Now()) for post in some],
            update_conflicts=True,
            unique_fields=["post"],
            update_fields=["missing", "at"],
        )


def note_what_readers_see() -> None:
    """Look anew at everything that readers see or will see."""
    note(Post.objects.kept().filter(status=Post.Status.PUBLISHED))
