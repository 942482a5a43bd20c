"""For migrations: the triggers by which a table that readers see makes the pages in every process old.

The trigger takes a row of the marks that no other transaction holds, or makes one, and waits for nobody: an import of
an hour does not stop an editor. Once in a transaction is enough, and a savepoint that is rolled back takes its mark
and the note about it back together.
"""

from django.db.migrations import RunSQL

MAKE_FUNCTION = RunSQL(
    """
    CREATE FUNCTION coprod_content_changed() RETURNS trigger LANGUAGE plpgsql AS $$
    DECLARE free bigint;
    BEGIN
        IF current_setting('coprod.content_changed', true) = 'yes' THEN
            RETURN NULL;
        END IF;
        SELECT id INTO free FROM coprod_contentmark ORDER BY id LIMIT 1 FOR UPDATE SKIP LOCKED;
        IF free IS NULL THEN
            INSERT INTO coprod_contentmark (mark) VALUES (gen_random_uuid());
        ELSE
            UPDATE coprod_contentmark SET mark = gen_random_uuid() WHERE id = free;
        END IF;
        PERFORM set_config('coprod.content_changed', 'yes', true);
        RETURN NULL;
    END $$
    """,
    "DROP FUNCTION coprod_content_changed()",
)


def watch(*tables: str) -> RunSQL:
    """Return the operation that a migration needs for a table whose rows readers see. It reverses."""
    return RunSQL(
        [
            f'CREATE TRIGGER content_changed AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON "{table}" '
            "FOR EACH STATEMENT EXECUTE FUNCTION coprod_content_changed()"
            for table in tables
        ],
        [f'DROP TRIGGER content_changed ON "{table}"' for table in tables],
    )
