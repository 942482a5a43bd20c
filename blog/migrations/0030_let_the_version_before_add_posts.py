"""Let the version before add posts: it knows nothing of the keys of their tags, and leaves the column to the database."""

from django.contrib.postgres.fields import ArrayField
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("blog", "0029_index_the_posts_of_a_tag")]
    operations = [
        migrations.AlterField(
            "post",
            "tag_keys",
            ArrayField(
                models.IntegerField(),
                blank=True,
                db_default=[],
                default=list,
                editable=False,
                size=None,
                verbose_name="tags",
            ),
        ),
    ]
