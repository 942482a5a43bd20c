"""The public half: networks, their local groups and their resources."""

from typing import ClassVar

from django.conf import settings
from django.contrib.auth.models import AbstractUser, AnonymousUser
from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Count, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from coprod.models import PHONE
from coprod.prepared import Later, Prepared
from coprod.richtext import RichTextField
from coprod.search import SearchColumn

# Pages and mail write it themselves: "Join the Research Network".
WITHOUT_THE = RegexValidator(r"(?i)^\s*the\s", _("Leave out “The”: we put it before the name."), inverse_match=True)


class Region(models.TextChoices):
    """Nations, and the nine regions of England, as the Office for National Statistics names them."""

    EAST_MIDLANDS = "east-midlands", _("East Midlands")
    EAST = "east-of-england", _("East of England")
    LONDON = "london", _("London")
    NORTH_EAST = "north-east", _("North East")
    NORTH_WEST = "north-west", _("North West")
    SOUTH_EAST = "south-east", _("South East")
    SOUTH_WEST = "south-west", _("South West")
    WEST_MIDLANDS = "west-midlands", _("West Midlands")
    YORKSHIRE = "yorkshire-and-the-humber", _("Yorkshire and the Humber")
    NORTHERN_IRELAND = "northern-ireland", _("Northern Ireland")
    SCOTLAND = "scotland", _("Scotland")
    WALES = "wales", _("Wales")


class NetworkQuerySet(models.QuerySet["Network"]):
    def public(self) -> "NetworkQuerySet":
        return self.filter(is_listed=True)

    def looked_after_by(self, user: AbstractUser | AnonymousUser) -> "NetworkQuerySet":
        return self.filter(facilitators=user.pk)

    def for_cards(self) -> "NetworkQuerySet":
        """The columns that a card shows, and no more."""
        return self.only("name", "slug", "summary", "member_count", "is_open")

    def with_group_count(self) -> "NetworkQuerySet":
        # Counting groups rows, and Django then leaves the model's ordering out.
        counted = self.annotate(group_count=Count("groups", filter=Q(groups__is_listed=True)))
        return counted.order_by("position", "name")


class Network(models.Model):
    """Something that people can join: a research network, local groups, volunteering."""

    class Question(models.TextChoices):
        """A question of the join form that a network can do without."""

        DESCRIBES = "describes", _("Which describes you")
        WHERE = "where", _("Where you live")
        GROUP = "group", _("Which local group")
        SUPPORT = "support", _("What helps you take part")

    name = models.CharField(_("name"), max_length=120, validators=[WITHOUT_THE])
    slug = models.SlugField(_("address"), max_length=80, unique=True, help_text=_("The last part of the web address."))
    summary = models.TextField(
        _("summary"), max_length=300, help_text=_("One or two sentences: what it is. Shown in lists.")
    )
    about = RichTextField(_("what it is"), blank=True)
    what_members_do = RichTextField(_("what members do"), blank=True)
    who_can_join = RichTextField(_("who can join"), blank=True)
    support = RichTextField(
        _("what support there is"), blank=True, help_text=_("Training, expenses, someone to talk to.")
    )
    member_count = models.PositiveIntegerField(_("about how many members"), null=True, blank=True)

    contact_role = models.CharField(
        _("who answers"), max_length=120, blank=True, help_text=_("A role, not a name: “The involvement team”.")
    )
    contact_phone = models.CharField(_("phone number"), max_length=30, blank=True, validators=[PHONE])
    contact_email = models.EmailField(_("e-mail address"), blank=True)
    contact_address = models.TextField(_("postal address"), blank=True)

    is_open = models.BooleanField(_("open to new members"), default=True)
    questions_off = ArrayField(
        models.CharField(max_length=20, choices=Question),
        default=list,
        blank=True,
        verbose_name=_("questions that we do not ask"),
    )
    is_listed = models.BooleanField(_("shown on the site"), default=True)
    position = models.PositiveSmallIntegerField(_("order"), default=1, help_text=_("1 comes first."))
    facilitators = models.ManyToManyField(
        settings.AUTH_USER_MODEL,
        blank=True,
        related_name="networks",
        verbose_name=_("facilitators"),
        help_text=_(
            "Staff who look after this network. They see its people and are told by e-mail when someone writes."
        ),
    )
    updated_at = models.DateTimeField(_("last changed"), auto_now=True)
    search = SearchColumn(name="A", summary="B", about="C", what_members_do="C", who_can_join="C", support="C")

    objects = NetworkQuerySet.as_manager()

    class Meta:
        verbose_name = _("network")
        verbose_name_plural = _("networks")
        ordering: ClassVar = ["position", "name"]
        permissions: ClassVar = [("export_members", _("Can take out the list of a network’s members"))]
        indexes: ClassVar = [SearchColumn.index("network_search")]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("network", args=[self.slug])

    @property
    def asks_for_a_group(self) -> bool:
        """Whether someone who joins now can choose a local group."""
        return self.is_open and self.Question.GROUP not in self.questions_off


