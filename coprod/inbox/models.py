"""Who of the staff opened or took out what people told us: after a mishap we can say what was seen, and by whom."""

from collections.abc import Iterable
from datetime import datetime
from typing import ClassVar

from django.conf import settings
from django.contrib.auth.models import AnonymousUser, User
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _


class StaffAccessQuerySet(models.QuerySet["StaffAccess"]):
    def of_row(self, kind: str, number: int) -> "StaffAccessQuerySet":
        return self.filter(kind=kind, rows__contains=[number])

    def since(self, when: datetime) -> "StaffAccessQuerySet":
        return self.filter(at__gte=when)


class StaffAccess(models.Model):
    """One look at one record, one list taken out, or one try to log in. It holds no more than numbers of records."""

    class Action(models.TextChoices):
        VIEWED = "viewed", _("Opened the record")
        EXPORTED = "exported", _("Took out a list")
        LOGGED_IN = "logged-in", _("Logged in")
        FAILED = "failed", _("Gave a wrong password or code")
        REFUSED = "refused", _("Refused after too many tries")

    action = models.CharField(_("what they did"), max_length=10, choices=Action)
    kind = models.CharField(_("kind of record"), max_length=60, help_text=_("For example “networks.person”."))
    rows = ArrayField(models.BigIntegerField(), verbose_name=_("record numbers"))
    about = models.CharField(
        _("about"),
        max_length=80,
        blank=True,
        help_text=_("A reference, a network’s address, or where a log-in came from."),
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("account")
    )
    username = models.CharField(_("who"), max_length=150, help_text=_("Stays when the account is gone."))
    at = models.DateTimeField(_("when"), db_default=Now())

    objects = StaffAccessQuerySet.as_manager()

    class Meta:
        verbose_name = _("line in the access log")
        verbose_name_plural = _("lines in the access log")
        ordering: ClassVar = ["-at", "-pk"]
        indexes: ClassVar = [models.Index(fields=["at"], name="staff_access_at")]

    def __str__(self) -> str:
        return f"{self.username}, {self.get_action_display()}"

    @classmethod
    def record(
        cls, user: User | AnonymousUser, action: str, kind: str, rows: Iterable[int], about: str = ""
    ) -> "StaffAccess":
        return cls.objects.create(
            user_id=user.pk, username=user.get_username(), action=action, kind=kind, rows=list(rows), about=about[:80]
        )
