"""How long we keep what readers responded and is not shown. What is shown stays as long as its story."""

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

KIND = "responses"
NAME = "Responses to stories that we do not show"
REASON = "The reader may ask why. Counted from the last thing that we did about it."


def add(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    model = apps.get_model("coprod", "RetentionPeriod")
    model.objects.get_or_create(kind=KIND, defaults={"name": NAME, "days": 90, "reason": REASON})


def remove(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    apps.get_model("coprod", "RetentionPeriod").objects.filter(kind=KIND).delete()


class Migration(migrations.Migration):
    dependencies = [("coprod", "0011_watch_what_readers_see")]
    operations = [migrations.RunPython(add, remove)]
