"""The outbox: every message is a row before it leaves, written in the transaction of what it is about.

`queue` writes a message, `queue_unwritten` leaves that to the worker, and `deliver_next` sends one that is due. Its row
stays locked: no two workers send it, and one whose worker dies half-way goes again, with the same Message-ID (RFC 1047:
nobody can promise more).
"""

import enum
import logging
import smtplib
from collections.abc import Callable, Mapping
from datetime import timedelta
from email.errors import MessageError
from email.utils import formataddr, make_msgid, parseaddr
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.mail import EmailMultiAlternatives
from django.core.mail.backends.base import BaseEmailBackend
from django.core.validators import validate_email
from django.db import connection, transaction
from django.db.models.functions import Now
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from coprod.forms import readable
from coprod.models import Organisation, OutgoingMail

MOST_TO_ONE_ADDRESS = 3  # in one hour, to an address that someone typed into a form
SUBJECT_LENGTH = 200
ERROR_LENGTH = 500
ENOUGH = _("Not sent: this address had several messages from our forms in one hour.")
# A mail server may take its time while the row is locked: longer than a page may keep a transaction open.
PATIENCE = "SET LOCAL idle_in_transaction_session_timeout = '15min'"

UNWRITABLE = (ValueError, LookupError, TypeError, MessageError, ValidationError)

log = logging.getLogger(__name__)


Writer = Callable[[str], None]  # gets the address that someone typed, and queues what it is sent
_writers: dict[str, Writer] = {}


class Outcome(enum.Enum):
    NOTHING_DUE = enum.auto()
    SENT = enum.auto()
    NOT_SENT = enum.auto()
    WRITTEN = enum.auto()


def queue(
    *, event: str, recipient: str, context: Mapping[str, Any], reference: str = "", is_unverified: bool = False
) -> OutgoingMail:
    """Write a message to one person. It is sent after the transaction that it is written in."""
    words = {**context, "reference": reference, "site_url": settings.SITE_URL}
    folder = f"emails/{event}"
    mail = OutgoingMail(
        event=event,
        recipient=recipient,
        reference=reference,
        is_unverified=is_unverified,
        subject=" ".join(render_to_string(f"{folder}/subject.txt", words).split())[:SUBJECT_LENGTH],
        text=render_to_string(f"{folder}/body.txt", words).strip() + "\n",
        html=render_to_string(f"{folder}/body.html", words).strip() + "\n",
        message_id=make_msgid(domain=urlsplit(settings.SITE_URL).hostname or "localhost"),
    )
    if is_unverified and _has_had_enough(recipient):
        mail.failed_at = timezone.now()
        mail.last_error = str(ENOUGH)
    mail.save(force_insert=True)
    return mail


def writes(event: str) -> Callable[[Writer], Writer]:
    """Mark the function by which the worker writes the messages of an event, when their turn comes."""

    def register(writer: Writer) -> Writer:
        _writers[event] = writer
        return writer

    return register


def queue_unwritten(*, event: str, recipient: str, subject: str) -> OutgoingMail:
    """Leave the writing to the worker: how long the page takes then tells nobody whether we know the address."""
    message_id = make_msgid(domain=urlsplit(settings.SITE_URL).hostname or "localhost")
    return OutgoingMail.objects.create(event=event, recipient=recipient, subject=subject, message_id=message_id)


def deliver_next(mail_server: BaseEmailBackend) -> Outcome:
    """Send one message that is due and that no other worker holds. The mail server's connection is open."""
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute(PATIENCE)
        mail = OutgoingMail.objects.due().select_for_update(skip_locked=True).order_by("due_at", "pk").first()
        if mail is None:
            return Outcome.NOTHING_DUE
        if mail.event in _writers:
            _write(mail)
            return Outcome.WRITTEN
        problem = _send(mail, mail_server)
        # Neither addresses nor words in the log: the row says more, to those who may see it.
        log.info("Mail %s (%s), try %s: %s", mail.pk, mail.event, mail.attempts, problem or "sent")
        return Outcome.NOT_SENT if problem else Outcome.SENT


def _write(mail: OutgoingMail) -> None:
    """Put what is to be sent in the place of a message that was not written yet."""
    if _has_had_enough(mail.recipient):
        mail.give_up(str(ENOUGH))
        return
    _writers[mail.event](mail.recipient)
    mail.delete()


def _send(mail: OutgoingMail, mail_server: BaseEmailBackend) -> str:
    """Send and mark one message. Return the kind of problem, or nothing."""
    try:
        _message(mail, mail_server).send()
    except UNWRITABLE as problem:
        mail.give_up(str(_("This message could not be put together.")))
        return type(problem).__name__
    except OSError as problem:  # smtplib's own are OSErrors too
        words = _words_of(problem)[:ERROR_LENGTH]
        if _is_final(problem):
            mail.give_up(words)
        else:
            mail.try_later(words)
        return type(problem).__name__
    mail.mark_sent()
    return ""


def _message(mail: OutgoingMail, mail_server: BaseEmailBackend) -> EmailMultiAlternatives:
    validate_email(mail.recipient)  # one address, and nothing that could be read as two
    headers = {"Message-ID": mail.message_id, "Auto-Submitted": "auto-generated"}
    message = EmailMultiAlternatives(mail.subject, mail.text, _sender(), [mail.recipient], headers=headers)
    message.connection = mail_server
    if mail.html:
        message.attach_alternative(mail.html, "text/html")
    return message


def _sender() -> str:
    """Our own address, under the name that the site has on its pages."""
    name = " ".join(Organisation.current().name.split())
    return formataddr((name, parseaddr(settings.DEFAULT_FROM_EMAIL)[1]))


def _words_of(problem: OSError) -> str:
    """Return what the mail server said, without the address that it says it about."""
    answers: list[tuple[int, bytes | str]]
    if isinstance(problem, smtplib.SMTPRecipientsRefused):
        answers = list(problem.recipients.values())
    elif isinstance(problem, smtplib.SMTPResponseException):
        answers = [(problem.smtp_code, problem.smtp_error)]
    else:
        return readable(str(problem)) or type(problem).__name__
    return readable("; ".join(f"{code} {_decoded(words)}" for code, words in answers))


def _decoded(words: bytes | str) -> str:
    return words.decode(errors="replace") if isinstance(words, bytes) else words


def _is_final(problem: OSError) -> bool:
    """Say whether the mail server refused this recipient or this message for good (RFC 5321: 5xx)."""
    if isinstance(problem, smtplib.SMTPRecipientsRefused):
        return all(code >= 500 for code, _words in problem.recipients.values())
    if isinstance(problem, smtplib.SMTPNotSupportedError):
        return True  # an address that this server cannot write
    return isinstance(problem, smtplib.SMTPDataError) and problem.smtp_code >= 500


def _has_had_enough(recipient: str) -> bool:
    with connection.cursor() as cursor:
        # Two forms at once with one address wait for each other here, so that both are counted.
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext(upper(%s)))", [recipient])
    sent = OutgoingMail.objects.filter(
        recipient__iexact=recipient, is_unverified=True, failed_at=None, created_at__gt=Now() - timedelta(hours=1)
    )
    return sent.count() >= MOST_TO_ONE_ADDRESS
