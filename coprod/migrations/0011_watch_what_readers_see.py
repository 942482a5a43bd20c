"""A change to the organisation’s details or pages makes the pages that processes keep old."""

from django.db import migrations

from coprod.page_cache.watching import MAKE_FUNCTION, watch


class Migration(migrations.Migration):
    dependencies = [("coprod", "0010_content_marks")]
    operations = [MAKE_FUNCTION, watch("coprod_organisation", "coprod_page")]
