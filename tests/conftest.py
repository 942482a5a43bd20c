"""What every test stands on: settings, a PostgreSQL cluster of the run's own, and a real browser.

The process that you start makes the cluster once, and its xdist workers share it, each with a database of its own.
"""

import os
from collections.abc import Iterator
from typing import Any
from unittest import mock

import django
import pytest
from django.test import TransactionTestCase
from pytest_django import DjangoDbBlocker

from coprod.local.binaries import DatabaseProblem
from tests import chromium, pristine
from tests.cluster import OWN_CLUSTER, TestRun

IS_WORKER = "PYTEST_XDIST_WORKER" in os.environ
_run = TestRun()


def pytest_xdist_auto_num_workers() -> int:
    """Half as many again as there are cores: tests wait for PostgreSQL and for browsers."""
    cores = os.cpu_count() or 1
    return cores + cores // 2


def pytest_configure(config: pytest.Config) -> None:
    if not IS_WORKER:
        try:
            _run.prepare()
        except DatabaseProblem as problem:
            pytest.exit(str(problem), returncode=1)
    django.setup()
    # Django's server for browsers hands out every file of the media folder. Ours asks who may see it.
    mock.patch("django.test.testcases._MediaFilesHandler", lambda inside: inside).start()


def pytest_unconfigure() -> None:
    _run.end()


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
def django_db_setup(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """Give every test the rows that migrations made, those after one with real transactions too."""
    with django_db_blocker.unblock():
        pristine.keep()
    with mock.patch.object(TransactionTestCase, "_fixture_teardown", lambda _self: pristine.put_back()):
        yield


@pytest.fixture(scope="session")
def django_db_keepdb(django_db_keepdb: bool) -> bool:
    """Leave the databases of our own cluster: it is thrown away whole, even if a browser holds a page open."""
    return django_db_keepdb or OWN_CLUSTER in os.environ
