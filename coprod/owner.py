"""The database role that owns the tables, where the site's own role may only read and write rows.

With DATABASE_OWNER_URL, `migrate` and `restore_backup` work as the owner and let the site's role in. Without it there
is one role for all.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings
from django.db import connection, transaction

# Later versions' tables too: what is made by default is for the site before anybody has thought of it.
GRANTS = """
GRANT USAGE ON SCHEMA public TO {site};
GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {site};
GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {site};
ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO {site};
ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT USAGE, SELECT ON SEQUENCES TO {site};
"""
MAY_CHANGE_TABLES = """
SELECT has_schema_privilege('public', 'CREATE') OR EXISTS (
    SELECT FROM pg_class
    WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' AND pg_has_role(relowner, 'USAGE')
)
"""


@contextmanager
def as_owner() -> Iterator[None]:
    """Be the owner of the tables meanwhile."""
    if settings.DATABASE_OWNER is None:
        yield
        return
    own = connection.settings_dict
    owner = {key: settings.DATABASE_OWNER[key] for key in ("USER", "PASSWORD", "HOST", "PORT")}
    options = {**own["OPTIONS"], **settings.DATABASE_OWNER.get("OPTIONS", {})}
    connection.close()
    connection.settings_dict = {**own, **owner, "OPTIONS": options}  # and not in place: it is settings.DATABASES too
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict = own


def let_the_site_in() -> None:
    """Give the site's role what it needs, in all tables that there are and will be. Only the owner can."""
    if settings.DATABASE_OWNER is None:
        return
    site = connection.ops.quote_name(settings.DATABASES["default"]["USER"])
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(GRANTS.format(site=site))


def site_may_change_tables() -> bool:
    with connection.cursor() as cursor:
        cursor.execute(MAY_CHANGE_TABLES)
        return bool(cursor.fetchone()[0])
