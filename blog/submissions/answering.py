"""Staff answer the writer of a guest piece: accept it, ask for changes, or decline. What they say goes with the answer.

The answer, its mail and where the piece stands then are one transaction. A form carries a key: sent twice, it is one.
"""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from blog.models import Author, Submission
from blog.submissions import emails
from blog.submissions.accepting import accept

Status = Submission.Status


class Kind(models.TextChoices):
    ACCEPT = "accept", _("Accept it")
    CHANGES = "changes", _("Ask for changes")
    DECLINE = "decline", _("Decline it")

    @property
    def leads_to(self) -> str:
        return {Kind.ACCEPT: Status.ACCEPTED, Kind.CHANGES: Status.CHANGES, Kind.DECLINE: Status.DECLINED}[self]

    @property
    def done(self) -> Any:
        """What the record says of it."""
        return {
            Kind.ACCEPT: _("Accepted. It is a draft post now."),
            Kind.CHANGES: _("Asked for changes."),
            Kind.DECLINE: _("Declined."),
        }[self]


class Way(models.TextChoices):
    EMAIL = "email", _("By e-mail")
    PHONE = "phone", _("By phone")


class Changed(Exception):
    """Someone else has moved the piece on since the page was opened."""


class NotSent(Exception):
    """The address had so many messages this hour that it gets no more."""


@dataclass(frozen=True)
class Answer:
    kind: Kind
    way: Way
    words: str
    key: UUID
    was: str  # where the piece stood when the page was opened
    by: Any
    author: Author | None = None  # one of that name who is known already


def ways_to(submission: Submission) -> list[Way]:
    """How the writer can be told, the usual way first."""
    given = {Way.EMAIL: submission.email, Way.PHONE: submission.phone}
    return [way for way in Way if given[way]]


def kinds_for(submission: Submission) -> list[Kind]:
    """What can be answered now. Whoever did not write the piece gets no answer about it."""
    if submission.not_me_at or submission.deleted_at:
        return []
    return [kind for kind in Kind if not (kind == Kind.DECLINE and submission.draft)]


@transaction.atomic
def answer(submission: Submission, given: Answer) -> bool:
    """Do what was answered and tell the writer. False: this very answer was given before."""
    row = Submission.objects.select_for_update().get(pk=submission.pk)
    if row.answer_key == given.key:
        return False
    if row.status != given.was or given.kind not in kinds_for(row):
        raise Changed
    if given.kind == Kind.ACCEPT:
        accept(submission=row, author=given.author, by=given.by)
    row.move_on(status=given.kind.leads_to, answer_key=given.key)
    if given.way == Way.EMAIL and emails.piece_answered(row, given.words).failed_at:
        raise NotSent
    return True
