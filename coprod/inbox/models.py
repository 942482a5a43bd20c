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
    """One look at one record, or one list taken out. It holds numbers of records, never what is in them."""

    class Action(models.TextChoices):
        VIEWED = "viewed", _("Opened the record")
        EXPORTED = "exported", _("Took out a list")

    action = models.CharField(_("what they did"), max_length=10, choices=Action)
    kind = models.CharField(_("kind of record"), max_length=60, help_text=_("For example “networks.person”."))
    rows = ArrayField(models.BigIntegerField(), verbose_name=_("record numbers"))
    about = models.CharField(_("about"), max_length=80, blank=True, help_text=_("A reference, or a network’s address."))
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("account")
    )
    username = models.CharField(_("who"), max_length=150, help_text=_("Stays when the account is gone."))
    at = models.DateTimeField(_("when"), db_default=Now())

    objects = StaffAccessQuerySet.as_manager()

    class Meta:
        verbose_name = _("look at people’s details")
        verbose_name_plural = _("who looked at people’s details")
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
