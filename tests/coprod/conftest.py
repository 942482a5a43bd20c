"""A mail server for the tests of what leaves the site."""

from collections.abc import Iterator
from typing import Any

import pytest

from tests.coprod import mail_server as real


@pytest.fixture
def mail_server(settings: Any) -> Iterator[real.MailServer]:
    """A real one on loopback, and the settings that lead to it."""
    with real.running() as server:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", server.port, 3
        settings.EMAIL_USE_TLS, settings.EMAIL_HOST_USER = False, ""
        yield server
