"""People who told us about themselves, and what they agreed to."""

from typing import ClassVar

from django.conf import settings
from django.contrib.auth.models import AbstractUser, AnonymousUser
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Exists, OuterRef, Q, Value
from django.db.models.functions import Lower, Now
from django.db.models.lookups import Exact
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from coprod.accounts.roles import is_administrator
from coprod.names import without_marks
from networks.models.involvement import Network, Region


def _is_address(column: str, address: str) -> Q:
    """Capitals aside, in both cases: “ı” has the capital of “i”, and an address with it is somebody else's."""
    return Q(**{f"{column}__iexact": address}) & Q(Exact(Lower(column), Lower(Value(address))))


class PersonQuerySet(models.QuerySet["Person"]):
    def seen_by(self, user: AbstractUser | AnonymousUser) -> "PersonQuerySet":
        """The people of this facilitator's own networks; all of them for an administrator."""
        if is_administrator(user):
            return self
        if not user.is_authenticated:
            return self.none()
        mine = Q(sign_ups__network__facilitators=user) | Q(enquiries__network__facilitators=user)
        return self.filter(pk__in=Person.objects.filter(mine).values("pk"))

    def with_address(self, address: str) -> "PersonQuerySet":
        """The records that this e-mail address opens: its owner has not said that it was not them who wrote."""
        return self.filter(_is_address("email", address)).writing_to(address)

    def helped_from(self, address: str) -> "PersonQuerySet":
        """The records on which this is the e-mail address of the one who helps. It opens none of them."""
        return self.exclude(helper_name="").filter(_is_address("helper_email", address)).writing_to(address)

    def writing_to(self, address: str) -> "PersonQuerySet":
        """The records about which we may write to this address."""
        return self.exclude(refused_addresses__contains=[address.lower()])


class Person(models.Model):
    """Someone who asked to join or wrote to us, with the one who helps them, if there is one.

    Each form that is sent makes a Person. Two people may share an e-mail address; staff merge records of one person.
    """

    class Describes(models.TextChoices):
        LIVING_WITH_DEMENTIA = "living-with-dementia", _("I am living with dementia")
        CARER = "carer", _("I care for someone with dementia")
        FORMER_CARER = "former-carer", _("I used to care for someone with dementia")
        NONE_OF_THESE = "none", _("None of these")
        NOT_SAID = "not-said", _("I prefer not to say")

    class ReachBy(models.TextChoices):
        EMAIL = "email", _("E-mail")
        PHONE = "phone", _("Phone")
        TEXT = "text", _("Text message")
        POST = "post", _("Post")
        HELPER = "helper", _("Through the person who helps them")

    class SaidYes(models.TextChoices):
        ASKED = "asked", _("Yes, they asked me to do this")
        TALKED = "talked", _("Yes, we talked about it")
        NOT_YET = "not-yet", _("No, not yet")
        NOT_POSSIBLE = "not-possible", _("It is not possible now")

    HEALTH: ClassVar = ("describes", "support")  # what may say something about their health

    name = models.CharField(_("name"), max_length=300)
    describes = ArrayField(
        models.CharField(max_length=30, choices=Describes),
        default=list,
        blank=True,
        verbose_name=_("which describes them"),
    )
    reach_by = ArrayField(
        models.CharField(max_length=10, choices=ReachBy), default=list, blank=True, verbose_name=_("how to reach them")
    )
    email = models.EmailField(_("e-mail address"), blank=True)
    phone = models.CharField(_("phone number"), max_length=40, blank=True)
    address = models.TextField(_("postal address"), max_length=1000, blank=True)
    region = models.CharField(_("nation or region"), max_length=30, choices=Region, blank=True)
    place = models.CharField(_("town or area"), max_length=200, blank=True)
    support = models.TextField(_("what helps them take part"), max_length=5000, blank=True)

    helper_name = models.CharField(_("helper’s name"), max_length=300, blank=True)
    helper_relationship = models.CharField(_("how the helper knows them"), max_length=200, blank=True)
    helper_email = models.EmailField(_("helper’s e-mail address"), blank=True)
    helper_phone = models.CharField(_("helper’s phone number"), max_length=40, blank=True)
    said_yes = models.CharField(
        _("has the person said yes?"),
        max_length=15,
        choices=SaidYes,
        blank=True,
        help_text=_("What the helper told us."),
    )
    confirmed_at = models.DateTimeField(
        _("confirmed with the person"),
        null=True,
        blank=True,
        help_text=_("When staff spoke with the person. Until then, what a helper told us is not confirmed."),
    )

    paused_until = models.DateField(
        _("paused until"), null=True, blank=True, help_text=_("The person asked us not to be in touch before this day.")
    )
    not_me_at = models.DateTimeField(
        _("“this wasn’t me”"),
        null=True,
        blank=True,
        help_text=_("When the owner of the e-mail address told us that it was not them who wrote."),
    )
    refused_addresses = ArrayField(
        models.EmailField(),
        default=list,
        db_default=[],
        blank=True,
        verbose_name=_("addresses that we do not write to"),
        help_text=_("In small letters. Their owners told us that it was not them who wrote."),
    )

    other_details = models.TextField(
        _("what else we were told"),
        blank=True,
        help_text=_("Kept when two records of one person were made one: what differed."),
    )
    created_at = models.DateTimeField(_("first heard from"), db_default=Now())
    keep_until = models.DateField(_("keep until"), null=True, blank=True)

    objects = PersonQuerySet.as_manager()

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")
        ordering: ClassVar = ["-created_at", "-pk"]
        permissions: ClassVar = [
            ("merge_people", _("Can make two records of one person one")),
            ("export_person", _("Can take out all that is held about a person")),
            ("erase_person", _("Can erase a person")),
        ]

    def __str__(self) -> str:
        return without_marks(self.name)

    def get_absolute_url(self) -> str:
        return reverse("admin:networks_person_change", args=[self.pk])

    def confirm(self) -> None:
        """Staff have spoken with the person, and what a helper told us is so."""
        self.confirmed_at = timezone.now()
        self.save(update_fields=["confirmed_at"])

    def take_confirmation_back(self) -> None:
        self.confirmed_at = None
        self.save(update_fields=["confirmed_at"])

    def forget_health(self) -> None:
        """Delete what they do not want us to keep about their health."""
        self.support = ""
        self.describes = [value for value in self.describes if value != self.Describes.LIVING_WITH_DEMENTIA]
        self.save(update_fields=["support", "describes"])

    def refuse(self, address: str) -> None:
        """Write to this address no more, whatever else becomes of the record."""
        self.refused_addresses = [*self.refused_addresses, address.lower()]
        self.save(update_fields=["refused_addresses"])

    def has_refused(self, address: str) -> bool:
        """Whether the owner of this address told us that it was not them who wrote."""
        return address.lower() in self.refused_addresses

    @property
    def has_said_yes(self) -> bool:
        """False when a helper told us that the person has not said yes themselves, or cannot now."""
        return self.said_yes not in {self.SaidYes.NOT_YET, self.SaidYes.NOT_POSSIBLE}

    @property
    def mail_address(self) -> str:
        """Where we may write to: their own address, or their helper’s, if that is how they want to be reached."""
        through_helper = self.helper_email if self.ReachBy.HELPER in self.reach_by else ""
        address = self.email if self.ReachBy.EMAIL in self.reach_by else through_helper
        return "" if self.has_refused(address) else address

    @property
    def is_paused(self) -> bool:
        return self.paused_until is not None and self.paused_until > timezone.localdate()

    @property
    def is_confirmed(self) -> bool:
        """False for what a helper told us, until staff have spoken with the person."""
        return not self.helper_name or self.confirmed_at is not None


