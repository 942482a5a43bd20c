"""Find the next story that is to come down without looking at all of them."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("blog", "0011_watch_what_readers_see")]
    operations = [
        migrations.AddIndex(
            model_name="post",
            index=models.Index(
                condition=models.Q(("status", "published"), ("unpublish_at__isnull", False)),
                fields=["unpublish_at"],
                name="post_coming_down",
            ),
        ),
    ]
