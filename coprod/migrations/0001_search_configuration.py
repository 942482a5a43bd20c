"""English text search without accents, so that "Sian" finds "Siân", and the trigrams behind "did you mean"."""

from django.contrib.postgres.operations import TrigramExtension, UnaccentExtension
from django.db import migrations


class Migration(migrations.Migration):
    initial = True
    dependencies = []
    operations = [
        UnaccentExtension(),
        TrigramExtension(),
        migrations.RunSQL(
            """
            CREATE TEXT SEARCH CONFIGURATION coprod_english (COPY = english);
            ALTER TEXT SEARCH CONFIGURATION coprod_english
                ALTER MAPPING FOR hword, hword_part, word WITH unaccent, english_stem;
            """,
            "DROP TEXT SEARCH CONFIGURATION coprod_english",
        ),
    ]
