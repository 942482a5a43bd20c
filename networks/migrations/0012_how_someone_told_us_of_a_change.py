"""Keep how we heard of a change: staff make one for whoever phones."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("networks", "0011_name_networks_without_the")]
    operations = [
        migrations.AddField(
            model_name="change",
            name="route",
            field=models.CharField(
                choices=[
                    ("web", "On the website"),
                    ("phone", "By phone"),
                    ("post", "By post"),
                    ("in-person", "In person"),
                ],
                db_default="web",
                default="web",
                max_length=10,
                verbose_name="by what route",
            ),
        ),
    ]
