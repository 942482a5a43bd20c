"""What Django's own checks do not know of: `manage.py check` and `manage.py migrate` ask it too."""

from collections.abc import Sequence
from typing import Any

from django.core.checks import CheckMessage, Error, Tags, register
from django.db import connection


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
    hint = "Make another: createdb --encoding UTF8 --template template0 --owner coprod coprod"
    return [Error(f"The database keeps letters as {encoding}, not as UTF8.", hint=hint, id="coprod.E001")]
