"""The messages about a piece that came in: to its writer, and to staff. They say that it came, never what it says."""

import base64
from typing import Any

from django.conf import settings
from django.contrib.auth.models import User
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.crypto import constant_time_compare, salted_hmac

from blog.models import Submission
from coprod import outbox
from coprod.accounts.emails import addresses_of
from coprod.accounts.roles import BACKEND
from coprod.models import SECRET, Organisation, OutgoingMail

MAY_ANSWER = "blog.change_submission"


def piece_received(submission: Submission) -> None:
    """Tell the writer what happens next, if they gave an e-mail address."""
    if not submission.email:
        return
    not_me = reverse("write_for_us_not_me", args=[submission.key, not_me_token(submission)])
    outbox.queue(
        event="piece_received",
        recipient=submission.email,
        context={"organisation": Organisation.current(), "not_me": settings.SITE_URL + not_me},
        reference=submission.reference,
        is_unverified=True,
    )


def piece_answered(submission: Submission, words: str) -> OutgoingMail:
    """Send the writer what staff have written. The address was typed into a form: nothing of the form goes with it."""
    return outbox.queue(
        event="piece_answered",
        recipient=submission.email,
        context=_answer(submission, words),
        reference=submission.reference,
        is_unverified=True,
    )


def as_it_arrives(submission: Submission, words: str) -> dict[str, str]:
    """Subject and text of that message, for staff who look at it before it goes."""
    context = {**_answer(submission, words), "reference": submission.reference}
    parts = {part: render_to_string(f"emails/piece_answered/{part}.txt", context) for part in ("subject", "body")}
    # The link is a proof that someone reads the mail of this address: it stands in the mail and nowhere else.
    return {part: SECRET.sub("…", text.strip()) for part, text in parts.items()}


def _answer(submission: Submission, words: str) -> dict[str, Any]:
    not_me = reverse("write_for_us_not_me", args=[submission.key, not_me_token(submission)])
    return {"organisation": Organisation.current(), "not_me": settings.SITE_URL + not_me, "words": words}


def piece_offered(submission: Submission) -> None:
    """Tell those who answer writers that a piece came in."""
    _tell_staff("piece_offered", submission)


def piece_not_theirs(submission: Submission) -> None:
    """Tell them that the owner of the e-mail address did not send it."""
    _tell_staff("piece_not_theirs", submission)


def not_me_token(submission: Submission) -> str:
    """Return what proves that someone reads the mail of this address: it is in our e-mail and nowhere else."""
    digest = salted_hmac("blog.submissions.not-me", submission.key.hex, algorithm="sha256").digest()
    return base64.urlsafe_b64encode(digest).decode().rstrip("=")


def is_not_me_token(submission: Submission, token: str) -> bool:
    return constant_time_compare(not_me_token(submission), token)


def _tell_staff(event: str, submission: Submission) -> None:
    organisation = Organisation.current()
    context = {"organisation": organisation, "link": settings.SITE_URL + reverse("admin:index")}
    may_answer = User.objects.with_perm(MAY_ANSWER, include_superusers=False, backend=BACKEND)
    for address in addresses_of(may_answer, organisation):
        outbox.queue(event=event, recipient=address, context=context, reference=submission.reference)
