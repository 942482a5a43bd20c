"""Fewer stories of a search: those of one subject, one author or one year, offered from what was found itself."""

from dataclasses import dataclass
from typing import Any, NamedTuple

from django.db.models import CharField, Count, F, QuerySet, Value
from django.db.models.functions import Cast, ExtractYear
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from taggit.models import Tag

from blog.models import ByLine, Post, PostQuerySet
from coprod.asked import Asked

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


def narrowed(asked: Asked) -> PostQuerySet:
    """The public stories of the subject, author and year that were asked for."""
    posts = Post.objects.public()
    if asked.tag:
        posts = posts.filter(tags__slug=asked.tag)
    if asked.author:
        # As readers are told: whoever took their name off a post is not found by it.
        posts = posts.filter(by_line__author__slug=asked.author, by_line__name_withheld=False)
    return posts.in_year(int(asked.year)) if asked.year else posts


def narrowings(asked: Asked, found: QuerySet[Any]) -> list[Narrowing]:
    """What these stories, a bounded set of keys, can be narrowed by: one query."""
    rows = sorted(_choices(found), key=lambda row: row[0])
    return [_narrowing(asked, name, [row for row in rows if row[0] == name]) for name in WORDS]


def _narrowing(asked: Asked, name: str, rows: list[tuple[str, str, str]]) -> Narrowing:
    label, back = WORDS[name]
    wanted = getattr(asked, name)
    chosen = next((shown for _name, value, shown in rows if value == wanted), wanted)
    ways = [Way(shown, asked.address(**{name: value})) for _name, value, shown in rows]
    return Narrowing(label, chosen, Way(str(back), asked.address(**{name: ""})), ways if len(ways) > 1 else [])


def _choices(found: QuerySet[Any]) -> list[tuple[str, str, str]]:
    tags = Tag.objects.filter(post__in=found).annotate(stories=Count("pk")).order_by("-stories", "name")
    lines = ByLine.objects.filter(post__in=found, name_withheld=False)
    authors = lines.values(value=F("author__slug")).annotate(stories=Count("pk")).order_by("-stories", "value")
    year = Cast(ExtractYear("publish_at"), CharField())
    years = Post.objects.filter(pk__in=found).order_by().values(value=year).annotate(stories=Count("pk"))
    of_tags = tags.values_list(Value("tag"), "slug", "name")[: MOST["tag"]]
    of_authors = authors.values_list(Value("author"), "value", "author__name")[: MOST["author"]]
    of_years = years.order_by("-value").values_list(Value("year"), "value", year)[: MOST["year"]]
    return list(of_tags.union(of_authors, of_years, all=True))
