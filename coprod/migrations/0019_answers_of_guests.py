"""How long answers of guests and private links are kept, and who of the staff may read the answers."""

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from coprod.accounts.granting import grant

PERIODS = {
    "guest-answers": (
        "Comments from guests on their post",
        180,
        "The guest may ask what became of it. A yes to publishing is kept as long as the post.",
    ),
    "preview-links": ("Private links to a post, after they ended", 30, "We can say until when someone could read it."),
}


def add(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    model = apps.get_model("coprod", "RetentionPeriod")
    for kind, (name, days, reason) in PERIODS.items():
        model.objects.get_or_create(kind=kind, defaults={"name": name, "days": days, "reason": reason})


def remove(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    apps.get_model("coprod", "RetentionPeriod").objects.filter(kind__in=PERIODS).delete()


class Migration(migrations.Migration):
    dependencies = [("coprod", "0018_who_moves_blogs_here"), ("blog", "0026_preview_links_and_answers_of_guests")]
    operations = [
        migrations.RunPython(add, remove),
        grant({"Publisher": ["blog.view_guestanswer", "blog.change_guestanswer"]}),
    ]
