"""What came in and waits for staff: sign-ups, messages and requests to be called."""

import secrets
from typing import Any, ClassVar

from django.conf import settings
from django.contrib.auth.models import AbstractUser, AnonymousUser
from django.db import models
from django.db.models.functions import Now
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from networks.models.involvement import Group, Network
from networks.models.people import Person

# Letters and digits that are not mistaken for one another when read out over the phone.
REFERENCE_LETTERS = "ACDEFHJKMNPRTVWXY3479"
REFERENCE_LENGTH = 8  # 21^8: about 3.8e10, so two alike are not met in practice, and the column is unique


def new_reference() -> str:
    """Return a number to give to a person, in two groups of four: “K7MX-4RTA”."""
    letters = "".join(secrets.choice(REFERENCE_LETTERS) for _ in range(REFERENCE_LENGTH))
    return f"{letters[:4]}-{letters[4:]}"


class ReceivedQuerySet(models.QuerySet[Any]):
    def waiting(self) -> "ReceivedQuerySet":
        return self.filter(status=Received.Status.NEW)

    def seen_by(self, user: AbstractUser | AnonymousUser) -> "ReceivedQuerySet":
        """What came in for this facilitator's own networks; everything for an administrator."""
        if user.is_superuser:
            return self
        return self.filter(network__facilitators=user) if user.is_authenticated else self.none()


class Received(models.Model):
    """What sign-ups and enquiries share: a reference number, a place in the inbox, and a key that keeps it single."""

    class Status(models.TextChoices):
        NEW = "new", _("New")
        CONTACTED = "contacted", _("Contacted")
        JOINED = "joined", _("Joined")
        CLOSED = "closed", _("Closed")

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

    objects = ReceivedQuerySet.as_manager()

    class Meta:
        abstract = True
        ordering: ClassVar = ["-received_at", "-pk"]

    def __str__(self) -> str:
        return self.reference

    @property
    def days_waiting(self) -> int:
        return (timezone.now() - self.received_at).days


class SignUp(Received):
    """A person asks to join a network, and perhaps one of its groups."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="sign_ups", verbose_name=_("person"))
    network = models.ForeignKey(Network, models.PROTECT, related_name="sign_ups", verbose_name=_("network"))
    group = models.ForeignKey(
        Group, models.SET_NULL, null=True, blank=True, related_name="sign_ups", verbose_name=_("local group")
    )

    class Meta(Received.Meta):
        abstract = False
        verbose_name = _("sign-up")
        verbose_name_plural = _("sign-ups")
        indexes: ClassVar = [models.Index(fields=["status", "received_at"], name="sign_up_inbox")]

    def get_absolute_url(self) -> str:
        return reverse("admin:networks_signup_change", args=[self.pk])


class Enquiry(Received):
    """A message, or a request to be called. Without a network it is for the organisation."""

    class Kind(models.TextChoices):
        MESSAGE = "message", _("Message")
        CALL_BACK = "call-back", _("Call-back")

    kind = models.CharField(_("kind"), max_length=10, choices=Kind, default=Kind.MESSAGE)
    person = models.ForeignKey(Person, models.CASCADE, related_name="enquiries", verbose_name=_("person"))
    network = models.ForeignKey(
        Network, models.PROTECT, null=True, blank=True, related_name="enquiries", verbose_name=_("network")
    )
    message = models.TextField(_("message"), max_length=10_000, blank=True)
    best_time = models.CharField(_("best time to call"), max_length=200, blank=True)

    class Meta(Received.Meta):
        abstract = False
        verbose_name = _("enquiry")
        verbose_name_plural = _("enquiries")
        indexes: ClassVar = [models.Index(fields=["status", "received_at"], name="enquiry_inbox")]

    def get_absolute_url(self) -> str:
        return reverse("admin:networks_enquiry_change", args=[self.pk])
