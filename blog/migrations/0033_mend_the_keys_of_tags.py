"""Mend the posts whose `tag_keys` were wrong before the database saw to them. Most often there are none."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("blog", "0032_keep_the_keys_of_tags_true")]
    operations = [
        migrations.RunSQL(
            "UPDATE blog_post SET tag_keys = blog_tag_keys(id) WHERE tag_keys IS DISTINCT FROM blog_tag_keys(id)",
            migrations.RunSQL.noop,
        )
    ]
