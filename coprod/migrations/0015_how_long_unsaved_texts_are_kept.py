"""What staff have typed into a form and not saved goes after 30 days."""

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

KIND = "working-copies"


def add(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    apps.get_model("coprod", "RetentionPeriod").objects.get_or_create(
        kind=KIND,
        defaults={
            "name": "Text of posts that staff typed and did not save",
            "days": 30,
            "reason": "Whoever was called away can go on after a holiday.",
        },
    )


def remove(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    apps.get_model("coprod", "RetentionPeriod").objects.filter(kind=KIND).delete()


class Migration(migrations.Migration):
    dependencies = [("coprod", "0014_log_ins_in_the_access_log")]
    operations = [migrations.RunPython(add, remove)]
