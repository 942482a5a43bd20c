"""Give each by-line a copy of its author's photo, so that a new photo of theirs leaves what they wrote as it was."""

from django.apps.registry import Apps
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from coprod.renditions import new_stem


def copy(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    lines = apps.get_model("blog", "ByLine").objects.filter(photo="").exclude(author__photo="")
    for line in lines.select_related("author"):
        if default_storage.exists(line.author.photo.name):
            with default_storage.open(line.author.photo.name) as photo:
                line.photo.name = default_storage.save(f"by-lines/{new_stem()}.webp", ContentFile(photo.read()))
            line.photo_width, line.photo_height = line.author.photo_width, line.author.photo_height
            line.save(update_fields=["photo", "photo_width", "photo_height"])


class Migration(migrations.Migration):
    dependencies = [("blog", "0006_what_a_post_goes_through")]
    operations = [migrations.RunPython(copy, migrations.RunPython.noop)]
