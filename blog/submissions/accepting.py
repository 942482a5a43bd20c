"""Staff accept a guest piece: it becomes a draft post, with its author and its picture."""

from django.db import transaction
from django.utils.html import linebreaks

from blog.models import Author, Post, PostPicture, Submission
from coprod.redrawing import Drawn


@transaction.atomic
def accept(*, submission: Submission) -> Post:
    """Make the draft, or return the one that was made before: two people may press the button."""
    submission = Submission.objects.select_for_update().get(pk=submission.pk)
    if submission.post is not None:
        return submission.post
    post = Post(title=submission.title, body=linebreaks(submission.piece, autoescape=True), status=Post.Status.DRAFT)
    post.save()
    post.set_by_line(_author_of(submission))
    if submission.picture:
        _take_picture(submission, post)
    submission.post = post
    submission.save(update_fields=["post", "updated_at"])
    return post


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


def _author_of(submission: Submission) -> Author:
    """The same name with the same role and organisation is the same author; anything else staff can mend by hand."""
    as_it_reads = {"name": submission.name, "role": submission.role, "organisation": submission.organisation}
    return Author.objects.filter(**as_it_reads).first() or Author.objects.create(**as_it_reads)
