"""What a search shows, over posts, networks, groups and pages, of the rows that coprod/matches.py found."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, NamedTuple

from django.contrib.postgres.fields import ArrayField
from django.db.models import BigIntegerField, Expression, F, QuerySet, TextField, Value
from django.db.models.functions import JSONObject
from django.urls import reverse
from django.utils.dateparse import parse_datetime
from django.utils.functional import Promise
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from blog.models import Post
from coprod import matches
from coprod.asked import Asked
from coprod.excerpts import excerpt_of, marked, shown_excerpt, text_of, title_of
from coprod.models import Page
from coprod.prepared import Later, Prepared, among
from coprod.search import any_of, read
from networks.models import Group, Network, Region

FEW = 5  # of each kind, at first


@dataclass(frozen=True)
class Result:
    title: SafeString
    excerpt: SafeString
    address: str
    detail: dict[str, Any]


@dataclass(frozen=True)
class Section:
    """What was found of one kind."""

    kind: str
    name: str
    total: int  # at most one more than are ranked
    results: list[Result]

    @property
    def has_more(self) -> bool:
        return self.total > len(self.results)

    @property
    def is_cut(self) -> bool:
        """Whether there are more than we count."""
        return self.total > matches.RANKED

    @property
    def how_many(self) -> str:
        return gettext("more than %(most)s") % {"most": matches.RANKED} if self.is_cut else str(self.total)


class Kind(NamedTuple):
    """Where to look, and which columns make a result."""

    name: str | Promise
    rows: Any  # a function: the rows that the public may see are decided at each search
    title: str
    text: Expression
    detail: JSONObject


KINDS = {
    "stories": Kind(
        _("Stories"),
        lambda: Post.objects.public().with_by_line(),
        "title",
        text_of("standfirst", rich=["body"]),
        JSONObject(slug=F("slug"), date=F("publish_at"), credits=F("credits")),
    ),
    "networks": Kind(
        _("Networks"),
        Network.objects.public,
        "name",
        text_of("summary", rich=["about", "what_members_do", "who_can_join", "support"]),
        JSONObject(slug=F("slug")),
    ),
    "groups": Kind(
        _("Local groups"),
        Group.objects.public,
        "name",
        text_of("place", "venue", "meets"),
        JSONObject(slug=F("network__slug"), network=F("network__name"), region=F("region"), pk=F("pk")),
    ),
    "pages": Kind(
        _("Pages about us"),
        Page.objects.all,
        "title",
        text_of("summary", rich=["body"]),
        JSONObject(slug=F("address")),
    ),
}


def first_few(words: str, found: dict[str, list[int]]) -> list[Section]:
    """Return the best of each kind that has any."""
    return _sections(words, found, {kind: keys[:FEW] for kind, keys in found.items()}) if found else []


def one_page(asked: Asked, keys: list[int], shown: Sequence[int]) -> list[Section]:
    """Return what one page shows of these keys of one kind."""
    return _sections(asked.q, {asked.kind: keys}, {asked.kind: [*shown]}) if shown else []


def _sections(words: str, found: dict[str, list[int]], shown: dict[str, list[int]]) -> list[Section]:
    parts = read(words)
    keys = {kind: shown.get(kind, []) for kind in KINDS}
    rows = {(row["kind"], row["pk"]): row for row in _shown(*parts).ask(**parts, **keys)}
    return [
        Section(
            kind,
            str(KINDS[kind].name),
            len(of_kind),
            [_result(rows[kind, pk]) for pk in shown[kind] if (kind, pk) in rows],
        )
        for kind, of_kind in found.items()
    ]


@cache
def _shown(*parts: str) -> Prepared[dict[str, Any]]:
    """What is shown of the rows of these keys."""
    later = {part: Later(part, TextField()) for part in parts}
    words, wanted = later["whole"], any_of(later)

    def write() -> QuerySet[Any]:
        first, *rest = [_of_kind(kind, words, wanted) for kind in KINDS]
        return first.union(*rest, all=True)

    return Prepared(write)


def _of_kind(kind: str, words: Any, wanted: Any) -> QuerySet[Any]:
    source = KINDS[kind]
    rows = source.rows().filter(among(Later(kind, ArrayField(BigIntegerField())))).order_by()
    return rows.annotate(
        kind=Value(kind),
        heading=title_of(source.title, wanted),
        excerpt=excerpt_of(source.text, words, wanted),
        detail=source.detail,
    ).values("kind", "pk", "heading", "excerpt", "detail")


def _result(row: dict[str, Any]) -> Result:
    detail = row["detail"]
    match row["kind"]:
        case "stories":
            address = reverse("post", args=[detail["slug"]])
            detail["date"] = parse_datetime(detail["date"])
        case "networks":
            address = reverse("network", args=[detail["slug"]])
        case "groups":
            address = f"{reverse('groups', args=[detail['slug']])}?region={detail['region']}#group-{detail['pk']}"
            detail["region"] = str(Region(detail["region"]).label)
        case _:
            address = reverse(detail["slug"])
    return Result(marked(row["heading"]), shown_excerpt(row["excerpt"]), address, detail)
