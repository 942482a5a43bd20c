"""Indexes for months, and for the newest stories of an author. While they are made, the tables can be written to."""

from django.contrib.postgres.operations import AddIndexConcurrently, RemoveIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("blog", "0026_preview_links_and_answers_of_guests")]
    operations = [
        AddIndexConcurrently(
            "post",
            models.Index(
                fields=["publish_at", "id"],
                include=["unpublish_at"],
                condition=models.Q(status="published"),
                name="post_public_in_order",
            ),
        ),
        RemoveIndexConcurrently("post", "post_public"),
        AddIndexConcurrently("byline", models.Index(fields=["author", "-post"], name="by_line_newest")),
    ]
