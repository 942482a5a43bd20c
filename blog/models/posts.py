"""Guest posts: what they say, whose they are, and when readers see them."""

from datetime import datetime
from typing import Any, ClassVar

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models, transaction
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from taggit.managers import TaggableManager, _TaggableManager

from blog.models.authors import Author, ByLine
from blog.models.moves import Moving
from blog.models.pictures import PostPicture
from blog.models.post_querysets import PostQuerySet
from blog.models.states import State
from blog.slugs import allowed_slug, free_slug
from coprod.richtext import RichTextField, clean, plain, reading_minutes, word_count
from coprod.search import SearchColumn

EXCERPT = 200  # characters; about what search engines show
# What a move changes. The form of a post holds none of it, so nobody who has the form open need be told.
MOVED = {"status", "publish_at", "unpublish_at", "deleted_at", "updated_at"}


class Tags(_TaggableManager):
    """The tags of a post. Search learns of every change of them, whoever made it."""

    def add(self, *tags: Any, **kwargs: Any) -> None:
        super().add(*tags, **kwargs)
        self.instance.index_words()

    def remove(self, *tags: Any) -> None:
        super().remove(*tags)
        self.instance.index_words()

    def clear(self) -> None:
        super().clear()
        self.instance.index_words()


class Post(Moving):
    """A guest post."""

    title = models.CharField(_("title"), max_length=300)
    slug = models.SlugField(
        _("address"),
        max_length=200,
        unique=True,
        blank=True,
        allow_unicode=True,
        validators=[allowed_slug],
        help_text=_("The last part of the web address. Leave empty to use the title."),
    )
    standfirst = models.TextField(
        _("standfirst"),
        max_length=500,
        blank=True,
        help_text=_("One or two sentences: what the post is about. Shown under the title, in lists and in feeds."),
    )
    body = RichTextField(_("text"), blank=True)
    authors = models.ManyToManyField(Author, through="ByLine", related_name="posts", verbose_name=_("authors"))
    tags = TaggableManager(
        _("tags"),
        blank=True,
        manager=Tags,
        help_text=_("A few words, with commas between them. Use tags that are there already if you can."),
    )

    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        verbose_name=_("written by"),
    )
    responses_open = models.BooleanField(
        _("readers may respond"),
        default=False,
        help_text=_("Below the post is a link to a short form. You read each response before anybody else does."),
    )
    created_at = models.DateTimeField(_("written"), default=timezone.now, editable=False)  # an import brings its own
    # Which save this is, so that of two people who have it open the second is told before anything is lost.
    revision = models.PositiveIntegerField(default=1, editable=False)
    word_count = models.PositiveIntegerField(_("words"), default=0, editable=False)

    # Names of authors and tags, so that one index finds a post by them.
    words = models.TextField(default="", blank=True, editable=False)
    # Keys of its tags, so that one index lists the newest posts of a tag, however many there are.
    tag_keys = ArrayField(
        models.IntegerField(), default=list, db_default=[], blank=True, editable=False, verbose_name=_("tags")
    )
    search = SearchColumn(title="A", standfirst="B", words="B", body="C")

    objects = PostQuerySet.as_manager()

    class Meta:
        verbose_name = _("post")
        verbose_name_plural = _("posts")
        ordering: ClassVar = ["-publish_at", "-pk"]
        permissions: ClassVar = [
            ("approve_post", "Can approve posts"),
            ("publish_post", "Can publish posts, and take them down"),
        ]
        indexes: ClassVar = [
            SearchColumn.index("post_search"),
            # "Did you mean" looks for words that are spelt nearly like these.
            GinIndex(fields=["title"], opclasses=["gin_trgm_ops"], name="post_title_trigrams"),
            GinIndex(fields=["words"], opclasses=["gin_trgm_ops"], name="post_words_trigrams"),
            # It holds all that public() and tagged() ask, so that what is public is listed without reading the posts.
            models.Index(
                fields=["publish_at", "id"],
                include=["unpublish_at", "tag_keys"],
                condition=Q(status="published"),
                name="post_public_newest",
            ),
            GinIndex(fields=["tag_keys"], name="post_tag_keys"),
            models.Index(
                fields=["unpublish_at"],
                condition=Q(status="published", unpublish_at__isnull=False),
                name="post_coming_down",
            ),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~Q(status="published") | Q(publish_at__isnull=False),
                name="post_published_has_a_time",
                violation_error_message=_("A published post needs a time from which readers see it."),
            ),
            models.CheckConstraint(
                condition=Q(deleted_at__isnull=True) | ~Q(status="published"),
                name="post_in_bin_is_not_published",
                violation_error_message=_("A post in the bin cannot be published. Take it out of the bin first."),
            ),
            models.CheckConstraint(
                condition=Q(unpublish_at__isnull=True)
                | Q(publish_at__isnull=True)
                | Q(unpublish_at__gt=F("publish_at")),
                name="post_goes_up_before_it_comes_down",
                violation_error_message=_("Choose a time to take it down that is after the time it is published."),
            ),
            models.CheckConstraint(
                condition=~Q(slug=""),
                name="post_has_an_address",
                violation_error_message=_("Give the post an address."),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self.slug:
            self.slug = free_slug(Post, self.title, otherwise="post")
        if self.status == self.Status.PUBLISHED and self.publish_at is None:
            self.publish_at = timezone.now()
        named = kwargs.get("update_fields")
        if named is None or "body" in named:
            self.body = clean(self.body)  # type: ignore[assignment]
            self.word_count = word_count(self.body)
        counts = not self._state.adding and (named is None or not {*named} <= MOVED)
        if counts:
            self.revision = F("revision") + 1
        if counts and named is not None:
            kwargs["update_fields"] = {*named, "revision", "word_count"}
        super().save(*args, **kwargs)
        if counts:
            self.refresh_from_db(fields=["revision"])

    def get_absolute_url(self) -> str:
        return reverse("post", args=[self.slug])

    @property
    def is_public(self) -> bool:
        return self.state == State.PUBLISHED

    @property
    def changed_at(self) -> datetime:
        """When readers last saw it change: what comes out on a day that was set was last changed before it."""
        return max(self.updated_at, self.publish_at or self.updated_at)

    @property
    def is_scheduled(self) -> bool:
        return self.state == State.SCHEDULED

    @property
    def newest_responses(self) -> list[Any]:
        """What readers responded, as far as with_responses() brought it along."""
        rows = self.__dict__["response_rows"]
        times = [parse_datetime(row["received_at"]) for row in rows]
        return [self.responses.model(**{**row, "received_at": time}) for row, time in zip(rows, times, strict=True)]

    @property
    def lead(self) -> PostPicture | None:
        """The picture at the top: from with_lead(), or one of those that were brought along."""
        if "lead_row" in self.__dict__:
            return PostPicture(**self.__dict__["lead_row"]) if self.__dict__["lead_row"] else None
        return next((picture for picture in self.pictures.all() if picture.is_lead), None)

    @cached_property
    def description(self) -> str:
        """The standfirst, or where there is none the first words: what other sites show of it."""
        words = self.standfirst or plain(self.body)
        return words if len(words) <= EXCERPT else words[:EXCERPT].rsplit(" ", 1)[0] + "…"

    @property
    def reading_minutes(self) -> int:
        return reading_minutes(self.word_count)

    def keep_address(self, slug: str) -> None:
        """Let links to the address that this post had until now find it at its new one."""
        # Not reverse(): a request's path has its letters as they are, not percent-encoded.
        path = f"{reverse('posts')}{slug}/"
        self.old_addresses.model.objects.update_or_create(path=path, defaults={"post": self})

    def index_words(self) -> None:
        """Note its authors and tags for search and lists. By-line, tags and authors do this when they change."""
        Post.objects.filter(pk=self.pk).index_words()
        self.refresh_from_db(fields=["words", "tag_keys"])

    def set_by_line(self, *lines: "Author | ByLine") -> None:
        """Make these the authors, in this order. A ByLine may carry role and organisation as they were then."""
        with transaction.atomic():
            self.by_line.all().delete()
            for position, line in enumerate(lines, start=1):
                row = line if isinstance(line, ByLine) else ByLine(author=line)
                row.post, row.position = self, position
                row.save()
            self.index_words()
