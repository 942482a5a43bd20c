"""Indexes for the posts of a tag: the newest of a common one, and all of a rare one. Meanwhile one can write."""

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.operations import AddIndexConcurrently, RemoveIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("blog", "0028_list_the_posts_of_a_tag")]
    operations = [
        AddIndexConcurrently(
            "post",
            models.Index(
                fields=["publish_at", "id"],
                include=["unpublish_at", "tag_keys"],
                condition=models.Q(status="published"),
                name="post_public_newest",
            ),
        ),
        AddIndexConcurrently("post", GinIndex(fields=["tag_keys"], name="post_tag_keys")),
        RemoveIndexConcurrently("post", "post_public_in_order"),
    ]
