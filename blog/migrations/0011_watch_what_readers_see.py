"""A change to a post, or to what is shown with one, makes the pages that processes keep old."""

from django.db import migrations

from coprod.page_cache.watching import watch


class Migration(migrations.Migration):
    dependencies = [
        ("blog", "0010_remove_lead_picture_columns"),
        ("coprod", "0011_watch_what_readers_see"),
        ("taggit", "0006_rename_taggeditem_content_type_object_id_taggit_tagg_content_8fc721_idx"),
    ]
    operations = [
        watch("blog_post", "blog_author", "blog_byline", "blog_oldaddress", "blog_postpicture", "taggit_tag", "taggit_taggeditem")
    ]
