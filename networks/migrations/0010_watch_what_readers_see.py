"""A change to a network, a group or a resource makes the pages that processes keep old."""

from django.db import migrations

from coprod.page_cache.watching import watch


class Migration(migrations.Migration):
    dependencies = [
        ("networks", "0009_words_for_calls_and_messages"),
        ("coprod", "0011_watch_what_readers_see"),
    ]
    operations = [watch("networks_network", "networks_group", "networks_resource")]
