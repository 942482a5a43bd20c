"""What became of each backup: by that staff are told when they stop."""

from datetime import datetime, timedelta
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.migrations.recorder import MigrationRecorder
from django.db.models import Min
from django.db.models.functions import Now
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

TOO_OLD = timedelta(hours=26)  # one a night, with time to spare
ELSEWHERE = "elsewhere"  # BACKUP_KEY says so where backups are made in another way
LISTED = 14


class BackupQuerySet(models.QuerySet["Backup"]):
    def good(self) -> "BackupQuerySet":
        return self.filter(problem="")

    def bad(self) -> "BackupQuerySet":
        return self.exclude(problem="")


class Backup(models.Model):
    """One try to make a backup. It is good when no problem is noted."""

    at = models.DateTimeField(_("when"), db_default=Now())
    file = models.CharField(_("file"), max_length=200, blank=True)
    size = models.PositiveBigIntegerField(_("size in bytes"), default=0)
    problem = models.TextField(_("what went wrong"), blank=True)

    objects = BackupQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M}"


class State:
    """How it stands with the backups now."""

    def __init__(self) -> None:
        self.tries = list(Backup.objects.all()[:LISTED])
        self.last_good = Backup.objects.good().first()
        bad = Backup.objects.bad()
        self.failed = (bad.filter(at__gt=self.last_good.at) if self.last_good else bad).count()

    @property
    def none_for(self) -> timedelta:
        """How long there has been no good one; on a new site, how long there is the site."""
        if self.last_good:
            return timezone.now() - self.last_good.at
        return timezone.now() - (set_up_at() or timezone.now())

    @property
    def is_too_old(self) -> bool:
        return self.none_for > TOO_OLD

    @property
    def is_alarm(self) -> bool:
        return self.is_too_old or self.failed > 0


def are_watched() -> bool:
    return bool(settings.PRODUCTION) and settings.BACKUP_KEY != ELSEWHERE


def have_stopped() -> bool:
    """Whether somebody has to be told."""
    return are_watched() and State().is_alarm


def set_up_at() -> datetime | None:
    """When the first table was made."""
    found: datetime | None = MigrationRecorder.Migration.objects.aggregate(first=Min("applied"))["first"]
    return found
