"""What the tables hold, in numbers that are the same before a backup and after it was restored."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, transaction

Contents = tuple[int, str]  # how many rows, and a digest of all of them

# Everything that is somebody's: not PostgreSQL's own, and not an extension's.
TABLES = """
SELECT quote_ident(nspname) || '.' || quote_ident(relname),
       (SELECT string_agg(quote_ident(attname), ', ' ORDER BY attnum) FROM pg_attribute
        WHERE attrelid = c.oid AND attnum > 0 AND NOT attisdropped AND attgenerated = '')
FROM pg_class c JOIN pg_namespace n ON n.oid = relnamespace
WHERE relkind = 'r' AND relpersistence <> 't' AND nspname NOT LIKE 'pg\\_%' AND nspname <> 'information_schema'
  AND NOT EXISTS (SELECT FROM pg_depend WHERE classid = 'pg_class'::regclass AND objid = c.oid AND deptype = 'e')
ORDER BY 1
"""
# Generated columns are left out: another version of PostgreSQL may make other search words of the same text.
# The sum does not depend on the order of the rows, and no row has to wait for the others in memory.
CONTENTS = (
    "SELECT count(*), coalesce(sum(('x' || left(md5(ROW({columns})::text), 16))::bit(64)::bigint), 0) FROM {table}"
)
TAKE_ALL_THE_TIME = "SET LOCAL statement_timeout = 0; SET LOCAL idle_in_transaction_session_timeout = 0"


def names() -> list[str]:
    return list(_columns())


def contents() -> dict[str, Contents]:
    """Count and digest every table. Inside `snapshot` all of them are seen at one moment."""
    found: dict[str, Contents] = {}
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(TAKE_ALL_THE_TIME)
        for table, columns in _columns().items():
            cursor.execute(CONTENTS.format(table=table, columns=columns))
            rows, digest = cursor.fetchone()
            found[table] = int(rows), str(digest)
    return found


@contextmanager
def snapshot() -> Iterator[str]:
    """Hold one moment of the database still, for us and for whoever is given the name of it."""
    with transaction.atomic(durable=True):
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            cursor.execute(TAKE_ALL_THE_TIME)
            cursor.execute("SELECT pg_export_snapshot()")
            name = str(cursor.fetchone()[0])
        yield name


def _columns() -> dict[str, str]:
    with connection.cursor() as cursor:
        cursor.execute(TABLES)
        return {table: columns for table, columns in cursor.fetchall() if columns}
