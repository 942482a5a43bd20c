"""Let a note stand among the steps of a post by itself. Nothing changes in the database."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("blog", "0030_let_the_version_before_add_posts")]
    operations = [
        migrations.AlterField(
            "postmove",
            "what",
            models.CharField(
                choices=[
                    ("review", "Sent for review"),
                    ("changes", "Asked for changes"),
                    ("approve", "Approved"),
                    ("reopen", "Back in review, because the words changed"),
                    ("publish", "Published"),
                    ("schedule", "Scheduled"),
                    ("unschedule", "Not to be published on that day"),
                    ("down", "Taken down"),
                    ("down-later", "Set to come down"),
                    ("stay", "Set to stay up"),
                    ("back", "Put back"),
                    ("bin", "Put in the bin"),
                    ("restore", "Taken out of the bin"),
                    ("note", "Note"),
                ],
                max_length=12,
                verbose_name="what was done",
            ),
        )
    ]
