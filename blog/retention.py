"""How long pieces that readers offered are kept: those that are not used, and those that staff have deleted."""

from django.db.models import Q

from blog.models import Submission
from coprod.keeping.records import Records, Rows, forget_received
from coprod.models import RetentionPeriod

Status = Submission.Status
past = RetentionPeriod.objects.past
BY_A_ROBOT = Q(looks_automatic=True, status__in=[Status.NEW, Status.CLOSED])


def not_used() -> Rows:
    """With a post, a piece is kept as long as the post: it holds what its writer agreed to."""
    rows = Submission.objects.kept().filter(post=None).exclude(BY_A_ROBOT)
    return past(rows, "guest-pieces", "updated_at")


def by_robots() -> Rows:
    return past(Submission.objects.kept().filter(BY_A_ROBOT, post=None), "robots", "received_at")


def in_bin() -> Rows:
    return past(Submission.objects.in_bin(), "bin", "deleted_at")


KINDS = [
    Records("guest-pieces", not_used, forget_received),
    Records("robots", by_robots, forget_received),
    Records("bin", in_bin, forget_received),
]