PUBLIC_NETWORKS: Prepared[Network] = Prepared(lambda: Network.objects.public().with_group_count().for_cards())
PUBLIC_NETWORK: Prepared[Network] = Prepared(
    lambda: Network.objects.public().with_group_count().filter(slug=Later("slug", models.SlugField()))
)


class GroupQuerySet(models.QuerySet["Group"]):
    def public(self) -> "GroupQuerySet":
        return self.filter(is_listed=True, network__is_listed=True)


class Group(models.Model):
    """A local group of a network."""

    STAYS = _(
        "People joined this group, so it stays in its network: otherwise the staff of another network would see them. "
        "Make a new group in the other network, and hide this one from the site."
    )

    network = models.ForeignKey(Network, models.CASCADE, related_name="groups", verbose_name=_("network"))
    name = models.CharField(_("name"), max_length=120)
    place = models.CharField(_("town or area"), max_length=120)
    region = models.CharField(_("nation or region"), max_length=30, choices=Region)
    venue = models.CharField(_("where it meets"), max_length=200, blank=True)
    postcode = models.CharField(_("postcode"), max_length=10, blank=True)
    meets = models.CharField(
        _("when it meets"), max_length=200, blank=True, help_text=_("“First Tuesday of the month, 10am to 12 noon”.")
    )
    access = models.CharField(
        _("access"), max_length=300, blank=True, help_text=_("Step-free, hearing loop, parking, buses, toilets.")
    )
    is_full = models.BooleanField(_("full"), default=False, help_text=_("It has no room for new members now."))
    is_listed = models.BooleanField(_("shown on the site"), default=True)
    checked_on = models.DateField(_("details last checked on"), null=True, blank=True)
    search = SearchColumn(name="A", place="A", venue="C", meets="D")

    objects = GroupQuerySet.as_manager()

    class Meta:
        verbose_name = _("local group")
        verbose_name_plural = _("local groups")
        ordering: ClassVar = ["region", "place", "name"]
        indexes: ClassVar = [
            SearchColumn.index("group_search"),
            models.Index(fields=["network", "region", "place"], name="group_by_region"),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["network", "name"],
                name="group_name_once_a_network",
                violation_error_message=_("This network has a group of that name already."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.name}, {self.place}"

    def get_absolute_url(self) -> str:
        return f"{reverse('groups', args=[self.network.slug])}?region={self.region}#group-{self.pk}"

    def clean(self) -> None:
        """Say in words what the database refuses: migration 0013 ties the group of a sign-up to its network."""
        stored = Group.objects.filter(pk=self.pk).exclude(network=self.network_id)
        if stored.filter(sign_ups__isnull=False).exists():
            raise ValidationError({"network": self.STAYS}, code="has_people")


class Resource(models.Model):
    """A document or link that a network made."""

    class Audience(models.TextChoices):
        MEMBERS = "members", _("For members")
        ORGANISATIONS = "organisations", _("For organisations that want to work with us")

    network = models.ForeignKey(Network, models.CASCADE, related_name="resources", verbose_name=_("network"))
    title = models.CharField(_("title"), max_length=160)
    description = models.CharField(_("what it is"), max_length=300, blank=True)
    audience = models.CharField(_("who it is for"), max_length=15, choices=Audience, default=Audience.MEMBERS)
    link = models.URLField(_("web address"), blank=True)
    body = RichTextField(_("text"), blank=True, help_text=_("The resource itself, if it is not somewhere else."))
    position = models.PositiveSmallIntegerField(_("order"), default=1)

    class Meta:
        verbose_name = _("resource")
        verbose_name_plural = _("resources")
        ordering: ClassVar = ["position", "title"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~Q(link="") | ~Q(body=""),
                name="resource_has_link_or_text",
                violation_error_message=_("Give the resource a web address or a text."),
            )
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("resource", args=[self.network.slug, self.pk])
