"""The file of an old blog that staff brought here goes 30 days after it was last used."""

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

KIND = "imports"


def add(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    apps.get_model("coprod", "RetentionPeriod").objects.get_or_create(
        kind=KIND,
        defaults={
            "name": "Files of old blogs that were moved here, with their reports",
            "days": 30,
            "reason": "Long enough to look at what came, and to bring it again.",
        },
    )


def remove(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    apps.get_model("coprod", "RetentionPeriod").objects.filter(kind=KIND).delete()


class Migration(migrations.Migration):
    dependencies = [("coprod", "0016_how_long_the_bin_keeps_posts")]
    operations = [migrations.RunPython(add, remove)]
