"""Everything that must be so before the site is served, in one process: database, tables, static files, demo content.

Each step looks first whether there is anything to do, so that a start where nothing has changed takes a moment.
"""

import hashlib
import os
import sys
from pathlib import Path

import django
from django.apps import apps
from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from django.db import OperationalError, connection, transaction
from django.db.migrations.executor import MigrationExecutor
from django.db.utils import NotSupportedError

from coprod.local.binaries import OLDEST
from coprod.local.development import STATE, prepare_environment, staff_password

STAFF = ["staff", "editor", "publisher", "facilitator"]  # the demo's, each with another role


def main() -> int:
    prepare_environment()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "coprod.settings")
    django.setup()
    if problem := _database_problem():
        print(problem, file=sys.stderr)
        return 1
    _make_tables()
    _collect_static_files()
    _fill_an_empty_site()
    there = get_user_model()._default_manager.filter(username__in=STAFF, is_active=True)
    print(*sorted(there.values_list("username", flat=True), key=STAFF.index))  # for the supervisor, which tells them
    return 0


def _database_problem() -> str:
    try:
        connection.ensure_connection()
    except OperationalError as error:
        reason = str(error).strip().splitlines()[0]
        return f"The database in DATABASE_URL cannot be used: {reason}. Start it, or unset DATABASE_URL."
    except NotSupportedError as error:
        return f"The database in DATABASE_URL is too old: {error} Use PostgreSQL {OLDEST} or newer."
    version = connection.cursor().connection.server_version // 10000
    if version < OLDEST:
        return f"The database in DATABASE_URL is PostgreSQL {version}. Use PostgreSQL {OLDEST} or newer."
    return ""


def _make_tables() -> None:
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        _say("Making the tables of the database.")
        call_command("migrate", interactive=False, verbosity=0)


def _collect_static_files() -> None:
    stamp = STATE / "static.stamp"
    now = _fingerprint_of_static_files()
    if settings.DEBUG or (stamp.exists() and stamp.read_text() == now and Path(settings.STATIC_ROOT).is_dir()):
        return
    stamp.unlink(missing_ok=True)
    call_command("collectstatic", interactive=False, clear=True, verbosity=0)
    stamp.write_text(now)


def _fingerprint_of_static_files() -> str:
    seen = hashlib.sha256(str(settings.STORAGES["staticfiles"]).encode())
    seen.update(str(settings.STATIC_ROOT).encode())
    for finder in get_finders():
        for name, storage in finder.list([]):
            found = Path(storage.path(name)).stat()
            seen.update(f"{name} {found.st_size} {found.st_mtime_ns}\n".encode())
    return seen.hexdigest()


def _fill_an_empty_site() -> None:
    """Put the demo content in, all or nothing: a start that is broken off here does it again."""
    if any(apps.get_model(name)._default_manager.exists() for name in ("blog.Post", "networks.Network")):
        return
    _say("Writing the demo content.")
    os.environ["DEMO_STAFF_PASSWORD"] = staff_password()
    with transaction.atomic():
        call_command("seed_demo", verbosity=0)


def _say(words: str) -> None:
    print(words, file=sys.stderr, flush=True)
