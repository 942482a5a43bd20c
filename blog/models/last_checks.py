"""What the checks said of a post when they last looked: for counts and filters, which cannot read every text."""

from typing import ClassVar

from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _


class LastCheck(models.Model):
    """Written when staff save or move a post and, for what readers see, once a day: consents run out by themselves."""

    post = models.OneToOneField(
        "blog.Post", models.CASCADE, primary_key=True, related_name="last_check", verbose_name=_("post")
    )
    missing = models.PositiveSmallIntegerField(_("things that are missing"))
    at = models.DateTimeField(_("looked at"), db_default=Now())

    class Meta:
        verbose_name = _("last check of a post")
        verbose_name_plural = _("last checks of posts")
        ordering: ClassVar = ["pk"]
        indexes: ClassVar = [models.Index("post", condition=models.Q(missing__gt=0), name="last_check_found_something")]

    def __str__(self) -> str:
        return f"{self.post_id}: {self.missing}"
