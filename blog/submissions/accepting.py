"""Staff accept a guest piece: it becomes a draft post, with its author and its picture."""

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils.html import linebreaks

from blog.models import Author, Post, Submission


@transaction.atomic
def accept(*, submission: Submission) -> Post:
    """Make the draft, or return the one that was made before: two people may press the button."""
    submission = Submission.objects.select_for_update().get(pk=submission.pk)
    if submission.post is not None:
        return submission.post
    post = Post(title=submission.title, body=linebreaks(submission.piece, autoescape=True), status=Post.Status.DRAFT)
    if submission.picture:
        with submission.picture.open() as picture:
            post.picture.save("picture", ContentFile(picture.read()), save=False)
        post.picture_alt, post.picture_decorative = submission.picture_alt, not submission.picture_alt
    post.save()
    post.set_by_line(_author_of(submission))
    submission.post = post
    submission.save(update_fields=["post", "updated_at"])
    return post


def _author_of(submission: Submission) -> Author:
    """The same name with the same role and organisation is the same author; anything else staff can mend by hand."""
    as_it_reads = {"name": submission.name, "role": submission.role, "organisation": submission.organisation}
    return Author.objects.filter(**as_it_reads).first() or Author.objects.create(**as_it_reads)
