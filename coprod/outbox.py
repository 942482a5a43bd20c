"""The outbox: every message is a row before it leaves, written in the transaction of what it is about.

`queue` writes a message, `deliver` sends what is due. A message whose sender dies half-way goes again with the same Message-ID.
"""

from collections.abc import Mapping
from datetime import timedelta
from email.utils import make_msgid
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.db import connection
from django.db.models.functions import Now
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext as _

from coprod.models import OutgoingMail

MOST_TO_ONE_ADDRESS = 3  # in one hour, to an address that someone typed into a form
SUBJECT_LENGTH = 200


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
        mail.last_error = _("Not sent: this address had several messages from our forms in one hour.")
    mail.save(force_insert=True)
    return mail


def _has_had_enough(recipient: str) -> bool:
    with connection.cursor() as cursor:
        # Two forms at once with one address wait for each other here, so that both are counted.
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext(upper(%s)))", [recipient])
    sent = OutgoingMail.objects.filter(
        recipient__iexact=recipient, is_unverified=True, failed_at=None, created_at__gt=Now() - timedelta(hours=1)
    )
    return sent.count() >= MOST_TO_ONE_ADDRESS
