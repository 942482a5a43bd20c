"""A guest piece is accepted, declined, or sent back for changes. What became a post before was accepted."""

from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

BEFORE = {"accepted": "contacted", "changes": "contacted", "declined": "closed"}


def say_accepted(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    apps.get_model("blog", "Submission").objects.exclude(post=None).update(status="accepted")


def say_as_before(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    for status, old in BEFORE.items():
        apps.get_model("blog", "Submission").objects.filter(status=status).update(status=old)


class Migration(migrations.Migration):
    dependencies = [("blog", "0014_responses_of_readers")]
    operations = [
        migrations.AlterField(
            model_name='submission',
            name='status',
            field=models.CharField(choices=[('new', 'New'), ('contacted', 'Contacted'), ('changes', 'Changes asked for'), ('accepted', 'Accepted'), ('declined', 'Declined'), ('closed', 'Closed')], default='new', max_length=10, verbose_name='status'),
        ),
        migrations.RunPython(say_accepted, say_as_before),
    ]
