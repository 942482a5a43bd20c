"""Editors and publishers look after readers' responses. Publishers also erase one that its reader wants gone."""

from django.db import migrations

from coprod.accounts.granting import grant

MODERATE = ["blog.view_response", "blog.change_response"]


class Migration(migrations.Migration):
    dependencies = [
        ("coprod", "0012_how_long_we_keep_responses"),
        ("blog", "0014_responses_of_readers"),
    ]
    operations = [grant({"Editor": MODERATE, "Publisher": [*MODERATE, "blog.delete_response"]})]
