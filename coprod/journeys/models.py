"""Answers not sent yet: kept on the server for a day, so that Back, a closed lid or a phone call loses nothing."""

from datetime import datetime, timedelta
from typing import ClassVar
from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models.functions import Now
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

KEPT = timedelta(hours=24)

Kept = dict[str, list[str]]  # what one step was answered with, as the browser sent it


def a_day_from_now() -> datetime:
    return timezone.now() + KEPT


class DraftQuerySet(models.QuerySet["Draft"]):
    def alive(self) -> "DraftQuerySet":
        return self.filter(expires_at__gt=Now())

    def expired(self) -> "DraftQuerySet":
        return self.filter(expires_at__lte=Now())

    def of(self, browser: str, journey: str, about: str) -> "DraftQuerySet":
        """What one browser has answered in one journey: never two that are not sent."""
        return self.filter(browser=browser, journey=journey, about=about)

    def not_sent(self) -> "DraftQuerySet":
        return self.filter(reference="")


class Draft(models.Model):
    """What one browser has answered in one journey so far."""

    browser = models.CharField(max_length=64, help_text=_("SHA-256 of the cookie: the cookie itself is not kept."))
    journey = models.SlugField(_("journey"), max_length=40)
    about = models.CharField(_("about"), max_length=80, blank=True, help_text=_("The address of the network, if any."))
    key = models.UUIDField(default=uuid4, unique=True, help_text=_("Becomes the key of what is sent."))
    answers = models.JSONField(_("answers"), default=dict, blank=True)
    reference = models.CharField(_("reference"), max_length=12, blank=True, help_text=_("Set when it was sent."))
    route = models.CharField(_("by what route"), max_length=10, default="web")
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("entered by")
    )
    looks_automatic = models.BooleanField(
        _("may be from a robot"), default=False, help_text=_("A box that people do not see was filled in.")
    )
    started_at = models.DateTimeField(_("started"), default=timezone.now)
    expires_at = models.DateTimeField(_("kept until"), default=a_day_from_now)

    objects = DraftQuerySet.as_manager()

    class Meta:
        verbose_name = _("answers not sent yet")
        verbose_name_plural = _("answers not sent yet")
        ordering: ClassVar = ["-started_at", "-pk"]
        indexes: ClassVar = [models.Index(fields=["browser", "journey", "about"], name="draft_of_browser")]

    def __str__(self) -> str:
        return f"{self.journey} {self.about}".strip()

    @property
    def is_sent(self) -> bool:
        return bool(self.reference)

    def mark_sent(self, reference: str) -> None:
        """Forget the answers. The key stays, so that whoever sends them again is shown the same reference."""
        self.answers, self.reference = {}, reference
        self.save(update_fields=["answers", "reference"])
