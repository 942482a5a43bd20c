"""How long each kind of record is kept, and why, until staff decide otherwise in admin. The privacy page says the same."""

import django.core.validators
from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

PERIODS = {
    "former-members": (
        "What members told us, after they left",
        365,
        "Someone who left may come back, or ask what happened.",
    ),
    "sign-ups": (
        "What someone told us who did not become a member",
        365,
        "Some people need months to decide. Counted from the last thing that we did about it.",
    ),
    "waiting-list": (
        "What someone told us who waits for a place",
        730,
        "They asked us to tell them when there is a place. That can take long.",
    ),
    "messages": (
        "Messages",
        365,
        "People write again about the same thing. Counted from the last thing that we did about it.",
    ),
    "call-backs": (
        "Requests for a call",
        90,
        "After the call we need the number no more. Counted from the last thing that we did about it.",
    ),
    "guest-pieces": (
        "Guest pieces that we do not use",
        180,
        "The writer may ask why, or offer a new version. Counted from the last thing that we did about it.",
    ),
    "bin": ("Guest pieces that staff deleted", 30, "A wrong click can be taken back until then."),
    "drafts": (
        "Answers not sent yet",
        1,
        "A phone call or a closed lid loses nothing. The form promises that we keep them for 24 hours, so this is fixed.",
    ),
    "mails": ("E-mails that we sent", 90, "We can say what someone was told, and see what did not arrive."),
    "robots": ("What may be from a robot", 30, "Staff look at it first: it may be from a person."),
    "links": ("Links to “Your details” that are too old", 30, "Someone who uses an old link is told that it is old."),
    "people": ("Records of people of whom nothing else is left", 30, "Left behind by mistake. Nobody needs them."),
    "log": (
        "What staff did with people’s records",
        730,
        "We can say who did what, for as long as people may ask.",
    ),
    "looks": (
        "Who of the staff looked at people’s records",
        730,
        "After a mishap we can say what was seen, and by whom.",
    ),
    "sessions": ("Staff who are logged in", 1, "A login ends by itself after 12 hours, so this is fixed."),
}


def add(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    model = apps.get_model("coprod", "RetentionPeriod")
    for kind, (name, days, reason) in PERIODS.items():
        model.objects.get_or_create(kind=kind, defaults={"name": name, "days": days, "reason": reason})


def remove(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    apps.get_model("coprod", "RetentionPeriod").objects.filter(kind__in=PERIODS).delete()


class Migration(migrations.Migration):
    dependencies = [("coprod", "0006_who_looked_and_mail_by_reference")]
    operations = [
        migrations.AlterField(
            model_name="retentionperiod",
            name="days",
            field=models.PositiveIntegerField(
                validators=[
                    django.core.validators.MinValueValidator(1),
                    django.core.validators.MaxValueValidator(36500),
                ],
                verbose_name="kept for (days)",
            ),
        ),
        migrations.RunPython(add, remove),
    ]
