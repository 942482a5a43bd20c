"""Version 2 of what people say yes to when they write or ask for a call: words that fit both."""

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

TEXT = "You may keep what I tell you here, and contact me to answer it."


def add(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    apps.get_model("networks", "ConsentStatement").objects.create(purpose="contact", version=2, text=TEXT)


def remove(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    apps.get_model("networks", "ConsentStatement").objects.filter(purpose="contact", version=2).delete()


class Migration(migrations.Migration):
    dependencies = [("networks", "0008_merge_and_export")]
    operations = [migrations.RunPython(add, remove)]
