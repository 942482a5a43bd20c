"""Publishers move old blogs here: what was public over there is public here at once."""

from django.db import migrations

from coprod.accounts.granting import grant


class Migration(migrations.Migration):
    dependencies = [
        ("coprod", "0017_how_long_we_keep_imported_files"),
        ("blog", "0025_import_runs"),
    ]
    operations = [grant({"Publisher": ["blog.view_importrun", "blog.add_importrun"]})]
