"""Fewer stories of a search: those of one subject, one author or one year, offered from what was found itself."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.contrib.postgres.fields import ArrayField
from django.db.models import BigIntegerField, CharField, Count, F, IntegerField, QuerySet, TextField, Value
from django.db.models.functions import Cast, ExtractYear
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from taggit.models import Tag

from blog.models import ByLine, Post, PostQuerySet
from coprod.asked import Asked
from coprod.prepared import Later, Prepared, among

MOST = {"tag": 8, "author": 8, "year": 12}  # offered of each
WORDS = {
    "tag": (_("Subject"), _("Show every subject")),
    "author": (_("Author"), _("Show every author")),
    "year": (_("Year"), _("Show every year")),
}


class Way(NamedTuple):
    name: str
    address: str


@dataclass(frozen=True)
class Narrowing:
    """A way to see fewer stories: what is chosen of it, how to take that back, and what there is to choose."""

    name: str | Promise
    chosen: str
    back: Way
    ways: list[Way]


def narrowed(by: Collection[str]) -> PostQuerySet:
    """The public stories of a subject, an author and a year, as far as they are among these. They come later."""
    posts = Post.objects.public()
    if "tag" in by:
        posts = posts.filter(tags__slug=Later("tag", TextField()))
    if "author" in by:
        # As readers are told: whoever took their name off a post is not found by it.
        posts = posts.filter(by_line__author__slug=Later("author", TextField()), by_line__name_withheld=False)
    return posts.filter(publish_at__year=Later("year", IntegerField())) if "year" in by else posts


def narrowings(asked: Asked, found: list[int]) -> list[Narrowing]:
    """What these stories, a bounded set of keys, can be narrowed by: one query."""
    rows = sorted(CHOICES.ask(found=found), key=lambda row: row[0])
    return [_narrowing(asked, name, [row for row in rows if row[0] == name]) for name in WORDS]


def _narrowing(asked: Asked, name: str, rows: list[tuple[str, str, str]]) -> Narrowing:
    label, back = WORDS[name]
    wanted = getattr(asked, name)
    chosen = next((shown for _name, value, shown in rows if value == wanted), wanted)
    ways = [Way(shown, asked.address(**{name: value})) for _name, value, shown in rows]
    return Narrowing(label, chosen, Way(str(back), asked.address(**{name: ""})), ways if len(ways) > 1 else [])


def _choices() -> QuerySet[Any]:
    found = Later("found", ArrayField(BigIntegerField()))
    tags = Tag.objects.filter(among(found, "post__pk")).annotate(stories=Count("pk")).order_by("-stories", "name")
    lines = ByLine.objects.filter(among(found, "post_id"), name_withheld=False)
    authors = lines.values(value=F("author__slug")).annotate(stories=Count("pk")).order_by("-stories", "value")
    year = Cast(ExtractYear("publish_at"), CharField())
    years = Post.objects.filter(among(found)).order_by().values(value=year).annotate(stories=Count("pk"))
    of_tags = tags.values_list(Value("tag"), "slug", "name")[: MOST["tag"]]
    of_authors = authors.values_list(Value("author"), "value", "author__name")[: MOST["author"]]
    of_years = years.order_by("-value").values_list(Value("year"), "value", year)[: MOST["year"]]
    return of_tags.union(of_authors, of_years, all=True)


CHOICES: Prepared[tuple[str, str, str]] = Prepared(_choices)
