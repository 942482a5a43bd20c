"""The door for the web server."""

from contextlib import suppress
from pathlib import Path
from typing import Any

from coprod.environment import prepare

prepare()

import django  # noqa: E402 - it reads the settings that prepare() chose

django.setup(set_prefix=False)

from django.conf import settings  # noqa: E402
from django.core.handlers.wsgi import WSGIHandler, WSGIRequest  # noqa: E402
from django.db import DatabaseError, InterfaceError, connection  # noqa: E402
from django.template.loader import get_template  # noqa: E402
from django.utils.http import parse_header_parameters  # noqa: E402

from coprod import frozen  # noqa: E402
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


def read_templates() -> None:
    """Keep every page's template in memory, where Django would read each for the first visitor who wants it.

    While the files of a new version are put in place, a process with the old code goes on with its own templates.
    """
    folder = settings.BASE_DIR / "templates"
    for file in filter(Path.is_file, folder.rglob("*")):
        get_template(str(file.relative_to(folder)))


frozen.watch_every_question()
application = Handler()
if settings.PRODUCTION:
    read_templates()

# Read the phone number now: a database that goes away before the first page would leave us without it.
with suppress(DatabaseError, InterfaceError):
    organisation()
connection.close()
