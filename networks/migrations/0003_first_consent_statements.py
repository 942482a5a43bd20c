"""Version 1 of what people are asked to agree to, word for word."""

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

STATEMENTS = {
    "join": "You may keep my answers and contact me about this network. I can leave at any time.",
    "health": (
        "You may keep what I have told you about my health and what helps me take part. "
        "You use it only so that I can take part. I can change my mind at any time."
    ),
    "contact": "You may keep my message and contact me to answer it.",
}


def add(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    model = apps.get_model("networks", "ConsentStatement")
    model.objects.bulk_create(model(purpose=purpose, version=1, text=text) for purpose, text in STATEMENTS.items())


def remove(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    apps.get_model("networks", "ConsentStatement").objects.filter(version=1).delete()


class Migration(migrations.Migration):
    dependencies = [("networks", "0002_consents_are_only_added_to")]
    operations = [migrations.RunPython(add, remove)]
