"""Settings of a developer's machine: made up once, kept in `.local/`, and never asking anybody anything."""

import atexit
import multiprocessing
import os
import secrets
import shutil
import signal
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from coprod.environment import DEVELOPMENT
from coprod.local.binaries import DatabaseProblem
from coprod.local.keeper import PROJECT, Hold
from coprod.local.postgres import Cluster
from coprod.local.processes import die_with_parent

STATE = Path(os.environ.get("COPROD_STATE") or PROJECT / ".local")
ADDRESS = STATE / "address"
SUPERVISED = "COPROD_SUPERVISED"
# Commands that only read the code. They get the settings, and no database is started for them.
WITHOUT_DATABASE = {"help", "--help", "-h", "version", "--version", "makemessages", "compilemessages"}


def prepare_environment() -> Hold | None:
    """Set what the settings need and nobody has set, and return our hold on the embedded database, if that is used.

    Ends with one plain line when this machine cannot do it.
    """
    if SUPERVISED in os.environ:
        _die_with_the_supervisor(int(os.environ[SUPERVISED]))
    if os.environ.setdefault("COPROD_ENV", DEVELOPMENT) != DEVELOPMENT:
        return None
    try:
        return _set_what_is_missing()
    except PermissionError as refused:
        raise SystemExit(
            f"You may not use {refused.filename}. Run this as the user who made it, or remove it."
        ) from None
    except DatabaseProblem as problem:
        raise SystemExit(str(problem)) from None


def staff_password() -> str:
    return _kept("staff-password", _easy_to_type)


def reset() -> int:
    """Remove the database, the pictures, the mail and the secrets of this machine."""
    try:
        cluster = Cluster.of_project(STATE)
        if Hold(cluster, STATE).running():
            print("The site or a command is still running here. Stop it first.", file=sys.stderr)
            return 1
        cluster.remove()
        shutil.rmtree(STATE, ignore_errors=True)
    except DatabaseProblem as problem:
        print(problem, file=sys.stderr)
        return 1
    return 0


def _die_with_the_supervisor(supervisor: int) -> None:
    """Web workers and reloaded servers are its children's children: each generation ties itself to the one before."""
    die_with_parent()
    try:
        os.kill(supervisor, 0)
    except ProcessLookupError:  # it died before the kernel was asked
        os._exit(1)
    if multiprocessing.parent_process() is not None:
        # A web worker begins with its parent's handlers, which do nothing in it: while it loads, SIGTERM must end it.
        signal.signal(signal.SIGTERM, signal.SIG_DFL)


def _set_what_is_missing() -> Hold | None:
    STATE.mkdir(exist_ok=True)
    if STATE.stat().st_uid == os.geteuid():
        STATE.chmod(0o755)  # PostgreSQL may have to enter as another user; what is secret in it is closed by itself
    os.environ.setdefault("SECRET_KEY", _kept("secret-key", lambda: secrets.token_urlsafe(50)))
    os.environ.setdefault("SITE_URL", _address())
    os.environ.setdefault("MEDIA_ROOT", str(STATE / "media"))
    os.environ.setdefault("PROOFS_FOLDER", str(STATE / "proofs"))
    os.environ.setdefault("STATIC_ROOT", str(STATE / "static"))
    os.environ.setdefault("MAIL_FOLDER", str(STATE / "mail"))
    cluster = Cluster.of_project(STATE)
    if os.environ.setdefault("DATABASE_URL", cluster.url) != cluster.url or not _needs_database(sys.argv):
        return None
    hold = Hold(cluster, STATE)
    hold.take()
    atexit.register(hold.release)
    return hold


def _needs_database(arguments: list[str]) -> bool:
    return not WITHOUT_DATABASE & set(arguments[1:]) and not (
        len(arguments) == 1 and arguments[0].endswith("manage.py")
    )


def _address() -> str:
    """Return the address of the running site, else the one that it would have."""
    return ADDRESS.read_text() if ADDRESS.exists() else f"http://127.0.0.1:{os.environ.get('PORT') or 8000}"


def _kept(name: str, make: Callable[[], str]) -> str:
    """Return a secret from its file, made on the first call. Of two first calls at once, one makes it for both."""
    path = STATE / name
    if not path.exists():
        mine = path.with_name(f"{name}.{os.getpid()}")
        mine.touch(mode=0o600)
        mine.write_text(make())
        with suppress(FileExistsError):
            path.hardlink_to(mine)
        mine.unlink()
    return path.read_text()


def _easy_to_type() -> str:
    """Return a password of some 50 random bits that can be read out and typed."""
    letters = [secrets.choice("bdfghjklmnprstvwz") + secrets.choice("aeiou") for _ in range(8)]
    return "-".join("".join(letters[start : start + 2]) for start in range(0, 8, 2))
