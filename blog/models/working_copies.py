"""What staff have typed into the form of a post and not saved yet, and who has which post open."""

from datetime import datetime, timedelta
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.formats import date_format, time_format
from django.utils.translation import gettext_lazy as _

STILL_OPEN = timedelta(minutes=2)  # the form says that it is there every 30 seconds


def clock(moment: datetime) -> str:
    """The time of day in the UK, and the day too if it is not today."""
    local = timezone.localtime(moment)
    at = time_format(local)
    return at if local.date() == timezone.localdate() else f"{date_format(local)}, {at}"


class WorkingCopyQuerySet(models.QuerySet["WorkingCopy"]):
    def with_words(self) -> "WorkingCopyQuerySet":
        return self.exclude(kept_at=None)

    def open_now(self) -> "WorkingCopyQuerySet":
        return self.exclude(opened_at=None).filter(seen_at__gt=timezone.now() - STILL_OPEN)


class WorkingCopy(models.Model):
    """One form in one person's browser. The post itself never changes by it; a save of the form removes it."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name=_("who"))
    key = models.CharField(max_length=40, help_text=_("The number of the post, or a random name for a new one."))
    post = models.ForeignKey(
        "blog.Post", models.CASCADE, null=True, blank=True, related_name="working_copies", verbose_name=_("post")
    )
    opened_at = models.DateTimeField(_("open since"), null=True, blank=True)
    seen_at = models.DateTimeField(_("last sign of it"))
    words = models.JSONField(_("what was typed"), default=dict, blank=True)
    kept_at = models.DateTimeField(_("kept"), null=True, blank=True)

    objects = WorkingCopyQuerySet.as_manager()

    class Meta:
        verbose_name = _("text that is not saved yet")
        verbose_name_plural = _("texts that are not saved yet")
        ordering: ClassVar = ["-seen_at", "-pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["user", "key"],
                name="working_copy_once",
                violation_error_message=_("This form is kept already."),
            )
        ]

    def __str__(self) -> str:
        return self.key

    @property
    def kept_in_words(self) -> str:
        return clock(self.kept_at) if self.kept_at else ""

    @property
    def opened_in_words(self) -> str:
        return clock(self.opened_at) if self.opened_at else ""

    @classmethod
    def note(cls, *, user: Any, key: str, post: Any, words: dict[str, Any] | None) -> "WorkingCopy":
        """Note that someone has a form open, and what they have typed into it if that is new."""
        now = timezone.now()
        fresh = {"post": post, "seen_at": now, **({"words": words, "kept_at": now} if words is not None else {})}
        copy, _is_new = cls.objects.update_or_create(
            user=user, key=key, defaults=fresh, create_defaults={**fresh, "opened_at": now}
        )
        if copy.opened_at is None:
            copy.opened_at = now
            copy.save(update_fields=["opened_at"])
        return copy

    def leave(self) -> None:
        """The form was closed. What was typed is offered when it is opened again."""
        if self.kept_at is None:
            self.delete()
        else:
            self.opened_at = None
            self.save(update_fields=["opened_at"])
