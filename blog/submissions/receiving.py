"""Storing a piece that someone offers: words, picture, what was agreed to and the mail about it, all or nothing."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone

from blog.models import DraftPicture, Submission
from blog.submissions import agreeing, emails
from blog.submissions.forms import ConsentForm
from coprod.journeys.models import Draft
from coprod.redrawing import Drawn

AS_TYPED = ("title", "piece", "name", "role", "organisation", "email", "phone")


@transaction.atomic
def receive_piece(
    *, answers: Mapping[str, Any], consent: ConsentForm, draft: Draft, looks_automatic: bool
) -> Submission:
    """Store the piece. The draft is locked and not sent yet, so this is the only time."""
    submission = Submission(
        key=draft.key,
        **{name: answers[name] for name in AS_TYPED},
        consent_words=consent.words(),
        consent_version=consent.version,
        consent_review_on=agreeing.year_after(timezone.localdate()),
        looks_automatic=looks_automatic,
    )
    kept = DraftPicture.objects.filter(draft=draft)
    picture = kept.first() if consent.picture_too else None
    if picture is not None:
        submission.picture_alt = answers["picture_alt"]
        submission.picture.save("picture.webp", Drawn(bytes(picture.data), name="picture.webp"), save=False)
    try:
        _store(submission)
    except BaseException:
        submission.picture.delete(save=False)  # the row is taken back, and nobody else knows of the file
        raise
    kept.delete()
    return submission


def _store(submission: Submission) -> None:
    submission.save(force_insert=True)
    if not submission.looks_automatic:
        emails.piece_received(submission)
        emails.piece_offered(submission)


@transaction.atomic
def note_not_me(submission: Submission) -> None:
    """The owner of the e-mail address did not send this piece: staff are told, once."""
    if submission.mark_not_me():
        emails.piece_not_theirs(submission)
    submission.refresh_from_db(fields=["not_me_at"])
