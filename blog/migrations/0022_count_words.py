"""Count the words of a post when it is saved: a list need not read the texts then."""

from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from coprod.richtext import word_count

AT_A_TIME = 200


def count(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    model = apps.get_model("blog", "Post")
    batch = []
    for post in model.objects.only("pk", "body").iterator(chunk_size=AT_A_TIME):
        post.word_count = word_count(post.body)
        batch.append(post)
        if len(batch) == AT_A_TIME:
            model.objects.bulk_update(batch, ["word_count"])
            batch = []
    model.objects.bulk_update(batch, ["word_count"])


class Migration(migrations.Migration):
    dependencies = [("blog", "0021_tell_saves_apart")]
    operations = [
        migrations.AddField(
            model_name="post",
            name="word_count",
            field=models.PositiveIntegerField(default=0, editable=False, verbose_name="words"),
        ),
        migrations.RunPython(count, migrations.RunPython.noop),
    ]
