"""Storing what a guest answers: once, with the words that they agreed to, and with a note to staff."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from blog.models import ByLine, GuestAnswer, Post, PreviewLink
from blog.models.previews import fingerprint
from blog.previews import agreeing, emails
from blog.previews.forms import ApproveForm, CommentForm
from blog.submissions.agreeing import year_after


@transaction.atomic
def record(*, link: PreviewLink, form: ApproveForm | CommentForm, looks_automatic: bool) -> GuestAnswer:
    """Store the answer, or return the one that is there: a double click, Back and a reload all come here again."""
    PreviewLink.objects.select_for_update().get(pk=link.pk)
    answer = GuestAnswer(
        key=form.key,
        post=link.post,
        link=link,
        kind=form.kind,
        name=form.cleaned_data["name"],
        message=form.cleaned_data.get("message", ""),
        fingerprint=fingerprint(link.post),
        looks_automatic=looks_automatic,
    )
    if same := _stored_before(answer):
        return same
    if answer.kind == GuestAnswer.Kind.APPROVED:
        answer.consent_words = str(agreeing.STATEMENTS[agreeing.CURRENT])
        answer.consent_version = agreeing.CURRENT
    answer.save(force_insert=True)
    if not looks_automatic:
        _note_consent(answer)
        emails.guest_answered(answer)
    return answer


def _stored_before(answer: GuestAnswer) -> GuestAnswer | None:
    same = GuestAnswer.objects.filter(key=answer.key).first()
    if same is None and answer.kind == GuestAnswer.Kind.APPROVED:
        same = GuestAnswer.objects.filter(
            link=answer.link, kind=answer.kind, fingerprint=answer.fingerprint, name=answer.name
        ).first()
    return same


def _note_consent(answer: GuestAnswer) -> None:
    """Write the consent down at the by-line that it is about, if there is no doubt which one that is."""
    if answer.kind != GuestAnswer.Kind.APPROVED or answer.post is None or answer.link is None:
        return
    line = _line_of(answer.post, answer.link.name)
    today = timezone.localdate()
    if line is None or line.agrees_on(today):
        return
    line.consent_given_by = _("%(name)s, by the private preview link. Answer %(reference)s") % {
        "name": answer.name[:150],
        "reference": answer.reference,
    }
    line.consented_on, line.consent_review_on = today, year_after(today)
    line.save(update_fields=["consent_given_by", "consented_on", "consent_review_on"])


def _line_of(post: Post, name: str) -> ByLine | None:
    lines = list(post.by_line.select_related("author"))
    if len(lines) == 1:
        return lines[0]
    named = [line for line in lines if line.author.name.casefold() == name.casefold()]
    return named[0] if len(named) == 1 else None
