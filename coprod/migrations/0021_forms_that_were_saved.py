"""Remember for a day what each form for something new made, so that the same form makes no second one."""

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("coprod", "0020_what_became_of_each_backup"),
        ("contenttypes", "0002_remove_content_type_name"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]
    operations = [
        migrations.CreateModel(
            name="Made",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.CharField(max_length=64, verbose_name="key")),
                (
                    "row",
                    models.CharField(
                        blank=True, help_text="Empty while it is being made.", max_length=40, verbose_name="record"
                    ),
                ),
                (
                    "parts",
                    models.JSONField(
                        default=dict, help_text="By-line and pictures, as the form had them.", verbose_name="its parts"
                    ),
                ),
                ("at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="when")),
                (
                    "kind",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="contenttypes.contenttype",
                        verbose_name="of what kind",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="who",
                    ),
                ),
            ],
            options={
                "verbose_name": "form that was saved",
                "verbose_name_plural": "forms that were saved",
                "ordering": ["-at", "-pk"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("user", "kind", "key"),
                        name="made_once",
                        violation_error_message="This form was saved already.",
                    )
                ],
            },
        ),
    ]
