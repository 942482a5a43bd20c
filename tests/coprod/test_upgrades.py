"""While a new version is put in place, and after it was taken back, the one before runs on the new database."""

from django.apps import apps
from django.db import migrations
from django.db.migrations.loader import MigrationLoader

OURS = {"blog", "coprod", "networks"}
# Columns from before any site was live.
BEFORE_ANYONE = {
    "byline.consent_given_by",
    "byline.name_withheld",
    "byline.photo",
    "byline.post",
    "draft.looks_automatic",
    "network.questions_off",
    "organisation.second_person_approves",
    "outgoingmail.is_unverified",
    "person.other_details",
    "person.said_yes",
    "post.responses_open",
    "post.revision",
    "post.word_count",
}


def added_columns() -> dict[str, migrations.AddField]:
    """Columns that came to a table that was there already."""
    return {
        f"{operation.model_name_lower}.{operation.name}": operation
        for (app, _name), migration in MigrationLoader(None).disk_migrations.items()
        if app in OURS
        for operation in migration.operations
        if isinstance(operation, migrations.AddField)
    }


def test_the_version_before_can_add_rows_to_every_table() -> None:
    """It does not know of a new column: the database has to fill it."""
    columns = {}
    for app in OURS:
        for model in apps.get_app_config(app).get_models():
            columns.update({f"{model._meta.model_name}.{field.name}": field for field in model._meta.concrete_fields})
    added = added_columns()
    assert set(added) >= BEFORE_ANYONE
    assert [
        name
        for name in added.keys() & columns.keys() - BEFORE_ANYONE
        if not (columns[name].null or columns[name].has_db_default() or columns[name].generated)
    ] == []
