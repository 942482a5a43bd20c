"""Keep which address someone said was theirs and not the sender's, and where each link went."""

from django.contrib.postgres.fields import ArrayField
from django.db import migrations, models

KINDS = [
    ("contact", "Changed how to reach them"),
    ("paused", "Asked us not to be in touch until a day"),
    ("resumed", "Said that we may be in touch again"),
    ("left", "Left the network"),
    ("withdrew", "Took back a yes"),
    ("helper", "Changed who helps them"),
    ("health", "Changed what they told us about their health and what helps them"),
    ("not-me", "The owner of this e-mail address says it was not them who wrote"),
]


class Migration(migrations.Migration):
    dependencies = [("networks", "0013_groups_stay_in_their_network")]
    operations = [
        migrations.AddField(
            "person",
            "refused_addresses",
            ArrayField(
                models.EmailField(max_length=254),
                blank=True,
                db_default=[],
                default=list,
                help_text="In small letters. Their owners told us that it was not them who wrote.",
                size=None,
                verbose_name="addresses that we do not write to",
            ),
        ),
        migrations.AddField(
            "accesslink",
            "sent_to",
            models.EmailField(blank=True, db_default="", max_length=254, verbose_name="sent to"),
        ),
        migrations.AlterField(
            "change", "kind", models.CharField(choices=KINDS, max_length=10, verbose_name="what they did")
        ),
    ]
