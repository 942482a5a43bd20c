"""What every test stands on: settings, a PostgreSQL cluster of the run's own, and a real browser.

The process that you start makes the cluster once, in a temporary folder, and its xdist workers share it, each with a
database of its own. Its keeper (coprod/local/keeper.py) removes the folder when the run has ended, however it ended.
With DATABASE_URL set beforehand that server is used.
"""

import os
import shutil
import tempfile
from pathlib import Path
from typing import Any

import django
import pytest
from pytest_django import DjangoDbBlocker

from coprod.local.binaries import DatabaseProblem
from coprod.local.keeper import Hold
from coprod.local.postgres import Cluster
from tests import chromium, pristine

FIXED = {
    "COPROD_ENV": "test",
    "DJANGO_SETTINGS_MODULE": "coprod.settings",
    "DEBUG": "0",
    "SITE_URL": "http://testserver",
    "SECRET_KEY": "only-for-tests-0123456789-0123456789-0123456789-0123456789",
    "TRUSTED_PROXIES": "0",
    "EXTRA_HOSTS": "",
}
IS_WORKER = "PYTEST_XDIST_WORKER" in os.environ
_state: Path | None = None
_hold: Hold | None = None


def pytest_configure(config: pytest.Config) -> None:
    if not IS_WORKER:
        _prepare()
    config.addinivalue_line("markers", "slow_machine: starts servers for real; those tests share one worker")
    django.setup()


def pytest_unconfigure() -> None:
    if _hold is not None:
        _hold.release()
    if _state is not None:
        shutil.rmtree(_state, ignore_errors=True)


def _prepare() -> None:
    """Set the environment that the settings read, here and in the workers that are started later."""
    global _state, _hold
    os.environ.update(FIXED)
    _state = Path(tempfile.mkdtemp(prefix="coprod-test-"))
    _state.chmod(0o755)  # as root, PostgreSQL is another user and must get in
    for name, folder in {"MEDIA_ROOT": "media", "STATIC_ROOT": "static", "MAIL_FOLDER": "mail"}.items():
        (_state / folder).mkdir(mode=0o700)
        os.environ[name] = str(_state / folder)
    if os.environ.get("DATABASE_URL"):
        return
    try:
        cluster = Cluster.of_project(_state, scratch=True)
        _hold = Hold(cluster, _state)
        _hold.take()
    except DatabaseProblem as problem:
        pytest.exit(str(problem), returncode=1)
    os.environ["DATABASE_URL"] = cluster.url


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, Any]:
    """Start the system's Chromium. Root, as in most build machines, cannot have its sandbox."""
    # Playwright leaves an event loop running in this thread, where Django would refuse to use the database.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    program = chromium.find()
    if program is None:
        pytest.fail("There is no Chromium for the browser tests. `make test` sets one up; or run tests/chromium.py")
    return {"executable_path": program, "args": ["--no-sandbox"] if os.geteuid() == 0 else []}


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> None:
    with django_db_blocker.unblock():
        pristine.keep()


@pytest.fixture(autouse=True)
def _rows_of_migrations(request: pytest.FixtureRequest) -> None:
    """Give a test with real transactions the rows that migrations made: the test before it emptied every table."""
    marker = request.node.get_closest_marker("django_db")
    if (marker and marker.kwargs.get("transaction")) or {"live_server", "transactional_db"} & {*request.fixturenames}:
        request.getfixturevalue("transactional_db")
        pristine.put_back()
