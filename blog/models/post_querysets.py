"""Which posts there are to see: the one place that says which of them a reader may read, and what lists bring along."""

from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db import models
from django.db.models import Case, Count, Exists, F, Func, OuterRef, Q, Subquery, Value, When
from django.db.models.functions import Coalesce, Concat, JSONObject, Now, TruncMonth
from django.utils import timezone
from django.utils.translation import gettext
from taggit.models import TaggedItem

from blog.models.authors import Author, ByLine
from blog.models.pictures import PostPicture
from blog.models.states import PUBLISHED, state, to_come, up
from coprod.paging import MOST
from coprod.prepared import among

if TYPE_CHECKING:
    from blog.models.posts import Post  # noqa: F401 - the class below names it

# What a page shows of the picture at the top of a post.
LEAD = ("key", "picture", "width", "height", "alt", "decorative", "caption", "credit", "focal_x", "focal_y")
MOST_TAGS = 200  # of a post, by which lists find it: an entry of an index has no room for many more
NEAR = 20  # posts of one tag that are looked at for what is like a post


# Role, organisation and photo are those of the day when the post was written. What is said about someone is today's.
MORE_OF_A_LINE = {
    "biography": F("author__biography"),
    **{column: F(column) for column in ("photo", "photo_width", "photo_height")},
}


def _tagged(pk: Any) -> "models.QuerySet[Any]":
    return TaggedItem.objects.filter(object_id=pk, content_type__model="post", content_type__app_label="blog")


def _joined(rows: "models.QuerySet[Any]", column: str) -> Func:
    """The column of all the rows as one text."""
    return Func(
        ArraySubquery(rows.values(column)), Value(" "), function="array_to_string", output_field=models.TextField()
    )


def _count_of(rows: "models.QuerySet[Any]") -> "models.QuerySet[Any, Any]":
    return rows.annotate(total=Func("pk", function="count", output_field=models.IntegerField())).values("total")