class ConsentStatementQuerySet(models.QuerySet["ConsentStatement"]):
    def current(self, *purposes: str) -> "ConsentStatementQuerySet":
        """The newest words for each of these purposes."""
        in_use = self.filter(purpose__in=purposes, in_use_from__lte=Now())
        return in_use.order_by("purpose", "-version").distinct("purpose")


class ConsentStatement(models.Model):
    """The words that people are asked to agree to. New words are a new version: old ones stay as they were shown."""

    class Purpose(models.TextChoices):
        JOIN = "join", _("To join the network and be contacted about it")
        HEALTH = "health", _("To keep what they say about their health")
        CONTACT = "contact", _("To be answered")

    purpose = models.CharField(_("what for"), max_length=20, choices=Purpose)
    version = models.PositiveSmallIntegerField(_("version"))
    text = models.TextField(_("words, exactly as shown"))
    in_use_from = models.DateTimeField(_("in use from"), db_default=Now())

    objects = ConsentStatementQuerySet.as_manager()

    class Meta:
        verbose_name = _("consent statement")
        verbose_name_plural = _("consent statements")
        ordering: ClassVar = ["purpose", "-version"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["purpose", "version"], name="consent_statement_version_once")
        ]

    def __str__(self) -> str:
        return f"{self.get_purpose_display()}, version {self.version}"

    @classmethod
    def current(cls, purpose: str) -> "ConsentStatement":
        return cls.objects.current(purpose).get()


class ConsentQuerySet(models.QuerySet["Consent"]):
    def seen_by(self, user: AbstractUser | AnonymousUser) -> "ConsentQuerySet":
        """Those of one's own people, but none that was given with something that another network received."""
        from networks.models.received import Enquiry, SignUp  # that module imports this one

        if is_administrator(user):
            return self
        rows = self.filter(person__in=Person.objects.all().seen_by(user))
        mine = Network.objects.looked_after_by(user).filter(pk=OuterRef("network"))
        for model in (SignUp, Enquiry):
            # A consent is stored in one transaction with what it was given for: both carry the same moment.
            together = model._default_manager.filter(person=OuterRef("person"), received_at=OuterRef("at"))
            rows = rows.filter(~Exists(together.filter(~Exists(mine))))
        return rows


class Consent(models.Model):
    """One yes or no of one person. The database refuses to change it: a withdrawal is one more row."""

    class Route(models.TextChoices):
        WEB = "web", _("On the website")
        PHONE = "phone", _("By phone")
        POST = "post", _("By post")
        IN_PERSON = "in-person", _("In person")

    class GivenBy(models.TextChoices):
        PERSON = "person", _("The person")
        HELPER = "helper", _("A helper, on the person’s word")

    person = models.ForeignKey(Person, models.CASCADE, related_name="consents", verbose_name=_("person"))
    statement = models.ForeignKey(ConsentStatement, models.PROTECT, related_name="+", verbose_name=_("statement"))
    given = models.BooleanField(_("agreed"))
    given_by = models.CharField(_("given by"), max_length=10, choices=GivenBy, default=GivenBy.PERSON)
    route = models.CharField(_("by what route"), max_length=10, choices=Route, default=Route.WEB)
    at = models.DateTimeField(_("when"), db_default=Now())
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("entered by")
    )

    objects = ConsentQuerySet.as_manager()

    class Meta:
        verbose_name = _("consent")
        verbose_name_plural = _("consents")
        ordering: ClassVar = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.statement}: {'yes' if self.given else 'no'}"
