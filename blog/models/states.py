"""Where a post is between its writer and its readers."""

from django.db import models
from django.db.models import Case, Q, Value, When
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _


class State(models.TextChoices):
    """What staff see. Published posts are scheduled before their time, and withdrawn after it."""

    DRAFT = "draft", _("Draft")
    IN_REVIEW = "in-review", _("In review")
    APPROVED = "approved", _("Approved")
    SCHEDULED = "scheduled", _("Scheduled")
    PUBLISHED = "published", _("Published")
    WITHDRAWN = "withdrawn", _("Withdrawn")
    BIN = "bin", _("In the bin")


PUBLISHED = Q(status="published")


def up() -> Q:
    """What a reader may see, now, by the clock of the database: two clocks never quite agree."""
    return PUBLISHED & Q(publish_at__lte=Now()) & (Q(unpublish_at=None) | Q(unpublish_at__gt=Now()))


def to_come() -> Q:
    return PUBLISHED & Q(publish_at__gt=Now())


def state() -> Case:
    return Case(
        When(deleted_at__isnull=False, then=Value(State.BIN.value)),
        When(up(), then=Value(State.PUBLISHED.value)),
        When(to_come(), then=Value(State.SCHEDULED.value)),
        When(PUBLISHED, then=Value(State.WITHDRAWN.value)),
        default="status",
        output_field=models.CharField(),
    )
