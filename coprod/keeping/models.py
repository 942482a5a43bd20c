"""How long we keep what people told us, and the proof that something was erased."""

from datetime import timedelta
from typing import Any, ClassVar

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F
from django.db.models.functions import Now
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

LONGEST = 36_500  # days: a hundred years
FIXED = frozenset({"drafts", "sessions", "posts-bin"})  # what these pages promise themselves, whatever staff set


class RetentionPeriodManager(models.Manager["RetentionPeriod"]):
    def past(self, rows: "models.QuerySet[Any]", kind: str, since: str) -> "models.QuerySet[Any]":
        """The rows whose moment lies further back than their kind is kept. A kind without a period is never removed."""
        days = self.filter(kind=kind).values_list("days", flat=True).first()
        if days is None:
            return rows.none()
        past = rows.filter(**{f"{since}__lt": timezone.now() - timedelta(days=days)})
        return past.annotate(since=F(since)).order_by("since", "pk")


class RetentionPeriod(models.Model):
    """How many days one kind of record is kept, and why. `purge_expired` removes what is older."""

    kind = models.SlugField(_("kind of record"), max_length=40, unique=True, editable=False)
    name = models.CharField(_("what it is"), max_length=120, editable=False)
    days = models.PositiveIntegerField(
        _("kept for (days)"), validators=[MinValueValidator(1), MaxValueValidator(LONGEST)]
    )
    reason = models.CharField(_("why so long"), max_length=300, blank=True)

    objects = RetentionPeriodManager()

    class Meta:
        verbose_name = _("how long we keep things")
        verbose_name_plural = _("how long we keep things")
        ordering: ClassVar = ["kind"]

    def __str__(self) -> str:
        return self.name


class Erasure(models.Model):
    """Proof that a person was erased, without the person: a keyed hash finds them again in a restored backup."""

    digests = models.JSONField(default=list, help_text=_("Keyed hashes of the record numbers that were erased."))
    removed = models.JSONField(_("what was removed"), default=dict, help_text=_("How many of each kind."))
    at = models.DateTimeField(_("when"), db_default=Now())
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("by whom")
    )

    class Meta:
        verbose_name = _("erasure")
        verbose_name_plural = _("erasures")
        ordering: ClassVar = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d}"
