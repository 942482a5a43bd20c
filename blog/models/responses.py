"""What readers answer to a post: held until staff show it under the post."""

from typing import Any, ClassVar

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from blog.models.posts import Post
from blog.responses import agreeing
from coprod.received import Received, ReceivedQuerySet


class ResponseQuerySet(ReceivedQuerySet):
    def shown(self) -> "ResponseQuerySet":
        """What stands under its post, where that post can be seen at all."""
        return self.filter(status__in=Response.SHOWN)

    def public(self) -> "ResponseQuerySet":
        """What a reader may see, now: nothing under a post that they may not see."""
        return self.shown().filter(post__in=Post.objects.public())

    def reported(self) -> "ResponseQuerySet":
        return self.filter(status=Response.Status.REPORTED)

    def report(self) -> int:
        """Note that a reader reported these. What staff have hidden since stays as they left it."""
        return self.shown().update(
            status=Response.Status.REPORTED, reports=F("reports") + 1, reported_at=Now(), updated_at=Now()
        )


class Response(Received):
    """A reader's response to a post, with the name that they typed. There is no account behind it."""

    class Status(models.TextChoices):
        NEW = "new", _("New")
        SHOWN = "shown", _("Shown")
        REPORTED = "reported", _("Reported by a reader")
        REFUSED = "refused", _("Refused")
        HIDDEN = "hidden", _("Hidden")

    STEPS: ClassVar = (Status.SHOWN, Status.REFUSED, Status.HIDDEN, Status.NEW)
    WAITS: ClassVar = (Status.NEW, Status.REPORTED)
    SHOWN: ClassVar = (Status.SHOWN, Status.REPORTED)  # one report alone does not take a response down

    post = models.ForeignKey(Post, models.CASCADE, related_name="responses", verbose_name=_("story"))
    name = models.CharField(_("name, as readers see it"), max_length=100)
    message = models.TextField(_("message"), max_length=3000)
    status = models.CharField(_("status"), max_length=10, choices=Status, default=Status.NEW)
    consent_version = models.PositiveSmallIntegerField(_("version of the words agreed to"), default=1)
    reports = models.PositiveIntegerField(_("reports by readers"), default=0)
    reported_at = models.DateTimeField(_("last reported"), null=True, blank=True)

    objects = ResponseQuerySet.as_manager()

    class Meta(Received.Meta):
        abstract = False
        verbose_name = _("response")
        verbose_name_plural = _("responses")
        indexes: ClassVar = [
            models.Index(fields=["status", "received_at"], name="response_inbox"),
            models.Index(
                "post", F("received_at").desc(), condition=Q(status__in=["shown", "reported"]), name="response_shown"
            ),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~Q(name="") & ~Q(message=""),
                name="response_has_name_and_words",
                violation_error_message=_("A response needs a name and a message."),
            )
        ]

    def step_words(self) -> dict[str, Any]:
        stays = self.status == self.Status.REPORTED
        return {
            self.Status.SHOWN: _("Keep it under the story") if stays else _("Show it under the story"),
            self.Status.REFUSED: _("Refuse it"),
            self.Status.HIDDEN: _("Hide it"),
            self.Status.NEW: _("Put it back to new"),
        }

    @property
    def consent_words(self) -> str:
        return str(agreeing.STATEMENTS[self.consent_version])

    def get_absolute_url(self) -> str:
        return reverse("admin:blog_response_change", args=[self.pk])
