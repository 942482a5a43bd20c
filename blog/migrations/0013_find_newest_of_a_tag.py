"""An index over the tags of posts, so that the newest of a tag are found without looking at all of them.

The table is django-taggit's, so the index is made by hand; while it is made, the table can be written to.
"""

from django.db import migrations


class Migration(migrations.Migration):
    atomic = False
    dependencies = [
        ("blog", "0012_find_what_comes_down"),
        ("taggit", "0006_rename_taggeditem_content_type_object_id_taggit_tagg_content_8fc721_idx"),
    ]
    operations = [
        migrations.RunSQL(
            "CREATE INDEX CONCURRENTLY tagged_newest ON taggit_taggeditem (tag_id, object_id DESC)",
            "DROP INDEX CONCURRENTLY tagged_newest",
        ),
    ]
