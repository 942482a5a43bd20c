"""From draft to readers and back: the verbs of a post, and the rows that say who did what, when and why."""

from collections.abc import Collection
from datetime import datetime
from typing import Any, ClassVar, cast

from django.conf import settings
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from blog.models.states import State

NOT_UP = {State.DRAFT, State.IN_REVIEW, State.APPROVED, State.SCHEDULED}


class NotNow(Exception):
    """The move is not possible from where the post is: someone else may have moved it."""


class PostMove(models.Model):
    """One step of a post. Rows are only added."""

    class What(models.TextChoices):
        REVIEW = "review", _("Sent for review")
        CHANGES = "changes", _("Asked for changes")
        APPROVE = "approve", _("Approved")
        REOPEN = "reopen", _("Back in review, because the words changed")
        PUBLISH = "publish", _("Published")
        SCHEDULE = "schedule", _("Scheduled")
        UNSCHEDULE = "unschedule", _("Not to be published on that day")
        DOWN = "down", _("Taken down")
        DOWN_LATER = "down-later", _("Set to come down")
        STAY = "stay", _("Set to stay up")
        BACK = "back", _("Put back")
        BIN = "bin", _("Put in the bin")
        RESTORE = "restore", _("Taken out of the bin")
        NOTE = "note", _("Note")

    post = models.ForeignKey("blog.Post", models.CASCADE, related_name="moves", verbose_name=_("post"))
    what = models.CharField(_("what was done"), max_length=12, choices=What)
    from_state = models.CharField(_("from"), max_length=12, choices=State)
    to_state = models.CharField(_("to"), max_length=12, choices=State)
    due_at = models.DateTimeField(_("from this time on"), null=True, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("who")
    )
    at = models.DateTimeField(_("when"), default=timezone.now)
    note = models.TextField(_("note"), max_length=2000, blank=True)

    class Meta:
        verbose_name = _("step of a post")
        verbose_name_plural = _("steps of posts")
        ordering: ClassVar = ["-at", "-pk"]

    def __str__(self) -> str:
        return self.get_what_display()


What = PostMove.What


