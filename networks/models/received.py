"""What came in for the networks and waits for staff: sign-ups, messages and requests to be called."""

from typing import ClassVar

from django.contrib.auth.models import AbstractUser, AnonymousUser
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from coprod.accounts.roles import is_administrator
from coprod.received import Received, ReceivedQuerySet
from networks.models.involvement import Group, Network
from networks.models.people import Person


class NetworkReceivedQuerySet(ReceivedQuerySet):
    def seen_by(self, user: AbstractUser | AnonymousUser) -> "NetworkReceivedQuerySet":
        """What came in for this facilitator's own networks; everything for an administrator."""
        if is_administrator(user):
            return self
        return self.filter(network__facilitators=user) if user.is_authenticated else self.none()


class SignUpQuerySet(NetworkReceivedQuerySet):
    def current(self) -> "SignUpQuerySet":
        """Those in the network, and those on the way into it."""
        return self.filter(left_at=None).exclude(status=Received.Status.CLOSED)

    def members(self) -> "SignUpQuerySet":
        """Those who joined and have not left."""
        return self.filter(status=Received.Status.JOINED, left_at=None)


class SignUp(Received):
    """A person asks to join a network, and perhaps one of its groups."""

    STEPS: ClassVar = tuple(Received.Status.values)

    person = models.ForeignKey(Person, models.CASCADE, related_name="sign_ups", verbose_name=_("person"))
    network = models.ForeignKey(Network, models.PROTECT, related_name="sign_ups", verbose_name=_("network"))
    group = models.ForeignKey(
        Group, models.SET_NULL, null=True, blank=True, related_name="sign_ups", verbose_name=_("local group")
    )
    left_at = models.DateTimeField(_("left"), null=True, blank=True, help_text=_("When the person left the network."))

    objects = SignUpQuerySet.as_manager()

    class Meta(Received.Meta):
        abstract = False
        verbose_name = _("sign-up")
        verbose_name_plural = _("sign-ups")
        indexes: ClassVar = [models.Index(fields=["status", "received_at"], name="sign_up_inbox")]

    def get_absolute_url(self) -> str:
        return reverse("admin:networks_signup_change", args=[self.pk])

    @property
    def is_current(self) -> bool:
        """Whether there is something to leave: they are in the network, or on the way into it."""
        return self.left_at is None and self.status != self.Status.CLOSED


class Enquiry(Received):
    """A message, or a request to be called. Without a network it is for the organisation."""

    class Kind(models.TextChoices):
        MESSAGE = "message", _("Message")
        CALL_BACK = "call-back", _("Call-back")

    # The list once offered two that no message gets to: what has one of those is not finished.
    WAITS: ClassVar = (Received.Status.NEW, Received.Status.WAITING, Received.Status.JOINED)

    kind = models.CharField(_("kind"), max_length=10, choices=Kind, default=Kind.MESSAGE)
    person = models.ForeignKey(Person, models.CASCADE, related_name="enquiries", verbose_name=_("person"))
    network = models.ForeignKey(
        Network, models.PROTECT, null=True, blank=True, related_name="enquiries", verbose_name=_("network")
    )
    message = models.TextField(_("message"), max_length=10_000, blank=True)
    best_time = models.CharField(_("best time to call"), max_length=200, blank=True)

    objects = NetworkReceivedQuerySet.as_manager()

    class Meta(Received.Meta):
        abstract = False
        verbose_name = _("enquiry")
        verbose_name_plural = _("enquiries")
        indexes: ClassVar = [models.Index(fields=["status", "received_at"], name="enquiry_inbox")]

    def get_absolute_url(self) -> str:
        return reverse("admin:networks_enquiry_change", args=[self.pk])
