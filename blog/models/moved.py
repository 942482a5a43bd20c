"""Posts that came from another blog, or from another address of this one."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from blog.models.posts import Post


class OldAddress(models.Model):
    """Where a post lived on the blog that moved here. It answers 301 to the post."""

    path = models.CharField(
        _("old address"), max_length=500, unique=True, help_text=_("For example /2018/06/some-title.html")
    )
    post = models.ForeignKey(Post, models.CASCADE, related_name="old_addresses", verbose_name=_("post"))

    class Meta:
        verbose_name = _("old address")
        verbose_name_plural = _("old addresses")
        ordering: ClassVar = ["path"]

    def __str__(self) -> str:
        return self.path

    def get_absolute_url(self) -> str:
        return self.path


class ImportedEntry(models.Model):
    """One entry of an imported blog, so that a second run knows what it has done and what staff changed since."""

    source_id = models.CharField(_("id in the old blog"), max_length=300, unique=True)
    # Without a post: staff deleted it here. The row stays, so that the next import does not bring it back.
    post = models.OneToOneField(
        Post, models.SET_NULL, null=True, blank=True, related_name="imported_entry", verbose_name=_("post")
    )
    entry_digest = models.CharField(max_length=64, help_text=_("SHA-256 of the entry as it was read."))
    post_digest = models.CharField(max_length=64, help_text=_("SHA-256 of the post as the import left it."))
    imported_at = models.DateTimeField(_("imported"), auto_now=True)

    class Meta:
        verbose_name = _("imported entry")
        verbose_name_plural = _("imported entries")
        ordering: ClassVar = ["-imported_at"]

    def __str__(self) -> str:
        return self.source_id
