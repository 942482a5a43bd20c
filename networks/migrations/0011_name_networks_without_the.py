"""Ask for the name of a network without "The", which pages and mail put before it."""

from django.core.validators import RegexValidator
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("networks", "0010_watch_what_readers_see")]
    operations = [
        migrations.AlterField(
            model_name="network",
            name="name",
            field=models.CharField(
                max_length=120,
                validators=[
                    RegexValidator(
                        "(?i)^\\s*the\\s", "Leave out “The”: we put it before the name.", inverse_match=True
                    )
                ],
                verbose_name="name",
            ),
        ),
    ]
