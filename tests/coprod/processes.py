"""Processes of the site, started as on a server, on the database of the test that starts them."""

import os
import time
from collections.abc import Callable

from django.conf import settings


def environment_of_this_test(**more: str) -> dict[str, str]:
    base, _slash, rest = os.environ["DATABASE_URL"].rpartition("/")
    _name, mark, options = rest.partition("?")
    return {**os.environ, "DATABASE_URL": f"{base}/{settings.DATABASES['default']['NAME']}{mark}{options}", **more}


def wait_until(true: Callable[[], bool], seconds: float = 120) -> None:
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, "it never happened"
        time.sleep(0.05)
