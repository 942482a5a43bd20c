"""Pieces that readers offer for the blog, before staff decide."""

from datetime import timedelta
from io import BytesIO
from typing import Any, ClassVar
from uuid import UUID

from django.db import models
from django.db.models.functions import Now
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from PIL import Image

from blog.models.posts import Post
from coprod.images import PictureField
from coprod.journeys.models import Draft
from coprod.received import Received, ReceivedQuerySet

NOT_ME_FOR = timedelta(days=30)  # people read their mail late


class SubmissionQuerySet(ReceivedQuerySet):
    def kept(self) -> "SubmissionQuerySet":
        return self.filter(deleted_at=None)

    def in_bin(self) -> "SubmissionQuerySet":
        return self.exclude(deleted_at=None)


class Submission(Received):
    """A guest piece that someone offered through “Write for us”. It becomes a draft post when staff accept it."""

    class Status(models.TextChoices):
        NEW = "new", _("New")
        CONTACTED = "contacted", _("Contacted")
        CHANGES = "changes", _("Changes asked for")
        ACCEPTED = "accepted", _("Accepted")
        DECLINED = "declined", _("Declined")
        CLOSED = "closed", _("Closed")

    STEPS: ClassVar = (Status.NEW, Status.CONTACTED, Status.CLOSED)  # to the others leads an answer to the writer

    title = models.CharField(_("title"), max_length=300)
    piece = models.TextField(_("the piece, or an outline"), max_length=50_000)
    name = models.CharField(_("name, as the by-line should read"), max_length=300)
    role = models.CharField(_("role"), max_length=200, blank=True)
    organisation = models.CharField(_("organisation"), max_length=200, blank=True)
    email = models.EmailField(_("e-mail address"), blank=True)
    phone = models.CharField(_("phone number"), max_length=40, blank=True)

    picture = PictureField(  # only staff see it: one size does
        _("picture"),
        folder="submissions",
        blank=True,
        width_field="picture_width",
        height_field="picture_height",
        widths=(),
    )
    picture_width = models.PositiveIntegerField(null=True, blank=True, editable=False)
    picture_height = models.PositiveIntegerField(null=True, blank=True, editable=False)
    picture_alt = models.CharField(_("what the picture shows"), max_length=300, blank=True)

    status = models.CharField(_("status"), max_length=10, choices=Status, default=Status.NEW)

    consent_words = models.TextField(_("what they agreed to, word for word"))
    consent_version = models.PositiveSmallIntegerField(_("version of these words"), default=1)
    consented_at = models.DateTimeField(_("agreed"), db_default=Now())
    consent_review_on = models.DateField(_("ask again on"), help_text=_("When we ask if they still agree."))

    not_me_at = models.DateTimeField(
        _("“this wasn’t me”"),
        null=True,
        blank=True,
        help_text=_("When the owner of the e-mail address told us that it was not them who wrote."),
    )

    post = models.ForeignKey(
        Post, models.SET_NULL, null=True, blank=True, related_name="submissions", verbose_name=_("post made from it")
    )
    # The form of the last answer to the writer: sent twice, it is one answer.
    answer_key = models.UUIDField(null=True, blank=True, editable=False)
    deleted_at = models.DateTimeField(_("deleted"), null=True, blank=True, help_text=_("Can be restored for 30 days."))

    objects = SubmissionQuerySet.as_manager()

    class Meta(Received.Meta):
        abstract = False
        verbose_name = _("guest piece")
        verbose_name_plural = _("guest pieces")
        indexes: ClassVar = [models.Index(fields=["status", "received_at"], name="submission_inbox")]

    def get_absolute_url(self) -> str:
        return reverse("admin:blog_submission_change", args=[self.pk])

    @property
    def draft(self) -> Post | None:
        """The post that was made from it, unless staff have thrown that away."""
        return self.post if self.post and self.post.deleted_at is None else None

    def move_on(self, *, status: str, answer_key: UUID) -> None:
        """Say how far it has come by an answer to its writer."""
        self.status, self.answer_key = status, answer_key
        self.save(update_fields=["status", "answer_key", "updated_at"])

    def step_words(self) -> dict[str, Any]:
        again = _("Take it up again") if self.status == self.Status.DECLINED else _("Put it back to new")
        return {**self.status_names(), self.Status.NEW: again}

    def put_in_bin(self) -> None:
        """Delete it for staff. It can be taken out again until its time in the bin is over."""
        self.deleted_at = timezone.now()
        self.save(update_fields=["deleted_at", "updated_at"])

    def take_out_of_bin(self) -> None:
        self.deleted_at = None
        self.save(update_fields=["deleted_at", "updated_at"])

    @property
    def can_say_not_me(self) -> bool:
        return timezone.now() - self.received_at < NOT_ME_FOR

    def mark_not_me(self) -> bool:
        """Note that the owner of the address did not write this. Say whether that is news."""
        now = timezone.now()
        return bool(Submission.objects.filter(pk=self.pk, not_me_at=None).update(not_me_at=now, updated_at=now))


class DraftPicture(models.Model):
    """A picture that goes with answers not sent yet. It is in the table, not in a folder: it goes when they go."""

    draft = models.OneToOneField(Draft, models.CASCADE, primary_key=True, related_name="+")
    data = models.BinaryField(help_text=_("WebP, drawn anew: pixels and nothing else."))

    class Meta:
        verbose_name = _("picture not sent yet")
        verbose_name_plural = _("pictures not sent yet")
        ordering: ClassVar = ["pk"]

    def __str__(self) -> str:
        return f"{len(self.data):,} bytes"

    @property
    def size(self) -> tuple[int, int]:
        with Image.open(BytesIO(self.data)) as picture:
            return picture.size
