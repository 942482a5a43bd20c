"""How long what readers offered is kept, and what staff deleted: unused pieces, hidden responses, posts in the bin."""

from django.db.models import F, Q

from blog.models import GuestAnswer, HeldPicture, ImportRun, Post, PreviewLink, Response, Submission, WorkingCopy
from coprod.keeping.records import Records, Rows, about_row, forget_received
from coprod.models import RetentionPeriod

Status = Submission.Status
past = RetentionPeriod.objects.past
BY_A_ROBOT = Q(looks_automatic=True, status__in=[Status.NEW, Status.CLOSED])
RESPONSE_BY_A_ROBOT = Q(looks_automatic=True, status__in=[Response.Status.NEW, Response.Status.REFUSED])


def not_used() -> Rows:
    """With a post, a piece is kept as long as the post: it holds what its writer agreed to."""
    rows = Submission.objects.kept().filter(post=None).exclude(BY_A_ROBOT)
    return past(rows, "guest-pieces", "updated_at")


def by_robots() -> Rows:
    return past(Submission.objects.kept().filter(BY_A_ROBOT, post=None), "robots", "received_at")


def not_shown() -> Rows:
    """Responses that staff refused, took down, or left undecided. What is shown stays as long as its post."""
    rows = Response.objects.exclude(status__in=Response.SHOWN).exclude(RESPONSE_BY_A_ROBOT)
    return past(rows, "responses", "updated_at")


def responses_by_robots() -> Rows:
    return past(Response.objects.filter(RESPONSE_BY_A_ROBOT), "robots", "received_at")


def guests_answers() -> Rows:
    """A yes is kept as long as the post that it is about."""
    rows = GuestAnswer.objects.exclude(BY_A_ROBOT).exclude(kind=GuestAnswer.Kind.APPROVED, post__isnull=False)
    return past(rows, "guest-answers", "updated_at")


def answers_by_robots() -> Rows:
    return past(GuestAnswer.objects.filter(BY_A_ROBOT), "robots", "received_at")


def preview_links() -> Rows:
    """A link that works no more says only for whom it was."""
    return past(PreviewLink.objects.all(), "preview-links", "expires_at")


def in_bin() -> Rows:
    return past(Submission.objects.in_bin(), "bin", "deleted_at")


def not_saved() -> Rows:
    """Pictures that staff chose in a form and then left."""
    return HeldPicture.objects.expired().annotate(since=F("held_at")).order_by("since", "pk")


def never_saved() -> Rows:
    """What staff typed into the form of a post."""
    return past(WorkingCopy.objects.all(), "working-copies", "seen_at")


def posts_in_bin() -> Rows:
    return past(Post.objects.in_bin(), "posts-bin", "deleted_at")


def forget_post(post: Post) -> None:
    """Remove a post with its versions, its files and what the admin's log says of it."""
    about_row(post).delete()
    post.delete()


def imports() -> Rows:
    """The file of an old blog, and what its report quotes. That it was brought here stays written down."""
    return past(ImportRun.objects.at_rest(), "imports", "changed_at")


KINDS = [
    Records("guest-pieces", not_used, forget_received),
    Records("robots", by_robots, forget_received),
    Records("responses", not_shown, forget_received),
    Records("robots", responses_by_robots, forget_received),
    Records("guest-answers", guests_answers, forget_received),
    Records("robots", answers_by_robots, forget_received),
    Records("preview-links", preview_links),
    Records("bin", in_bin, forget_received),
    Records("held-pictures", not_saved),
    Records("working-copies", never_saved),
    Records("posts-bin", posts_in_bin, forget_post),
    Records("imports", imports, ImportRun.throw_away),
]
