"""The door for the web server."""

from contextlib import suppress

from coprod.environment import prepare

prepare()

from django.core.wsgi import get_wsgi_application  # noqa: E402 - it reads the settings that prepare() chose

application = get_wsgi_application()

from django.db import DatabaseError, InterfaceError, connection  # noqa: E402

from coprod.context_processors import organisation  # noqa: E402

# Read the phone number now: a database that goes away before the first page would leave us without it.
with suppress(DatabaseError, InterfaceError):
    organisation()
connection.close()
