"""The rows that migrations made, kept aside: a test with real transactions leaves rows behind, and takes these away.

Django would empty each table with TRUNCATE and make the permissions again, which takes longer than most tests.
"""

from django.db import connection, transaction

TABLES = """
SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename <> 'django_migrations'
ORDER BY tablename <> 'coprod_contentmark', tablename
"""  # the marks first: the triggers of the others make a new one, so that no page of the last test is shown again
COLUMNS = """
SELECT string_agg(quote_ident(column_name), ', ') FROM information_schema.columns
WHERE table_schema = 'public' AND table_name = %s AND is_generated = 'NEVER'
"""
_script = ""


def keep() -> None:
    """Copy every row of a fresh test database into a schema of its own, and write down how they are put back."""
    global _script
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("DROP SCHEMA IF EXISTS pristine CASCADE")
        cursor.execute("CREATE SCHEMA pristine")
        cursor.execute(TABLES)
        tables = [row[0] for row in cursor.fetchall()]
        locks = ", ".join(f'public."{table}"' for table in tables)
        steps = [
            "SET CONSTRAINTS ALL DEFERRED",
            f"LOCK TABLE {locks} IN SHARE ROW EXCLUSIVE MODE",
            *(f'DELETE FROM public."{table}"' for table in tables),
        ]
        for table in tables:
            cursor.execute(f'CREATE TABLE pristine."{table}" AS TABLE public."{table}"')
            if cursor.rowcount:
                cursor.execute(COLUMNS, [table])
                columns = cursor.fetchone()[0]
                steps.append(f'INSERT INTO public."{table}" ({columns}) SELECT {columns} FROM pristine."{table}"')
        _script = ";\n".join(steps)


def put_back() -> None:
    """Make the tables what they were. Foreign keys are looked at when the transaction ends."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(_script)