class Moving(models.Model):
    """The verbs of a post. Each says from where it is possible, changes the columns and adds a row."""

    class Status(models.TextChoices):
        DRAFT = "draft", _("Draft")
        IN_REVIEW = "in-review", _("In review")
        APPROVED = "approved", _("Approved")
        PUBLISHED = "published", _("Published")
        WITHDRAWN = "withdrawn", _("Withdrawn")

    status = models.CharField(_("status"), max_length=12, choices=Status, default=Status.DRAFT)
    publish_at = models.DateTimeField(
        _("publish at"),
        null=True,
        blank=True,
        help_text=_("Readers see the post from this time on. UK time. Leave empty to publish at once."),
    )
    unpublish_at = models.DateTimeField(
        _("take down at"), null=True, blank=True, help_text=_("Readers see the post until this time. UK time.")
    )
    deleted_at = models.DateTimeField(
        _("deleted"), null=True, blank=True, editable=False, help_text=_("Can be restored for 30 days.")
    )
    updated_at = models.DateTimeField(_("last changed"), auto_now=True)

    class Meta:
        abstract = True

    def send_for_review(self, *, by: Any = None, note: str = "") -> None:
        self._move(What.REVIEW, {State.DRAFT}, by, note, status=State.IN_REVIEW)

    def ask_for_changes(self, *, by: Any = None, note: str = "") -> None:
        self._move(What.CHANGES, {State.IN_REVIEW, State.APPROVED}, by, note, status=State.DRAFT)

    def approve(self, *, by: Any = None, note: str = "") -> None:
        self._move(What.APPROVE, {State.DRAFT, State.IN_REVIEW}, by, note, status=State.APPROVED)

    def reopen(self, *, by: Any = None, note: str = "") -> None:
        """What was approved is not what it says now."""
        self._move(What.REOPEN, {State.APPROVED, State.SCHEDULED}, by, note, status=State.IN_REVIEW, publish_at=None)

    def publish_now(self, *, by: Any = None, note: str = "") -> None:
        now, down = timezone.now(), self.unpublish_at if self._is_after(timezone.now()) else None
        come_up = {*NOT_UP, State.WITHDRAWN}
        self._move(What.PUBLISH, come_up, by, note, status=State.PUBLISHED, publish_at=now, unpublish_at=down)

    def schedule(self, at: datetime, *, by: Any = None, note: str = "") -> None:
        down = self.unpublish_at if self._is_after(at) else None
        self._move(What.SCHEDULE, NOT_UP, by, note, due_at=at, status=State.PUBLISHED, publish_at=at, unpublish_at=down)

    def unschedule(self, *, by: Any = None, note: str = "") -> None:
        self._move(What.UNSCHEDULE, {State.SCHEDULED}, by, note, status=State.APPROVED, publish_at=None)

    def withdraw(self, *, by: Any = None, note: str = "") -> None:
        self._move(What.DOWN, {State.PUBLISHED, State.SCHEDULED}, by, note, status=State.WITHDRAWN)

    def take_down_at(self, at: datetime, *, by: Any = None, note: str = "") -> None:
        self._move(What.DOWN_LATER, {State.PUBLISHED, State.SCHEDULED}, by, note, due_at=at, unpublish_at=at)

    def leave_up(self, *, by: Any = None, note: str = "") -> None:
        self._move(What.STAY, {State.PUBLISHED, State.SCHEDULED}, by, note, unpublish_at=None)

    def put_back(self, *, by: Any = None, note: str = "") -> None:
        """Show it again, in its old place among the others."""
        now = timezone.now()
        when = self.publish_at if self.publish_at and self.publish_at < now else now
        self._move(What.BACK, {State.WITHDRAWN}, by, note, status=State.PUBLISHED, publish_at=when, unpublish_at=None)

    def put_in_bin(self, *, by: Any = None, note: str = "") -> None:
        with transaction.atomic():
            if self.state == State.PUBLISHED:
                self.withdraw(by=by)
            elif self.state == State.SCHEDULED:
                self.unschedule(by=by)
            status = State.WITHDRAWN if self.status == State.PUBLISHED else self.status
            anywhere = set(State) - {State.BIN}
            self._move(What.BIN, anywhere, by, note, status=status, deleted_at=timezone.now())

    def take_out_of_bin(self, *, by: Any = None, note: str = "") -> None:
        self._move(What.RESTORE, {State.BIN}, by, note, deleted_at=None)

    def keep_note(self, note: str, *, by: Any) -> None:
        """Keep words about the post with its steps. It stays where it is."""
        here: Any = self
        PostMove.objects.create(post=here, what=What.NOTE, from_state=self.state, to_state=self.state, by=by, note=note)

    @property
    def state(self) -> State:
        """Where it is, now. Lists bring it along (`with_state`)."""
        known = self.__dict__.get("state_now")
        rows: Any = type(self)._default_manager.filter(pk=self.pk)
        return State(known or rows.with_state().values_list("state_now", flat=True).first() or State.DRAFT)

    def _is_after(self, when: datetime) -> bool:
        return self.unpublish_at is not None and self.unpublish_at > when

    @transaction.atomic
    def _move(
        self,
        what: "What",
        possible: Collection[str],
        by: Any,
        note: str,
        due_at: datetime | None = None,
        **columns: Any,
    ) -> None:
        # Held until the end: of two people who press a button at once, the second is told.
        rows: Any = type(self)._default_manager.filter(pk=self.pk)
        before = rows.with_state().select_for_update(of=("self",)).values_list("state_now", flat=True).get()
        if before not in possible:
            raise NotNow(State(before).label)
        for name, value in columns.items():
            setattr(self, name, value)
        self.save(update_fields=[*columns, "updated_at"])
        self.__dict__.pop("state_now", None)
        PostMove.objects.create(
            post=cast(Any, self), what=what, from_state=before, to_state=self.state, due_at=due_at, by=by, note=note
        )
