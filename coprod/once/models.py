"""What a form of staff's made: kept for a day, so that the same form, sent again, finds it."""

from datetime import timedelta
from typing import Any, ClassVar

from django.conf import settings
from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

KEPT = timedelta(days=1)
LONGEST_AT_WORK = timedelta(minutes=2)  # whoever takes longer was killed


class Made(models.Model):
    """One form for something new. The key came with its page: of two sent at once the second finds the first."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name=_("who"))
    kind = models.ForeignKey(ContentType, models.CASCADE, related_name="+", verbose_name=_("of what kind"))
    key = models.CharField(_("key"), max_length=64)
    row = models.CharField(_("record"), max_length=40, blank=True, help_text=_("Empty while it is being made."))
    parts = models.JSONField(_("its parts"), default=dict, help_text=_("By-line and pictures, as the form had them."))
    at = models.DateTimeField(_("when"), default=timezone.now)

    class Meta:
        verbose_name = _("form that was saved")
        verbose_name_plural = _("forms that were saved")
        ordering: ClassVar = ["-at", "-pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["user", "kind", "key"],
                name="made_once",
                violation_error_message=_("This form was saved already."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.row}"

    @classmethod
    def of(cls, user: Any, model: Any, key: str) -> "Made | None":
        kind = ContentType.objects.get_for_model(model)
        return cls.objects.filter(user=user, kind=kind, key=key).first() if key else None

    @classmethod
    def begin(cls, user: Any, model: Any, key: str) -> tuple["Made", bool]:
        """Take the key. False: somebody has it. Where that is being made in this moment, this waits for it."""
        cls.objects.filter(at__lt=timezone.now() - KEPT).delete()
        return cls.objects.get_or_create(user=user, kind=ContentType.objects.get_for_model(model), key=key)

    def take_up(self) -> bool:
        """Begin work at it again. False: another request is at it now."""
        now = timezone.now()
        free = ~models.Q(row="") | models.Q(at__lt=now - LONGEST_AT_WORK)
        return bool(type(self).objects.filter(free, pk=self.pk).update(row="", at=now))

    def was_changed_by_others(self) -> bool:
        of_it = LogEntry.objects.filter(content_type=self.kind, object_id=self.row, action_time__gt=self.at)
        return of_it.exclude(user=self.user).exists()

    def note(self, row: Any, parts: dict[str, Any] | None = None) -> None:
        self.row, self.parts = str(row.pk), parts or {}
        self.save(update_fields=["row", "parts"])