class PostQuerySet(models.QuerySet["Post"]):
    def public(self) -> "PostQuerySet":
        """What a reader may see, now. Every list, page, feed, search and count asks this and nothing else."""
        return self.filter(up())

    def scheduled(self) -> "PostQuerySet":
        return self.filter(to_come())

    def coming_down(self) -> "PostQuerySet":
        return self.filter(PUBLISHED, unpublish_at__gt=Now())

    def taken_down(self) -> "PostQuerySet":
        """What readers could see once, and cannot now."""
        is_over = PUBLISHED & Q(unpublish_at__lte=Now())
        return self.filter(is_over | Q(status=self.model.Status.WITHDRAWN))

    def kept(self) -> "PostQuerySet":
        return self.filter(deleted_at=None)

    def in_bin(self) -> "PostQuerySet":
        return self.exclude(deleted_at=None)

    def with_state(self) -> "PostQuerySet":
        """Bring along where each post is: see Post.state."""
        return self.annotate(state_now=state())

    def by(self, author: Author | Value) -> "PostQuerySet":
        """Posts that say so: whoever took their name off one did not write it, as far as readers are told."""
        lines = ByLine.objects.filter(author=author, name_withheld=False).order_by()
        return self.filter(among(ArraySubquery(lines.values("post_id"))))

    def tagged(self, tag: Any) -> "PostQuerySet":
        """Posts that have the tag of this key. A join would bring all of them together before the newest are taken."""
        return self.filter(tag_keys__contains=[tag])

    def with_by_line(self, *more: str) -> "PostQuerySet":
        """Bring `credits`, the authors in order, along in the same query, with `more` about each of them."""
        lines = ByLine.objects.filter(post=OuterRef("pk")).order_by("position", "pk")
        shown = {
            "name": F("author__name"),
            "slug": F("author__slug"),
            "role": F("role"),
            "organisation": F("organisation"),
            **{column: MORE_OF_A_LINE[column] for column in more},
        }
        nobody = {name: Value("") for name in shown} | {"name": Value(gettext("A guest author"))}
        line = Case(When(name_withheld=False, then=JSONObject(**shown)), default=JSONObject(**nobody))
        return self.annotate(credits=ArraySubquery(lines.values(line=line)))

    def with_names(self) -> "PostQuerySet":
        """Bring `names`, who wrote it, along: for staff, who see those too that readers do not."""
        lines = ByLine.objects.filter(post=OuterRef("pk")).order_by("position", "pk")
        return self.annotate(names=ArraySubquery(lines.values("author__name")))

    def with_tags(self) -> "PostQuerySet":
        """Bring `tag_list`, the tags by name, along in the same query."""
        tag = JSONObject(name=F("tag__name"), slug=F("tag__slug"))
        return self.annotate(tag_list=ArraySubquery(_tagged(OuterRef("pk")).order_by("tag__name").values(pair=tag)))

    def with_lead(self) -> "PostQuerySet":
        """Bring `lead`, the picture at the top, along in the same query."""
        row = JSONObject(**{column: F(column) for column in LEAD})
        rows = PostPicture.objects.filter(post=OuterRef("pk"), is_lead=True).values(row=row)
        return self.annotate(lead_row=Subquery(rows[:1]))

    def with_near(self) -> "PostQuerySet":
        """Bring `near`, the newest posts of each of its tags by number, along: once for each tag that is shared."""
        public = self.model._default_manager.all().public().filter(pk=OuterRef("object_id"))
        of_tag = TaggedItem.objects.filter(Exists(public), tag=OuterRef("tag"))
        newest = of_tag.order_by("-object_id").values("object_id")[:NEAR]
        of_each = _tagged(OuterRef("pk")).values(near=Func(ArraySubquery(newest), function="unnest"))
        return self.annotate(near=ArraySubquery(of_each))

    def with_responses(self, most: int) -> "PostQuerySet":
        """Bring `newest_responses`, and `response_total`, how many there are, along in the same query."""
        from blog.models.responses import Response  # that module imports this one

        rows = Response.objects.shown().filter(post=OuterRef("pk"))
        row = JSONObject(**{column: F(column) for column in ("id", "name", "message", "received_at")})
        return self.annotate(
            response_total=Coalesce(Subquery(_count_of(rows.order_by())), 0),
            response_rows=ArraySubquery(rows.values(row=row)[:most]),
        )

    def for_cards(self) -> "PostQuerySet":
        """The columns that a list shows, and no more: bodies are long."""
        return self.with_by_line().with_lead().only("slug", "title", "standfirst", "publish_at")

    def newest_first(self) -> "PostQuerySet":
        return self.order_by("-publish_at", "-pk")

    def newest_keys(self) -> "models.QuerySet[Any, Any]":
        """The keys of as many as lists show, from an index alone."""
        return self.newest_first().values_list("pk", flat=True)[:MOST]

    def in_year(self, year: int) -> "PostQuerySet":
        return self.filter(publish_at__year=year)

    def in_month(self, year: int, month: int) -> "PostQuerySet":
        """The posts of a month here: between two times, which an index finds."""
        following = (year + month // 12, month % 12 + 1)
        begins, ends = (timezone.make_aware(datetime(*of, 1)) for of in ((year, month), following))  # noqa: DTZ001
        return self.filter(publish_at__gte=begins, publish_at__lt=ends)

    def by_month(self) -> "models.QuerySet[Any, Any]":
        """Count the posts of each month, the newest month first."""
        months = self.order_by().annotate(month=TruncMonth("publish_at")).values("month")
        return months.annotate(count=Count("pk")).order_by("-month")

    def index_words(self) -> None:
        """Note the names of authors and tags, so that search and the lists of tags find a post by them."""
        lines = ByLine.objects.filter(post=OuterRef("pk"), name_withheld=False).order_by("position", "pk")
        tagged = _tagged(OuterRef("pk")).order_by("tag__name")
        space = Value(" ", models.TextField())
        self.update(
            words=Concat(_joined(lines, "author__name"), space, _joined(tagged, "tag__name")),
            tag_keys=ArraySubquery(tagged.values("tag_id")[:MOST_TAGS]),
        )
