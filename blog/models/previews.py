"""Private links by which a guest, who has no account, reads a post before it is public, and what they answer."""

import hashlib
from datetime import timedelta
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from blog.models.posts import Post
from coprod.received import Received, ReceivedQuerySet
from coprod.tokens import digest, new_token

LIFETIME = timedelta(days=14)


def fingerprint(post: Post) -> str:
    """What tells one wording of a post from another: title, standfirst and text."""
    return hashlib.sha256("\0".join([post.title, post.standfirst, post.body]).encode()).hexdigest()


class PreviewLinkQuerySet(models.QuerySet["PreviewLink"]):
    def usable(self) -> "PreviewLinkQuerySet":
        return self.filter(revoked_at=None, expires_at__gt=Now(), post__deleted_at=None)

    def with_token(self, token: str) -> "PreviewLinkQuerySet":
        return self.filter(token_digest=digest(token))


class PreviewLink(models.Model):
    """One link to one post, for one guest. It works until it expires or staff revoke it."""

    post = models.ForeignKey(Post, models.CASCADE, related_name="preview_links", verbose_name=_("post"))
    name = models.CharField(_("for whom"), max_length=300)
    token_digest = models.CharField(max_length=64, unique=True, editable=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("made by")
    )
    created_at = models.DateTimeField(_("made"), db_default=Now())
    expires_at = models.DateTimeField(_("works until"))
    revoked_at = models.DateTimeField(_("revoked"), null=True, blank=True)

    objects = PreviewLinkQuerySet.as_manager()

    class Meta:
        verbose_name = _("private preview link")
        verbose_name_plural = _("private preview links")
        ordering: ClassVar = ["-created_at", "-pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~Q(name=""),
                name="preview_link_is_for_someone",
                violation_error_message=_("Say whom the link is for."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.name}, {self.expires_at:%Y-%m-%d}"

    @classmethod
    def make(cls, post: Post, *, name: str, by: Any) -> tuple["PreviewLink", str]:
        """Store a new link. Return it with its token, which nobody can read from the table."""
        token = new_token()
        link = cls.objects.create(
            post=post, name=name, token_digest=digest(token), created_by=by, expires_at=timezone.now() + LIFETIME
        )
        return link, token

    @property
    def is_usable(self) -> bool:
        return self.revoked_at is None and self.expires_at > timezone.now()

    def revoke(self) -> None:
        self.revoked_at = timezone.now()
        self.save(update_fields=["revoked_at"])


class GuestAnswer(Received):
    """What a guest said of the preview of their post: “I am happy with it”, or what should be changed."""

    class Kind(models.TextChoices):
        APPROVED = "approved", _("Happy with it")
        COMMENT = "comment", _("Comment")

    post = models.ForeignKey(
        Post, models.SET_NULL, null=True, related_name="guest_answers", verbose_name=_("post"), editable=False
    )
    link = models.ForeignKey(
        PreviewLink, models.SET_NULL, null=True, related_name="answers", verbose_name=_("link"), editable=False
    )
    kind = models.CharField(_("what they say"), max_length=10, choices=Kind)
    name = models.CharField(_("name"), max_length=300)
    message = models.TextField(_("comment"), max_length=5_000, blank=True)
    consent_words = models.TextField(_("what they agreed to, word for word"), blank=True)
    consent_version = models.PositiveSmallIntegerField(_("version of these words"), null=True, blank=True)
    fingerprint = models.CharField(max_length=64, help_text=_("Of the wording of the post that they read."))

    objects = ReceivedQuerySet.as_manager()

    class Meta(Received.Meta):
        abstract = False
        verbose_name = _("answer from a guest")
        verbose_name_plural = _("answers from guests")
        indexes: ClassVar = [models.Index(fields=["status", "received_at"], name="guest_answer_inbox")]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(kind="comment") & ~Q(message="") | Q(kind="approved") & ~Q(consent_words=""),
                name="guest_answer_says_something",
                violation_error_message=_("An answer is a comment, or says what was agreed to."),
            ),
        ]

    def get_absolute_url(self) -> str:
        return reverse("admin:blog_guestanswer_change", args=[self.pk])

    @property
    def has_changed_since(self) -> bool:
        """Whether the post reads differently from what the guest has seen."""
        return self.post is not None and fingerprint(self.post) != self.fingerprint
