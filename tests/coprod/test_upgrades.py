"""While a new version is put in place, and after it was taken back, the one before runs on the new database."""

import os
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import connection, migrations
from django.db.migrations.loader import MigrationLoader
from django.db.models.signals import pre_migrate
from django.http import HttpResponse
from django.template.loader import get_template
from django.template.loaders.filesystem import Loader as FileSystemLoader
from django.test import RequestFactory
from pytest_django import Settings

from coprod.static_files import StaticFiles

TEMPLATES = Path(__file__).resolve().parents[2] / "templates"
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


@pytest.mark.django_db  # where an answer ends, Django looks after its connections
def test_the_version_before_serves_the_stylesheet_of_the_next(settings: Settings, tmp_path: Path) -> None:
    settings.STATIC_ROOT = tmp_path
    settings.WHITENOISE_AUTOREFRESH = False
    (tmp_path / "site.old.css").write_text("a {}")
    (tmp_path / "staticfiles.json").write_text("{}")
    files = StaticFiles(lambda _request: HttpResponse(status=404))

    def status(name: str) -> int:
        with closing(files(RequestFactory().get(f"/static/{name}"))) as answer:
            return answer.status_code

    assert (status("site.old.css"), status("site.new.css")) == (200, 404)
    (tmp_path / "site.new.css").write_text("b {}")
    assert status("site.new.css") == 404  # not before everything is there
    os.utime(tmp_path / "staticfiles.json", (1, 1))
    assert (status("site.new.css"), status("../site.new.css")) == (200, 404)


@pytest.mark.django_db(transaction=True)  # the door of the web server closes its connection
def test_the_version_before_goes_on_with_its_own_templates(monkeypatch: pytest.MonkeyPatch) -> None:
    from coprod.wsgi import read_templates  # it reads the settings of the tests when it is loaded

    read_templates()
    monkeypatch.setattr(FileSystemLoader, "get_contents", lambda *_: "the next version")
    for path in TEMPLATES.rglob("*.*"):
        template: Any = get_template(str(path.relative_to(TEMPLATES)))
        assert template.template.source != "the next version"


@pytest.mark.django_db
def test_a_migration_has_all_the_time_that_it_needs_and_a_page_has_not() -> None:
    seen = []

    def look(**_: Any) -> None:
        seen.append(longest_statement())

    pre_migrate.connect(look)
    try:
        call_command("migrate", verbosity=0)
    finally:
        pre_migrate.disconnect(look)
    assert set(seen) == {"0"}
    assert longest_statement() == "10s"


def longest_statement() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SHOW statement_timeout")
        return str(cursor.fetchone()[0])
