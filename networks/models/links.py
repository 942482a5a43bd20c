"""Links that we send by e-mail in place of a password."""

from datetime import timedelta
from typing import ClassVar

from django.db import models
from django.db.models.functions import Now
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from coprod.tokens import digest, new_token
from networks.models.people import Person

LIFETIME = timedelta(hours=24)


class AccessLinkQuerySet(models.QuerySet["AccessLink"]):
    def known(self, token: str, purpose: str) -> "AccessLinkQuerySet":
        return self.filter(token_digest=digest(token), purpose=purpose)

    def usable(self) -> "AccessLinkQuerySet":
        return self.filter(revoked_at=None, expires_at__gt=Now())

    def revoke(self) -> int:
        return self.filter(revoked_at=None).update(revoked_at=Now())


class AccessLink(models.Model):
    """One link to one person's record. It opens a page with a button, works until it expires, and can be revoked."""

    class Purpose(models.TextChoices):
        DETAILS = "details", _("Your details")
        NOT_ME = "not-me", _("This wasn’t me")

    person = models.ForeignKey(Person, models.CASCADE, related_name="links", verbose_name=_("person"))
    purpose = models.CharField(_("what for"), max_length=10, choices=Purpose)
    sent_to = models.EmailField(_("sent to"), blank=True, db_default="")
    token_digest = models.CharField(max_length=64, unique=True, editable=False)
    made_at = models.DateTimeField(_("made"), db_default=Now())
    expires_at = models.DateTimeField(_("works until"))
    used_at = models.DateTimeField(_("last used"), null=True, blank=True)
    revoked_at = models.DateTimeField(_("revoked"), null=True, blank=True)
    closed_at = models.DateTimeField(
        _("pages closed"), null=True, blank=True, help_text=_("Pages that were open then have to be opened again.")
    )

    objects = AccessLinkQuerySet.as_manager()
    opened_at: float  # in one browser: its cookie says when (networks/your_details/opened.py)

    class Meta:
        verbose_name = _("link sent by e-mail")
        verbose_name_plural = _("links sent by e-mail")
        ordering: ClassVar = ["-made_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.get_purpose_display()}, {self.made_at:%Y-%m-%d}"

    @property
    def is_usable(self) -> bool:
        return self.revoked_at is None and self.expires_at > timezone.now()

    @property
    def is_refused(self) -> bool:
        """Whether the owner of the address that it went to has told us that it was not them."""
        return self.person.has_refused(self.went_to)

    @property
    def went_to(self) -> str:
        """Where it was sent. The version before, while it still runs, notes nothing: then as migration 0015 has it."""
        person = self.person
        to_them = self.purpose == self.Purpose.DETAILS or person.ReachBy.EMAIL in person.reach_by
        return self.sent_to or (person.email if to_them else person.helper_email)

    def mark_used(self) -> None:
        self.used_at = timezone.now()
        self.save(update_fields=["used_at"])

    def revoke(self) -> None:
        self.revoked_at = timezone.now()
        self.save(update_fields=["revoked_at"])

    def close(self) -> None:
        """End what was opened with this link so far. The link itself still works."""
        self.closed_at = timezone.now()
        self.save(update_fields=["closed_at"])

    @classmethod
    def make(cls, person: Person, purpose: str, *, lifetime: timedelta = LIFETIME, sent_to: str = "") -> str:
        """Store a new link and return its token, which is in the e-mail and nowhere else."""
        token = new_token()
        expires_at = timezone.now() + lifetime
        cls.objects.create(
            person=person,
            purpose=purpose,
            sent_to=sent_to or person.email,
            token_digest=digest(token),
            expires_at=expires_at,
        )
        return token
