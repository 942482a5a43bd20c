"""The four roles of staff, and what each may do. Administrators may do everything (coprod/accounts/backends.py)."""

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from coprod.accounts.granting import grant

EDITOR = [
    "blog.view_author",
    "blog.add_author",
    "blog.change_author",
    "blog.view_byline",
    "blog.add_byline",
    "blog.change_byline",
    "blog.delete_byline",
    "blog.view_post",
    "blog.add_post",
    "blog.change_post",
    "taggit.view_tag",
    "taggit.add_tag",
]
PUBLISHER = [
    *EDITOR,
    "blog.approve_post",
    "blog.publish_post",
    "blog.delete_author",
    "blog.delete_post",
    "blog.view_submission",
    "blog.change_submission",
    "blog.delete_submission",
    "coprod.view_page",
    "coprod.change_page",
    "taggit.change_tag",
    "taggit.delete_tag",
]
FACILITATOR = [
    "coprod.view_outgoingmail",
    "coprod.change_outgoingmail",
    "networks.view_accesslink",
    "networks.change_accesslink",
    "networks.view_consent",
    "networks.view_enquiry",
    "networks.change_enquiry",
    "networks.view_group",
    "networks.add_group",
    "networks.change_group",
    "networks.delete_group",
    "networks.view_network",
    "networks.change_network",
    "networks.export_members",
    "networks.view_person",
    "networks.merge_people",
    "networks.view_resource",
    "networks.add_resource",
    "networks.change_resource",
    "networks.delete_resource",
    "networks.view_signup",
    "networks.add_signup",
    "networks.change_signup",
]
ROLES = {"Editor": EDITOR, "Publisher": PUBLISHER, "Facilitator": FACILITATOR, "Administrator": []}


def remove(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    apps.get_model("auth", "Group").objects.filter(name__in=ROLES).delete()


class Migration(migrations.Migration):
    dependencies = [
        ("coprod", "0008_a_second_person_may_have_to_approve"),
        ("blog", "0006_what_a_post_goes_through"),
        ("networks", "0009_words_for_calls_and_messages"),
        ("taggit", "0006_rename_taggeditem_content_type_object_id_taggit_tagg_content_8fc721_idx"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]
    operations = [
        migrations.RunPython(migrations.RunPython.noop, remove),
        grant(ROLES),
    ]
