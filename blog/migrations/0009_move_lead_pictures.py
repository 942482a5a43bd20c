"""Make the one picture that a post had the first of its pictures. The files stay where they are."""

from typing import Any

from django.db import migrations

from blog.models.pictures import new_key


def to_rows(apps: Any, schema_editor: Any) -> None:
    Post, PostPicture = apps.get_model("blog", "Post"), apps.get_model("blog", "PostPicture")
    for post in Post.objects.exclude(picture="").only("pk", *COLUMNS).iterator():
        columns = {new: getattr(post, old) for old, new in COLUMNS.items()}
        # Not create(): a field of a migration reads the file to measure it, and it may be gone.
        PostPicture.objects.bulk_create([PostPicture(post=post, key=new_key(), is_lead=True, **columns)])


def to_columns(apps: Any, schema_editor: Any) -> None:
    """A picture that nobody has described yet becomes decoration: the columns know no third way."""
    Post, PostPicture = apps.get_model("blog", "Post"), apps.get_model("blog", "PostPicture")
    for picture in PostPicture.objects.filter(is_lead=True).iterator():
        columns = {old: getattr(picture, new) for old, new in COLUMNS.items()}
        columns["picture_decorative"] = picture.decorative or not picture.alt
        Post.objects.filter(pk=picture.post_id).update(**columns)
    PostPicture.objects.filter(is_lead=True).delete()


COLUMNS = {
    "picture": "picture",
    "picture_width": "width",
    "picture_height": "height",
    "picture_alt": "alt",
    "picture_decorative": "decorative",
    "picture_caption": "caption",
}


class Migration(migrations.Migration):

    dependencies = [
        ("blog", "0008_pictures_of_posts"),
    ]

    operations = [migrations.RunPython(to_rows, to_columns)]
