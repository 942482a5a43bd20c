"""A wrong setting stops the start within a second, and says what to do."""

import os
import runpy
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

SETTINGS = Path(__file__).resolve().parents[2] / "coprod" / "settings.py"
GOOD = {
    "COPROD_ENV": "production",
    "SECRET_KEY": "kf83hd02mcnw7r6t1qz5xv9b4gslp0yjeua8io2d3f4h5j6k7l",
    "SITE_URL": "https://www.example.org",
    "DATABASE_URL": "postgres://coprod@127.0.0.1/coprod",
    "EMAIL_HOST": "smtp.example.org",
    "DEFAULT_FROM_EMAIL": "hello@example.org",
    "TRUSTED_PROXIES": "1",
}


def start(**changes: str) -> subprocess.CompletedProcess[str]:
    environment = {"PATH": os.environ["PATH"], **GOOD, **changes}
    code = "import coprod.settings as s; print(s.ALLOWED_HOSTS, s.SESSION_COOKIE_NAME, s.SECURE_SSL_REDIRECT)"
    return subprocess.run(
        [sys.executable, "-c", code], env=environment, capture_output=True, text=True, timeout=20, check=False
    )


def read(monkeypatch: pytest.MonkeyPatch, **changes: str) -> dict[str, Any]:
    """Read the settings anew, beside those of this test run, which they leave alone."""
    for name in [name for name in os.environ if name != "PATH"]:
        monkeypatch.delenv(name)
    for name, value in {**GOOD, **changes}.items():
        monkeypatch.setenv(name, value)
    return runpy.run_path(str(SETTINGS))


def test_a_whole_set_of_settings_starts_the_site_with_secure_cookies() -> None:
    result = start()
    assert result.returncode == 0, result.stderr
    assert result.stdout.strip() == "['www.example.org'] __Host-session True"


def test_the_start_ends_without_a_traceback() -> None:
    result = start(SECRET_KEY="")
    assert result.returncode == 1
    assert (
        result.stderr.strip()
        == "Coprod cannot start: SECRET_KEY is not set. Give it a value: docs/deploying.md says which."
    )


@pytest.mark.parametrize(
    "name", ["SECRET_KEY", "SITE_URL", "DATABASE_URL", "EMAIL_HOST", "DEFAULT_FROM_EMAIL", "TRUSTED_PROXIES"]
)
def test_a_missing_setting_is_named(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(SystemExit) as ended:
        read(monkeypatch, **{name: ""})
    words = f"Coprod cannot start: {name} is not set. Give it a value: docs/deploying.md says which."
    assert ended.value.code == words  # Python writes it to the terminal and ends with 1


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("SECRET_KEY", "short", "is too easy to guess"),
        ("SECRET_KEY", "a" * 60, "is too easy to guess"),
        ("SITE_URL", "www.example.org", "Use an address such as https://"),
        ("SITE_URL", "http://www.example.org", "must start with https://"),
        ("SITE_URL", "https://www.example.org/site", "Use an address such as https://"),
        ("SITE_URL", "https://www.example.org:web", "Use an address such as https://"),
        ("SITE_URL", "https://me:word@www.example.org", "Use an address such as https://"),
        ("SITE_URL", "https://[www.example.org", "Use an address such as https://"),
        ("SITE_URL", "https://www.example.org/?page=1", "Use an address such as https://"),
        ("EXTRA_HOSTS", "example.org,example.com", "with spaces between"),
        ("EXTRA_HOSTS", "https://example.org", "Use names such as example.org"),
        ("DATABASE_URL", "sqlite:///db.sqlite3", "must start with postgres://"),
        ("DATABASE_URL", "postgres://coprod:a/b@127.0.0.1/coprod", "write / as %2F"),
        ("DATABASE_OWNER_URL", "postgres://coprod@127.0.0.1/coprod", "has the same user as DATABASE_URL"),
        ("DATABASE_OWNER_URL", "postgres://owner@127.0.0.1/another", "leads to another, and DATABASE_URL to coprod"),
        ("DEBUG", "1", "Turn it off"),
        ("DEBUG", "maybe", "Use 1 or 0"),
        ("COPROD_ENV", "live", "Use one of: development, production, test"),
        ("EMAIL_PORT", "smtp", "Use a whole number"),
        ("DEFAULT_FROM_EMAIL", "Coprod", "Use an address such as hello@example.org"),
        ("TRUSTED_PROXIES", "x", "Use a whole number of 0 or more"),
        ("PAGE_CACHE_MB", "abc", "Use a whole number of 0 or more"),
        ("PAGE_CACHE_MB", "-1", "Use a whole number of 0 or more"),
        ("MEDIA_ROOT", "media", "Use the whole path, such as /srv/coprod/media"),
        ("PROOFS_FOLDER", "./proofs", "Use the whole path"),
        ("STATIC_ROOT", "static", "Use the whole path"),
        ("SECOND_STEP", "0", "staff see health data"),
    ],
)
def test_a_wrong_setting_is_explained(name: str, value: str, words: str, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(SystemExit) as ended:
        read(monkeypatch, **{name: value})
    assert str(ended.value.code).startswith(f"Coprod cannot start: {name} ")
    assert words in str(ended.value.code)


@pytest.mark.parametrize(
    ("port", "from_the_first_word", "after_a_greeting"), [("587", False, True), ("465", True, False)]
)
def test_mail_to_another_machine_is_always_in_tls(
    port: str, from_the_first_word: bool, after_a_greeting: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = read(monkeypatch, EMAIL_PORT=port)
    assert (found["EMAIL_USE_SSL"], found["EMAIL_USE_TLS"]) == (from_the_first_word, after_a_greeting)


def test_a_host_may_be_written_large_and_have_a_port(monkeypatch: pytest.MonkeyPatch) -> None:
    found = read(monkeypatch, SITE_URL="https://WWW.Example.org:8443/")
    assert (found["SITE_URL"], found["ALLOWED_HOSTS"]) == ("https://WWW.Example.org:8443", ["www.example.org"])


def test_on_this_machine_itself_plain_http_will_do(monkeypatch: pytest.MonkeyPatch) -> None:
    found = read(monkeypatch, SITE_URL="http://127.0.0.1:8000")
    assert found["ALLOWED_HOSTS"] == ["127.0.0.1", "127.0.0.1", "localhost", "[::1]"]
    assert (found["SESSION_COOKIE_NAME"], found["SECURE_SSL_REDIRECT"]) == ("session", False)
