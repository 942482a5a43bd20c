"""Number the saves of a post, so that of two people who have it open the second is told."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("blog", "0020_hold_pictures")]
    operations = [
        migrations.AddField(
            model_name="post", name="revision", field=models.PositiveIntegerField(default=1, editable=False)
        ),
    ]
