"""Note the keys of its tags on each post, so that one index lists the newest posts of a tag."""

from django.apps.registry import Apps
from django.contrib.postgres.expressions import ArraySubquery
from django.contrib.postgres.fields import ArrayField
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

AT_A_TIME = 500
MOST = 200  # as in blog/models/post_querysets.py


def note(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    posts, tagged = apps.get_model("blog", "Post").objects, apps.get_model("taggit", "TaggedItem").objects
    ours = tagged.filter(content_type__app_label="blog", content_type__model="post", object_id=models.OuterRef("pk"))
    keys = ArraySubquery(ours.order_by("tag__name").values("tag_id")[:MOST])
    pks = list(posts.order_by("pk").values_list("pk", flat=True))
    for start in range(0, len(pks), AT_A_TIME):
        posts.filter(pk__in=pks[start : start + AT_A_TIME]).update(tag_keys=keys)


class Migration(migrations.Migration):
    dependencies = [
        ("blog", "0027_index_what_is_public"),
        ("contenttypes", "0002_remove_content_type_name"),
        ("taggit", "0006_rename_taggeditem_content_type_object_id_taggit_tagg_content_8fc721_idx"),
    ]
    operations = [
        migrations.AddField(
            model_name="post",
            name="tag_keys",
            field=ArrayField(
                base_field=models.IntegerField(), blank=True, default=list, editable=False, size=None, verbose_name="tags"
            ),
        ),
        migrations.RunPython(note, migrations.RunPython.noop),
    ]
