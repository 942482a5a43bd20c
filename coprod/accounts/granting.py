"""For migrations: give roles their rights. `grant({"Editor": ["blog.view_post"]})` is one operation, and reverses."""

from collections.abc import Iterator
from typing import Any

from django.contrib.auth.management import create_permissions
from django.db.migrations import RunPython

Rights = dict[str, list[str]]


def grant(rights: Rights) -> RunPython:
    def give(apps: Any, schema_editor: Any) -> None:
        _make_missing(apps)
        for group, permissions in _pairs(apps, rights):
            group.permissions.add(*permissions)

    def take(apps: Any, schema_editor: Any) -> None:
        for group, permissions in _pairs(apps, rights):
            group.permissions.remove(*permissions)

    return RunPython(give, take)


def _make_missing(apps: Any) -> None:
    """Django makes permissions only after the last migration: here they are needed earlier."""
    for config in apps.get_app_configs():
        config.models_module = True
        create_permissions(config, apps=apps, verbosity=0)
        config.models_module = None


def _pairs(apps: Any, rights: Rights) -> Iterator[tuple[Any, list[Any]]]:
    for role, wanted in rights.items():
        group, _made = apps.get_model("auth", "Group").objects.get_or_create(name=role)
        yield group, [_permission(apps, right) for right in wanted]


def _permission(apps: Any, right: str) -> Any:
    app, codename = right.split(".")
    return apps.get_model("auth", "Permission").objects.get(content_type__app_label=app, codename=codename)
