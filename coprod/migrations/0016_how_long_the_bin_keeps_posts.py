"""How long a post that staff deleted can be taken out of the bin. The pages promise it, so it is fixed."""

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

KIND = "posts-bin"
NAME = "Posts that staff deleted"
REASON = "A wrong click can be taken back until then. The page that deletes promises 30 days, so this is fixed."


def add(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    model = apps.get_model("coprod", "RetentionPeriod")
    model.objects.get_or_create(kind=KIND, defaults={"name": NAME, "days": 30, "reason": REASON})


def remove(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    apps.get_model("coprod", "RetentionPeriod").objects.filter(kind=KIND).delete()


class Migration(migrations.Migration):
    dependencies = [("coprod", "0015_how_long_unsaved_texts_are_kept")]
    operations = [migrations.RunPython(add, remove)]
