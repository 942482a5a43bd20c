"""What both apps stand on: the organisation's details, its own pages, the mail outbox, the guards' counters."""

from datetime import timedelta
from typing import ClassVar

from django.core.validators import RegexValidator
from django.db import connection, models
from django.db.models import Q
from django.db.models.functions import Coalesce, Now, Upper
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from coprod.logs import SECRET
from coprod.prepared import Prepared
from coprod.richtext import RichTextField
from coprod.search import SearchColumn

PHONE = RegexValidator(r"^[+\d][\d ()-]{4,}$", _("Enter a phone number, such as 01632 960001."))


class Organisation(models.Model):
    """Who runs the site, and how to reach them. There is one row, edited in admin; every page shows it."""

    ONLY = 1

    id = models.PositiveSmallIntegerField(primary_key=True, default=ONLY, editable=False)
    name = models.CharField(_("name"), max_length=80, default="Coprod", help_text=_("Shown at the top of every page."))
    strapline = models.CharField(
        _("strapline"), max_length=120, blank=True, help_text=_("A few words under the name on the home page.")
    )
    welcome = models.TextField(
        _("welcome"),
        blank=True,
        help_text=_("Two short sentences for the home page. Say what this site is and who it is for."),
    )
    phone = models.CharField(
        _("phone number"),
        max_length=30,
        validators=[PHONE],
        default="01632 960000",
        help_text=_("Shown on every page."),
    )
    phone_hours = models.CharField(
        _("phone hours"),
        max_length=120,
        default="Monday to Friday, 9am to 5pm",
        help_text=_("When someone answers, for example “Monday to Friday, 9am to 5pm”."),
    )
    email = models.EmailField(_("e-mail address"), blank=True)
    address = models.TextField(_("postal address"), blank=True, help_text=_("One line for each line of the address."))
    second_person_approves = models.BooleanField(
        _("a second person approves each post"),
        default=False,
        help_text=_("Whoever wrote or last changed the words of a post then cannot approve it."),
    )
    updated_at = models.DateTimeField(_("last changed"), auto_now=True)

    class Meta:
        verbose_name = _("organisation details")
        verbose_name_plural = _("organisation details")
        ordering: ClassVar = ["id"]
        constraints: ClassVar = [models.CheckConstraint(condition=Q(id=1), name="organisation_only_one")]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("home")

    @classmethod
    def current(cls) -> "Organisation":
        """Return the one row, or its defaults on a site where nobody has filled it in."""
        return THE_ONLY_ONE.first() or cls()


THE_ONLY_ONE: Prepared[Organisation] = Prepared(lambda: Organisation.objects.filter(pk=Organisation.ONLY))


class Page(models.Model):
    """A page of the organisation's own: about, privacy, accessibility. Staff edit it in admin."""

    class Address(models.TextChoices):
        ABOUT = "about", _("About us")
        PRIVACY = "privacy", _("Privacy")
        ACCESSIBILITY = "accessibility", _("Accessibility")

    address = models.CharField(_("address"), max_length=20, choices=Address, unique=True)
    title = models.CharField(_("title"), max_length=120)
    summary = models.CharField(
        _("summary"), max_length=300, blank=True, help_text=_("One or two sentences. Search engines show them.")
    )
    body = RichTextField(_("text"), blank=True)
    updated_at = models.DateTimeField(_("last changed"), auto_now=True)
    search = SearchColumn(title="A", summary="B", body="C")

    class Meta:
        ordering: ClassVar = ["address"]
        indexes: ClassVar = [SearchColumn.index("page_search")]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse(self.address)


FIRST_PAUSE, PAUSE_GROWS, LONGEST_PAUSE = timedelta(minutes=1), 1.5, timedelta(hours=1)
GIVE_UP_AFTER = timedelta(days=3)
STUCK_AFTER = timedelta(minutes=10)

ADD_TO_TALLY = """
    INSERT INTO coprod_tally (key, hour, count) VALUES (%s, date_trunc('hour', now()), 1)
    ON CONFLICT (key, hour) DO UPDATE SET count = coprod_tally.count + 1 RETURNING count
"""
FORGET_TALLIES = """
    DELETE FROM coprod_tally WHERE id IN
    (SELECT id FROM coprod_tally WHERE hour < now() - interval '1 day' FOR UPDATE SKIP LOCKED)
"""


class OutgoingMailQuerySet(models.QuerySet["OutgoingMail"]):
    def waiting(self) -> "OutgoingMailQuerySet":
        return self.filter(sent_at=None, failed_at=None)

    def due(self) -> "OutgoingMailQuerySet":
        return self.waiting().filter(due_at__lte=Now())

    def stuck(self) -> "OutgoingMailQuerySet":
        """What should have left: nobody has tried for ten minutes, or no mail at all has left since it was written."""
        long_ago = Now() - STUCK_AFTER
        sent = self.model.objects.exclude(sent_at=None).order_by("-sent_at").values("sent_at")[:1]
        last_sent = Coalesce(models.Subquery(sent), models.F("created_at") - STUCK_AFTER)
        is_not_tried, is_tried_in_vain = Q(due_at__lt=long_ago), Q(created_at__lt=long_ago, created_at__gt=last_sent)
        return self.waiting().filter(is_not_tried | is_tried_in_vain)

    def undeliverable(self) -> "OutgoingMailQuerySet":
        return self.exclude(failed_at=None)

    def to_people(self) -> "OutgoingMailQuerySet":
        """What was meant for the people who wrote to us, not for staff."""
        return self.filter(is_unverified=True)


