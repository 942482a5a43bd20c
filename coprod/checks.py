"""What Django's own checks do not know of: `manage.py check` and `manage.py migrate` ask it too."""

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register
from django.core.checks import Warning as CheckWarning
from django.db import connection

from coprod.owner import site_may_change_tables


@register(Tags.database)
def keeps_every_letter(*, databases: Sequence[str] | None, **_: Any) -> list[CheckMessage]:
    """Names are stored as they were typed. Asked before the first table is made: later it cannot be mended."""
    if not databases:
        return []
    with connection.cursor() as cursor:
        cursor.execute("SHOW server_encoding")
        encoding = cursor.fetchone()[0]
    if encoding == "UTF8":
        return []
    hint = "Make another: createdb --encoding UTF8 --template template0 --owner coprod_owner coprod"
    return [Error(f"The database keeps letters as {encoding}, not as UTF8.", hint=hint, id="coprod.E001")]


@register(Tags.database, deploy=True)
def only_reads_and_writes_rows(*, databases: Sequence[str] | None, **_: Any) -> list[CheckMessage]:
    """Whoever breaks into the site then cannot drop a table. Asked where an owner is named: else there is one role."""
    if not databases or settings.DATABASE_OWNER is None or not site_may_change_tables():
        return []
    words = "The role of DATABASE_URL may create or drop tables, though DATABASE_OWNER_URL names their owner."
    return [CheckWarning(words, hint="docs/deploying.md says how the two roles are made.", id="coprod.W002")]
