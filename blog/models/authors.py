"""Guests and their by-lines."""

from datetime import date
from typing import Any, ClassVar

from django.db import models
from django.db.models import Exists, F, Func, OuterRef, Q, Value
from django.db.models.functions import Cast, Upper
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from blog.slugs import free_slug
from coprod.images import PictureField
from coprod.redrawing import Drawn
from coprod.renditions import SMALL_WIDTHS, WIDEST_PORTRAIT

TITLES = r"^((DR|PROFESSOR|PROF|SIR|DAME|REV|MR|MRS|MS|MISS|MX)[.]?\s+)+"


class AuthorQuerySet(models.QuerySet["Author"]):
    def public(self) -> "AuthorQuerySet":
        """Authors of something that a reader may see, now."""
        return self.filter(Exists(ByLine.objects.public().filter(author=OuterRef("pk"))))

    def by_letter(self) -> "AuthorQuerySet":
        """In the order of their names, accents and titles aside, each with its first `letter`: empty if it has none."""
        written = Upper(Func("name", function="unaccent", output_field=models.CharField()))
        plain = Func(written, Value(TITLES), Value(""), function="regexp_replace", output_field=models.CharField())
        first = Func(plain, Value("^[^[:alpha:]]*([[:alpha:]]?).*$"), Value(r"\1"), function="regexp_replace")
        letter = Cast(first, models.CharField())
        return self.annotate(letter=letter, sorted_as=plain).order_by("letter", "sorted_as", "pk")


class Author(models.Model):
    """A guest: someone who wrote a post. Not a user account."""

    name = models.CharField(_("name"), max_length=300, help_text=_("As the by-line should read."))
    slug = models.SlugField(
        _("address"),
        max_length=120,
        unique=True,
        blank=True,
        allow_unicode=True,
        help_text=_("Leave empty to use the name."),
    )
    role = models.CharField(
        _("role"), max_length=200, blank=True, help_text=_("For example “Carer” or “Research nurse”.")
    )
    organisation = models.CharField(_("organisation"), max_length=200, blank=True)
    biography = models.TextField(_("about the author"), blank=True, help_text=_("Two or three sentences."))
    photo = PictureField(
        _("photo"),
        folder="authors",
        blank=True,
        width_field="photo_width",
        height_field="photo_height",
        widths=SMALL_WIDTHS,
        widest=WIDEST_PORTRAIT,
    )
    photo_width = models.PositiveIntegerField(null=True, blank=True, editable=False)
    photo_height = models.PositiveIntegerField(null=True, blank=True, editable=False)

    objects = AuthorQuerySet.as_manager()

    class Meta:
        verbose_name = _("author")
        verbose_name_plural = _("authors")
        ordering: ClassVar = ["name", "pk"]

    def __str__(self) -> str:
        return ", ".join(filter(None, [self.name, self.role, self.organisation]))

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self.slug:
            self.slug = free_slug(Author, self.name, otherwise="author")
        is_new = self._state.adding
        super().save(*args, **kwargs)
        if not is_new:
            self.posts.all().index_words()

    def get_absolute_url(self) -> str:
        return reverse("author", args=[self.slug])


class ByLineQuerySet(models.QuerySet["ByLine"]):
    def public(self) -> "ByLineQuerySet":
        """By-lines that a reader may see, now."""
        from blog.models.posts import Post  # that module imports this one

        return self.filter(name_withheld=False, post__in=Post.objects.public())


class ByLine(models.Model):
    """One author of one post, with role and organisation as they were when it was written."""

    post = models.ForeignKey("blog.Post", models.CASCADE, related_name="by_line", verbose_name=_("post"))
    author = models.ForeignKey(Author, models.PROTECT, related_name="by_line", verbose_name=_("author"))
    position = models.PositiveSmallIntegerField(_("order"), default=1)
    role = models.CharField(
        _("role then"),
        max_length=200,
        blank=True,
        help_text=_("When they wrote this. Leave empty to take it from the author."),
    )
    organisation = models.CharField(_("organisation then"), max_length=200, blank=True)
    photo = PictureField(
        _("photo then"),
        folder="by-lines",
        blank=True,
        width_field="photo_width",
        height_field="photo_height",
        widths=SMALL_WIDTHS,
        widest=WIDEST_PORTRAIT,
    )
    photo_width = models.PositiveIntegerField(null=True, blank=True, editable=False)
    photo_height = models.PositiveIntegerField(null=True, blank=True, editable=False)
    name_withheld = models.BooleanField(
        _("take the name off but keep the piece"),
        default=False,
        help_text=_("Readers then see “A guest author”, and no role, organisation or photo."),
    )
    consent_given_by = models.CharField(
        _("who said yes to publishing"), max_length=300, blank=True, help_text=_("The author, or who speaks for them.")
    )
    consented_on = models.DateField(_("when they said yes"), null=True, blank=True)
    consent_review_on = models.DateField(
        _("ask again on"), null=True, blank=True, help_text=_("When we ask if they still agree.")
    )

    objects = ByLineQuerySet.as_manager()

    class Meta:
        verbose_name = _("author of this post")
        verbose_name_plural = _("by-line")
        ordering: ClassVar = ["position", "pk"]
        indexes: ClassVar = [models.Index(fields=["author", "-post"], name="by_line_newest")]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["post", "author"],
                name="by_line_author_once",
                violation_error_message=_("This author is in the by-line already."),
            ),
            models.CheckConstraint(
                condition=Q(consent_given_by="", consented_on=None)
                | (~Q(consent_given_by="") & Q(consented_on__isnull=False)),
                name="by_line_consent_is_whole",
                violation_error_message=_("Consent to publish needs who gave it, and on which day."),
            ),
            models.CheckConstraint(
                condition=Q(consent_review_on__isnull=True) | Q(consent_review_on__gt=F("consented_on")),
                name="by_line_consent_is_reviewed_later",
                violation_error_message=_("Choose a day to ask again that is after the day they said yes."),
            ),
        ]

    def __str__(self) -> str:
        name = self.author.name if self.author_id else ""  # a form may have taken the author out, and have an error
        return ", ".join(filter(None, [name, self.role, self.organisation]))

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self._state.adding and not self.role and not self.organisation:
            self.role, self.organisation = self.author.role, self.author.organisation
        if self._state.adding and not self.photo:
            self.take_photo()
        super().save(*args, **kwargs)
        self.post.index_words()

    def get_absolute_url(self) -> str:
        return self.author.get_absolute_url()

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        gone = super().delete(*args, **kwargs)
        self.post.index_words()
        return gone

    def agrees_on(self, day: date) -> bool:
        """Whether there is consent to publish that has not come to its review."""
        return self.consented_on is not None and (self.consent_review_on is None or self.consent_review_on > day)

    def take_photo(self) -> None:
        """Copy the author's photo of today: the post keeps it when they change theirs."""
        stored = self.author.photo
        if stored and stored.storage.exists(str(stored.name)):
            with stored.open() as photo:
                self.photo.save("photo", Drawn(photo.read()), save=False)
