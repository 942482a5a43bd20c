"""Mail on a developer's machine: one readable .eml file a message, in settings.EMAIL_FILE_PATH."""

import email.policy
import os
import secrets
from collections.abc import Sequence
from email.message import EmailMessage as ParsedMessage
from email.parser import BytesParser
from pathlib import Path

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend
from django.utils import timezone
from django.utils.text import slugify


class EmailBackend(BaseEmailBackend):
    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        for message in email_messages:
            _write(message)
        return len(email_messages)


def folder() -> Path:
    return Path(settings.EMAIL_FILE_PATH)


def sent() -> list[str]:
    """Return the names of the messages, the newest first."""
    return sorted((path.name for path in folder().glob("*.eml")), reverse=True)


def read(name: str) -> ParsedMessage | None:
    """Return one message, or None: only what `sent` lists can be read, so no name leads out of the folder."""
    if name not in sent():
        return None
    return BytesParser(ParsedMessage, policy=email.policy.default).parsebytes((folder() / name).read_bytes())


def _write(message: EmailMessage) -> None:
    """Write beside its place, then move it there: whoever looks sees whole messages only."""
    folder().mkdir(mode=0o700, parents=True, exist_ok=True)
    subject = slugify(message.subject)[:40].strip("-") or "no-subject"
    name = f"{timezone.localtime():%Y%m%d-%H%M%S-%f}-{subject}-{secrets.token_hex(3)}.eml"
    half = folder() / f"{name}.half"
    handle = os.open(half, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(message.message().as_bytes())
    half.rename(folder() / name)
