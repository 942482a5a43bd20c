"""Posts in each state between writer and readers, so that the screens of staff have something to show."""

from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from blog import versions
from blog.models import Author, ByLine, Post
from coprod.demo.reading import values

STEPS = {
    "review": Post.send_for_review,
    "approve": Post.approve,
    "publish": Post.publish_now,
    "down": Post.withdraw,
    "bin": Post.put_in_bin,
}
ASK_AGAIN_AFTER = timedelta(days=365)


def agreed(author: Author, written: datetime, **more: Any) -> ByLine:
    """A line of someone who said yes to publishing a week before."""
    day = timezone.localdate(written) - timedelta(days=7)
    return ByLine(
        author=author,
        consent_given_by=author.name,
        consented_on=day,
        consent_review_on=timezone.localdate() + ASK_AGAIN_AFTER,
        **more,
    )


def seed_posts_on_their_way(author: Author, now: datetime) -> int:
    rows = values("newsroom")["post"]
    for row in rows:
        words = {name: row[name] for name in ("slug", "title", "standfirst", "body")}
        post = Post.objects.create(**words)
        post.set_by_line(agreed(author, now))
        versions.keep(post)
        for step, note in zip(row["steps"], row["notes"], strict=True):
            STEPS[step](post, note=note)
    return len(rows)
