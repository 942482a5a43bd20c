"""The pictures of a post: what each shows, who is in it, and where it stands."""

from base64 import b64encode
from datetime import timedelta
from typing import Any, ClassVar, cast

from django.conf import settings
from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils import timezone
from django.utils.crypto import get_random_string
from django.utils.translation import gettext_lazy as _

from coprod.images import PictureField, PictureFieldFile
from coprod.renditions import new_stem, thumbnail

KEY_LENGTH = 10
KEY_LETTERS = "abcdefghijkmnpqrstuvwxyz23456789"
HELD_FOR = timedelta(days=1)
PARTS = 4  # the focal point in quarters of width and height: a class for each, as pages may have no styles of their own
NOT_DESCRIBED = _("Say what the picture shows, or tick that it is only decoration.")


def new_key() -> str:
    """Return a name for a picture's place in a text. It is no secret: the file's name is."""
    return get_random_string(KEY_LENGTH, KEY_LETTERS)


class PostPicture(models.Model):
    """One picture of a post. At most one leads; the others stand in the text, as `<figure data-picture="KEY">`."""

    post = models.ForeignKey("blog.Post", models.CASCADE, related_name="pictures", verbose_name=_("post"))
    key = models.SlugField(max_length=40, unique=True, default=new_key, editable=False)
    picture = PictureField(_("picture"), folder="posts", width_field="width", height_field="height")
    width = models.PositiveIntegerField(null=True, blank=True, editable=False)
    height = models.PositiveIntegerField(null=True, blank=True, editable=False)

    alt = models.CharField(
        _("what the picture shows"),
        max_length=300,
        blank=True,
        help_text=_("For people who cannot see it: “Two women laugh over a cup of tea”. No need for “picture of”."),
    )
    decorative = models.BooleanField(
        _("the picture is only decoration"),
        default=False,
        help_text=_("Tick this if the picture adds nothing to the words."),
    )
    # An old blog's picture comes along although nobody ever said what it shows. Publishing waits until somebody does.
    needs_description = models.BooleanField(_("not described yet"), default=False, editable=False)
    caption = models.CharField(_("caption"), max_length=300, blank=True, help_text=_("Shown under the picture."))
    credit = models.CharField(
        _("credit"), max_length=200, blank=True, help_text=_("Who took or drew it, if they want to be named.")
    )
    focal_x = models.PositiveSmallIntegerField(
        _("what matters, from the left"), default=50, validators=[MaxValueValidator(100)]
    )
    focal_y = models.PositiveSmallIntegerField(
        _("what matters, from the top"), default=50, validators=[MaxValueValidator(100)]
    )

    shows_people = models.BooleanField(
        _("people can be recognised in it"), default=False, help_text=_("Then they must have said yes.")
    )
    consent_given_by = models.CharField(
        _("who said yes"), max_length=300, blank=True, help_text=_("The people in it, or who said it for them.")
    )
    consent_review_on = models.DateField(
        _("ask again on"), null=True, blank=True, help_text=_("When we ask if they still agree.")
    )

    is_lead = models.BooleanField(
        _("show it at the top of the post"), default=False, help_text=_("And in lists, and where the post is shared.")
    )
    position = models.PositiveSmallIntegerField(_("order"), default=1)

    class Meta:
        verbose_name = _("picture")
        verbose_name_plural = _("pictures")
        ordering: ClassVar = ["position", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(decorative=True) | ~Q(alt="") | Q(needs_description=True),
                name="post_picture_is_described",
                violation_error_message=NOT_DESCRIBED,
            ),
            models.CheckConstraint(
                condition=Q(shows_people=False) | (~Q(consent_given_by="") & Q(consent_review_on__isnull=False)),
                name="post_picture_has_consent",
                violation_error_message=_("Say who said yes to the picture, and when we ask them again."),
            ),
            models.CheckConstraint(
                condition=Q(focal_x__lte=100, focal_y__lte=100),
                name="post_picture_focal_point",
                violation_error_message=_("Give the place that matters in percent, from 0 to 100."),
            ),
            models.UniqueConstraint(
                fields=["post"],
                condition=Q(is_lead=True),
                name="post_picture_one_lead",
                violation_error_message=_("One picture can be at the top of the post. Choose one."),
            ),
        ]

    def __str__(self) -> str:
        return self.alt or self.caption or str(_("Picture %(key)s") % {"key": self.key})

    @property
    def alt_text(self) -> str:
        """What a page says instead of it. Nothing for decoration, even where someone has described that too."""
        return "" if self.decorative else self.alt

    @property
    def sources(self) -> list[Any]:
        return cast(PictureFieldFile, self.picture).sources

    @property
    def focus(self) -> str:
        """The classes that keep what matters in sight where a card shows only a part."""
        parts = {"x": round(self.focal_x * PARTS / 100), "y": round(self.focal_y * PARTS / 100)}
        return " ".join(f"focus-{side}{part}" for side, part in parts.items() if part != PARTS // 2)


class HeldPictureQuerySet(models.QuerySet["HeldPicture"]):
    def expired(self) -> "HeldPictureQuerySet":
        return self.filter(held_at__lt=Now() - HELD_FOR)


class HeldPicture(models.Model):
    """A picture that somebody chose in a form which came back with a question: a browser never sends a file twice."""

    key = models.CharField(max_length=40, unique=True, default=new_stem, editable=False)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name=_("who chose it")
    )
    data = models.BinaryField(help_text=_("WebP, drawn anew: pixels and nothing else."))
    held_at = models.DateTimeField(_("chosen"), default=timezone.now)

    objects = HeldPictureQuerySet.as_manager()

    class Meta:
        verbose_name = _("picture not saved yet")
        verbose_name_plural = _("pictures not saved yet")
        ordering: ClassVar = ["-held_at"]

    def __str__(self) -> str:
        return f"{len(self.data):,} bytes"

    @property
    def thumbnail(self) -> str:
        """A small copy as an address of its own: no page serves these pictures."""
        return "data:image/jpeg;base64," + b64encode(thumbnail(bytes(self.data))).decode()
