"""An answer to the writer of a guest piece goes once, however often its button is pressed."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("blog", "0017_steps_of_posts"),
    ]

    operations = [
        migrations.AddField(
            model_name='submission',
            name='answer_key',
            field=models.UUIDField(blank=True, editable=False, null=True),
        ),
    ]
