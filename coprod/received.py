"""What came in and waits for staff: what sign-ups, messages, call-backs and guest pieces have in common."""

import secrets
from collections.abc import Callable
from typing import Any, ClassVar, TypeVar
from uuid import UUID

from django.conf import settings
from django.db import IntegrityError, models, transaction
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

# Letters and digits that are not mistaken for one another when read out over the phone.
REFERENCE_LETTERS = "ACDEFHJKMNPRTVWXY3479"
REFERENCE_LENGTH = 8  # 21^8: about 3.8e10, so two alike are not met in practice, and the column is unique


def new_reference() -> str:
    """Return a number to give to a person, in two groups of four: “K7MX-4RTA”."""
    letters = "".join(secrets.choice(REFERENCE_LETTERS) for _ in range(REFERENCE_LENGTH))
    return f"{letters[:4]}-{letters[4:]}"


class ReceivedQuerySet(models.QuerySet[Any]):
    def waiting(self) -> "ReceivedQuerySet":
        return self.filter(status__in=self.model.WAITS)


class Received(models.Model):
    """What sign-ups and enquiries share: a reference number, a place in the inbox, and a key that keeps it single."""

    class Status(models.TextChoices):
        NEW = "new", _("New")
        CONTACTED = "contacted", _("Contacted")
        JOINED = "joined", _("Joined")
        CLOSED = "closed", _("Closed")
        WAITING = "waiting", _("Waiting for a place")

    STEPS: ClassVar[tuple[str, ...]] = (Status.NEW, Status.CONTACTED, Status.CLOSED)  # what staff may set it to

    WAITS: ClassVar[tuple[str, ...]] = (Status.NEW,)  # what staff still have to do something about

    key = models.UUIDField(
        unique=True, editable=False, help_text=_("Made when the form was opened: the same form sent twice is one row.")
    )
    reference = models.CharField(_("reference"), max_length=12, unique=True, default=new_reference, editable=False)
    status = models.CharField(_("status"), max_length=10, choices=Status, default=Status.NEW)
    assignee = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("who has it")
    )
    staff_notes = models.TextField(_("staff notes"), blank=True)
    looks_automatic = models.BooleanField(
        _("may be from a robot"), default=False, help_text=_("No mail was sent. Look at it and decide.")
    )
    received_at = models.DateTimeField(_("received"), db_default=Now())
    updated_at = models.DateTimeField(_("last changed"), auto_now=True)

    class Meta:
        abstract = True
        ordering: ClassVar = ["-received_at", "-pk"]

    def __str__(self) -> str:
        return self.reference

    def move(self, *, status: str, assignee_id: int | None) -> None:
        """Say how far it has come, and who has it."""
        self.status, self.assignee_id = status, assignee_id
        self.save(update_fields=["status", "assignee", "updated_at"])

    def step_words(self) -> dict[str, Any]:
        """What the button of each step says. A status is often a good word for it."""
        return self.status_names()

    @classmethod
    def status_names(cls) -> dict[str, Any]:
        field: Any = cls._meta.get_field("status")
        return dict(field.flatchoices)


Row = TypeVar("Row", bound=Received)


def store_once(model: type[Row], key: UUID, store: Callable[[], Row]) -> Row:
    """Store what a form brings, or return the row that the same form made before."""
    if (row := model._default_manager.filter(key=key).first()) is not None:
        return row
    try:
        with transaction.atomic():
            return store()
    except IntegrityError:
        # The same form, sent twice at once: the other one won, and its row is committed by now.
        if (row := model._default_manager.filter(key=key).first()) is None:
            raise
        return row
