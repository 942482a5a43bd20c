"""What has to be there before the site can serve anyone, beside the settings: said in plain lines, before the start.

Without it the site would start, and answer every page with an error.
"""

import logging
import tempfile
from collections.abc import Iterator
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.management.base import CommandError
from django.db import DatabaseError, InterfaceError, connection
from django.db.migrations.executor import MigrationExecutor

log = logging.getLogger(__name__)


def must_be_ready(*, for_pages: bool) -> None:
    """Raise CommandError with what is missing. The mail worker needs no stylesheet."""
    problems = [*unusable_folders(), *(uncollected() if for_pages else []), *unmade_tables()]
    if problems:
        raise CommandError("\n".join(f"Coprod cannot start: {problem}" for problem in problems))


def unusable_folders() -> Iterator[str]:
    for name, mode in [("MEDIA_ROOT", 0o755), ("PROOFS_FOLDER", 0o700)]:
        folder = Path(getattr(settings, name))
        try:
            folder.mkdir(mode=mode, parents=True, exist_ok=True)
            with tempfile.TemporaryFile(dir=folder):
                pass
        except OSError as problem:
            yield f"{name} is {folder}, and nothing can be written there ({problem.strerror}). Give it to our user."


def uncollected() -> Iterator[str]:
    collected = getattr(staticfiles_storage, "hashed_files", None)
    if collected is None:  # files are served from where they lie
        return
    ignored = apps.get_app_config("staticfiles").ignore_patterns  # type: ignore[attr-defined]
    wanted = {path for finder in get_finders() for path, _storage in finder.list(ignored)}
    if missing := sorted(wanted - set(collected)):
        yield f"STATIC_ROOT is {settings.STATIC_ROOT}, and {missing[0]} is not there. Run: manage.py collectstatic"


def unmade_tables() -> Iterator[str]:
    """Say when the database is older than the code. A database that is away stops nothing: it comes back."""
    try:
        executor = MigrationExecutor(connection)
        wanted = executor.migration_plan(executor.loader.graph.leaf_nodes())
    except (DatabaseError, InterfaceError) as problem:
        said = str(problem).partition("\n")[0]  # about the connection: nobody has typed anything yet
        log.warning("The database does not answer: %s. Visitors get the page with the phone number until it does", said)
        return
    finally:
        connection.close()
    if wanted:
        yield f"the database is older than the code ({len(wanted)} migrations). Run: manage.py migrate"
