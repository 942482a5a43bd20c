"""Mail on a developer's machine: a file a message, and pages to read it."""

from pathlib import Path
from typing import Any

import pytest
from django.core.mail import EmailMultiAlternatives, get_connection
from django.test import Client

from coprod.local import mail

pytestmark = pytest.mark.django_db


@pytest.fixture
def folder(settings: Any, tmp_path: Path) -> Path:
    settings.EMAIL_FILE_PATH = str(tmp_path / "mail")
    return tmp_path / "mail"


def send(
    subject: str = "We have your message", text: str = "Hello Siân.\n\nYour reference is ABC.", html: str = ""
) -> str:
    """Send one message as the site on a developer's machine does. Return the name of its file."""
    connection = get_connection("coprod.local.mail.EmailBackend")
    message = EmailMultiAlternatives(subject, text, to=["sian@example.org"], connection=connection)
    if html:
        message.attach_alternative(html, "text/html")
    assert message.send() == 1
    return mail.sent()[0]


def test_a_message_is_a_file_that_a_person_can_read(folder: Path) -> None:
    name = send()
    assert [path.name for path in folder.iterdir()] == [name]
    assert "we-have-your-message" in name
    assert "Your reference is ABC." in (folder / name).read_text()
    assert (folder / name).stat().st_mode & 0o077 == 0


def test_the_list_shows_the_newest_message_first(folder: Path, client: Client) -> None:
    send("First")
    send("Second")
    page = client.get("/development/mail/").content.decode()
    assert "2 messages" in page
    assert page.index("Second") < page.index("First")


def test_the_list_says_so_when_nothing_was_sent(folder: Path, client: Client) -> None:
    assert "Nothing was sent yet." in client.get("/development/mail/").content.decode()


def test_a_message_shows_its_headers_and_its_text(folder: Path, client: Client) -> None:
    page = client.get(f"/development/mail/{send()}/").content.decode()
    assert '<h1 dir="auto">We have your message</h1>' in page
    assert "sian@example.org" in page
    assert "Hello Siân." in page


def test_the_html_of_a_message_runs_nothing(folder: Path, client: Client) -> None:
    name = send(html="<p>Hello</p><script>alert(1)</script>")
    assert "<script>alert(1)" not in client.get(f"/development/mail/{name}/").content.decode()
    alone = client.get(f"/development/mail/{name}/html/")
    assert "<p>Hello</p>" in alone.content.decode()
    policy = alone.headers["Content-Security-Policy"]
    assert policy.startswith("sandbox ")
    assert "default-src 'none'" in policy
    assert "script" not in policy


def test_a_message_without_html_has_no_such_page(folder: Path, client: Client) -> None:
    assert client.get(f"/development/mail/{send()}/html/").status_code == 404


@pytest.mark.parametrize(
    "name", ["..%2Fsecret.eml", "%2e%2e%2fsecret.eml", "..\\secret.eml", "none.eml", "secret.eml%00.eml"]
)
def test_no_name_leads_out_of_the_folder(folder: Path, client: Client, name: str) -> None:
    send()
    (folder.parent / "secret.eml").write_text("Subject: secret\n\nsecret words")
    answer = client.get(f"/development/mail/{name}/")
    assert answer.status_code in (400, 404)
    assert "secret words" not in answer.content.decode()


def test_the_pages_only_show_mail(folder: Path, client: Client) -> None:
    name = send()
    for path in ("/development/mail/", f"/development/mail/{name}/", f"/development/mail/{name}/html/"):
        assert client.post(path).status_code == 405
