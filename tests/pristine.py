"""The rows that migrations made, kept aside: tests with real transactions empty every table, these rows included."""

from django.db import connection, transaction

TABLES = """
SELECT tablename FROM pg_tables WHERE schemaname = %s AND tablename <> 'django_migrations' ORDER BY tablename
"""
COLUMNS = """
SELECT string_agg(quote_ident(column_name), ', ') FROM information_schema.columns
WHERE table_schema = 'public' AND table_name = %s AND is_generated = 'NEVER'
"""


def keep() -> None:
    """Copy every row of a fresh test database into a schema of its own."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("DROP SCHEMA IF EXISTS pristine CASCADE")
        cursor.execute("CREATE SCHEMA pristine")
        for table in _tables("public"):
            cursor.execute(f'CREATE TABLE pristine."{table}" AS TABLE public."{table}"')


def put_back() -> None:
    """Make the tables what they were. Foreign keys are looked at when the transaction ends."""
    with transaction.atomic(), connection.cursor() as cursor:
        tables = _tables("pristine")
        cursor.execute("TRUNCATE {}".format(", ".join(f'public."{table}"' for table in tables)))
        for table in tables:
            cursor.execute(COLUMNS, [table])
            columns = cursor.fetchone()[0]
            cursor.execute(f'INSERT INTO public."{table}" ({columns}) SELECT {columns} FROM pristine."{table}"')


def _tables(schema: str) -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(TABLES, [schema])
        return [row[0] for row in cursor.fetchall()]
