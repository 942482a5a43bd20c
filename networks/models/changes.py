"""What people did about their own record, or had done, so that staff see that something changed, and when."""

from typing import ClassVar

from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from networks.models.involvement import Network
from networks.models.people import Consent, Person


class Change(models.Model):
    """One thing that a person did through a link in an e-mail, or asked staff to do. What it was before is not kept."""

    class Kind(models.TextChoices):
        CONTACT = "contact", _("Changed how to reach them")
        PAUSED = "paused", _("Asked us not to be in touch until a day")
        RESUMED = "resumed", _("Said that we may be in touch again")
        LEFT = "left", _("Left the network")
        WITHDREW = "withdrew", _("Took back a yes")
        HELPER = "helper", _("Changed who helps them")
        HEALTH = "health", _("Changed what they told us about their health and what helps them")
        NOT_ME = "not-me", _("The owner of this e-mail address says it was not them who wrote")

    person = models.ForeignKey(Person, models.CASCADE, related_name="changes", verbose_name=_("person"))
    kind = models.CharField(_("what they did"), max_length=10, choices=Kind)
    network = models.ForeignKey(
        Network,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("network"),
        help_text=_("Only where it is about one network."),
    )
    route = models.CharField(
        _("by what route"),
        max_length=10,
        choices=Consent.Route,
        default=Consent.Route.WEB,
        db_default=Consent.Route.WEB,
    )
    at = models.DateTimeField(_("when"), db_default=Now())

    class Meta:
        verbose_name = _("change by the person")
        verbose_name_plural = _("changes by the person")
        ordering: ClassVar = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}, {self.at:%Y-%m-%d}"

    @property
    def told_staff(self) -> bool:
        return self.route != Consent.Route.WEB
