"""Staff accept a guest piece: it becomes a draft post, with its by-line, its picture and what its writer agreed to."""

import re
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.html import linebreaks
from django.utils.translation import gettext as _

from blog import versions
from blog.models import Author, ByLine, Post, PostPicture, Submission
from coprod.inbox.search import has_name
from coprod.names import UNSEEN
from coprod.redrawing import Drawn

MOST_OFFERED = 20


@transaction.atomic
def accept(*, submission: Submission, author: Author | None, by: Any) -> Post:
    """Make the draft, or return the one that was made before. Without an author that staff chose, it is a new one."""
    if submission.draft is not None:
        return submission.draft
    post = Post(
        title=submission.title,
        body=linebreaks(submission.piece, autoescape=True),
        status=Post.Status.DRAFT,
        created_by=by,
    )
    post.save()
    post.set_by_line(_by_line(submission, author or _new_author(submission)))
    if submission.picture:
        _take_picture(submission, post)
    versions.keep(post, why=_("A guest’s piece, as it came"))
    submission.post = post
    submission.save(update_fields=["post", "updated_at"])
    return post


def authors_called(name: str) -> list[Author]:
    """Authors of this very name, as it looks. One of them may be the writer, and may as well be a namesake."""
    longest_word = max(_as_it_looks(name).split(), key=len, default="")
    alike = Author.objects.filter(has_name(longest_word, "name")) if longest_word else []
    return [author for author in alike if _as_it_looks(author.name) == _as_it_looks(name)][:MOST_OFFERED]


def _as_it_looks(name: str) -> str:
    return " ".join(re.sub(UNSEEN, "", name).split()).casefold()


def _new_author(submission: Submission) -> Author:
    return Author.objects.create(name=submission.name, role=submission.role, organisation=submission.organisation)


def _by_line(submission: Submission, author: Author) -> ByLine:
    """Role and organisation as the writer gave them with this piece, whatever an author of that name had before."""
    return ByLine(
        author=author,
        role=submission.role,
        organisation=submission.organisation,
        consent_given_by=submission.name,
        consented_on=timezone.localdate(submission.consented_at),
        consent_review_on=submission.consent_review_on,
    )


def _take_picture(submission: Submission, post: Post) -> None:
    """Put it at the top. Until staff say otherwise we take it that people are in it: their yes came with the piece."""
    picture = PostPicture(
        post=post,
        alt=submission.picture_alt,
        decorative=not submission.picture_alt,
        shows_people=True,
        consent_given_by=submission.name,
        consent_review_on=submission.consent_review_on,
        is_lead=True,
    )
    with submission.picture.open() as file:
        picture.picture.save("picture", Drawn(file.read()), save=True)
