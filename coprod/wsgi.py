"""The door for the web server."""

from contextlib import suppress
from typing import Any

from coprod.environment import prepare

prepare()

import django  # noqa: E402 - it reads the settings that prepare() chose

django.setup(set_prefix=False)

from django.core.handlers.wsgi import WSGIHandler, WSGIRequest  # noqa: E402
from django.db import DatabaseError, InterfaceError, connection  # noqa: E402
from django.utils.http import parse_header_parameters  # noqa: E402

from coprod.context_processors import organisation  # noqa: E402


class Request(WSGIRequest):
    """A request in UTF-8, whatever it says of itself: our pages send nothing else, and Django fails on rot13."""

    def _set_content_type_params(self, meta: dict[str, Any]) -> None:
        said = meta.get("CONTENT_TYPE", "")
        try:
            self.content_type, self.content_params = parse_header_parameters(said)
        except ValueError:
            self.content_type, self.content_params = said.partition(";")[0].strip().lower(), {}
            meta["CONTENT_TYPE"] = self.content_type  # what reads a form reads this again


class Handler(WSGIHandler):
    request_class = Request


application = Handler()

# Read the phone number now: a database that goes away before the first page would leave us without it.
with suppress(DatabaseError, InterfaceError):
    organisation()
connection.close()