class OutgoingMail(models.Model):
    """One message to one person, waiting or sent. Everything that leaves the site is a row here first."""

    recipient = models.EmailField(_("to"), max_length=254)
    subject = models.CharField(_("subject"), max_length=200)
    text = models.TextField(_("text"))
    html = models.TextField(_("HTML"), blank=True)
    event = models.SlugField(_("event"), max_length=60, help_text=_("What happened, for example “sign_up_received”."))
    reference = models.CharField(
        _("reference"), max_length=20, blank=True, help_text=_("The reference number of what it is about.")
    )
    is_unverified = models.BooleanField(
        _("typed into a form"), default=False, help_text=_("Such an address gets only a few messages in one hour.")
    )
    message_id = models.CharField(_("Message-ID"), max_length=120, unique=True, editable=False)
    created_at = models.DateTimeField(_("written"), db_default=Now())
    due_at = models.DateTimeField(_("next try"), db_default=Now())
    attempts = models.PositiveSmallIntegerField(_("tries"), default=0)
    sent_at = models.DateTimeField(_("sent"), null=True, blank=True)
    failed_at = models.DateTimeField(
        _("given up"), null=True, blank=True, help_text=_("It cannot be delivered. Phone the person instead.")
    )
    last_error = models.TextField(_("what the mail server said"), blank=True)

    objects = OutgoingMailQuerySet.as_manager()

    class Meta:
        verbose_name = _("outgoing mail")
        verbose_name_plural = _("outgoing mail")
        ordering: ClassVar = ["-created_at", "-id"]
        indexes: ClassVar = [
            models.Index(fields=["due_at"], condition=Q(sent_at=None, failed_at=None), name="mail_waiting"),
            models.Index(Upper("recipient"), "created_at", name="mail_to_one_address"),
            models.Index(fields=["reference"], name="mail_about"),
            models.Index(fields=["reference"], condition=Q(failed_at__isnull=False), name="mail_undeliverable_about"),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(sent_at=None) | Q(failed_at=None), name="mail_sent_or_failed_not_both")
        ]

    def __str__(self) -> str:
        return self.subject

    def mark_sent(self) -> None:
        self.sent_at, self.last_error = timezone.now(), ""
        # Who reads this table later cannot open the links: from now on they are in the e-mail and nowhere else.
        self.text, self.html = SECRET.sub("…", self.text), SECRET.sub("…", self.html)
        self.attempts += 1
        self.save(update_fields=["sent_at", "last_error", "attempts", "text", "html"])

    def try_later(self, error: str) -> None:
        """Wait for the next try, each time longer: from a minute to an hour. After three days give up."""
        now = timezone.now()
        if now - self.created_at > GIVE_UP_AFTER:
            self.give_up(error)
            return
        longer = PAUSE_GROWS ** min(
            self.attempts, 20
        )  # beyond that it is the longest anyhow, and soon too long a number
        self.due_at = now + min(FIRST_PAUSE * longer, LONGEST_PAUSE)
        self.attempts += 1
        self.last_error = error
        self.save(update_fields=["attempts", "due_at", "last_error"])

    def give_up(self, error: str) -> None:
        self.failed_at, self.last_error = timezone.now(), error
        self.attempts += 1
        self.save(update_fields=["failed_at", "last_error", "attempts"])


class TallyManager(models.Manager["Tally"]):
    def add(self, event: str, who: str) -> int:
        """Count one more in this hour and return how many there are now. Two at once are both counted."""
        with connection.cursor() as cursor:
            cursor.execute(ADD_TO_TALLY, [f"{event}:{who}"])
            (count,) = cursor.fetchone()
            if count == 1:
                cursor.execute(FORGET_TALLIES)
        return int(count)


class Tally(models.Model):
    """How often something happened in one hour: the counter behind the rate guards. Holds a keyed hash, no address."""

    key = models.CharField(max_length=64)
    hour = models.DateTimeField()
    count = models.PositiveIntegerField(default=0)

    objects = TallyManager()

    class Meta:
        ordering: ClassVar = ["-hour"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["key", "hour"], name="tally_once_an_hour")]

    def __str__(self) -> str:
        return f"{self.count} in the hour from {self.hour:%Y-%m-%d %H:%M}"


# The site's other tables stand beside the code that uses them.
from coprod.backup.models import Backup  # noqa: E402
from coprod.inbox.models import StaffAccess  # noqa: E402
from coprod.journeys.models import Draft  # noqa: E402
from coprod.keeping.models import Erasure, RetentionPeriod  # noqa: E402
from coprod.once.models import Made  # noqa: E402
from coprod.page_cache.models import ContentMark  # noqa: E402

__all__ = [
    "PHONE",
    "Backup",
    "ContentMark",
    "Draft",
    "Erasure",
    "Made",
    "Organisation",
    "OutgoingMail",
    "Page",
    "RetentionPeriod",
    "StaffAccess",
    "Tally",
]
