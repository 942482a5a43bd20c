"""What a post said at each save: words, tags, by-line and pictures, so that none of it is lost to a later one."""

from typing import Any, ClassVar

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from coprod.images import PictureField


class PostVersion(models.Model):
    """One version. Rows are only added; they go with the post."""

    post = models.ForeignKey("blog.Post", models.CASCADE, related_name="versions", verbose_name=_("post"))
    number = models.PositiveIntegerField(_("version"))
    content = models.JSONField(_("what it said"), encoder=DjangoJSONEncoder)
    why = models.CharField(_("what for"), max_length=200, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("who")
    )
    at = models.DateTimeField(_("when"), default=timezone.now)

    class Meta:
        verbose_name = _("version of a post")
        verbose_name_plural = _("versions of posts")
        ordering: ClassVar = ["-number"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["post", "number"],
                name="post_version_number_once",
                violation_error_message=_("There is a version of this number already."),
            )
        ]

    def __str__(self) -> str:
        return str(_("Version %(number)s") % {"number": self.number})


class KeptPicture(models.Model):
    """The file of a picture that a version shows. It stays when the picture leaves the post, and goes with the post."""

    post = models.ForeignKey("blog.Post", models.CASCADE, related_name="kept_pictures", verbose_name=_("post"))
    picture = PictureField(_("picture"), folder="posts")

    class Meta:
        verbose_name = _("picture of a version")
        verbose_name_plural = _("pictures of versions")
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["post", "picture"],
                name="kept_picture_once",
                violation_error_message=_("This picture is kept already."),
            )
        ]

    def __str__(self) -> Any:
        return self.picture.name
