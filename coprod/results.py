"""What a search finds, over posts, networks, groups and pages: one query for the first few of every kind.

Only the newest matches are ranked, so that a common word costs no more than a rare one. PostgreSQL marks the words that
matched with two characters that no text holds, and the template puts <mark> there: nothing that an editor wrote is
trusted as HTML.
"""

import html
import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import Any, NamedTuple

from django.contrib.postgres.expressions import ArraySubquery
from django.contrib.postgres.search import SearchHeadline, SearchRank
from django.core.paginator import Paginator
from django.db.models import Count, Expression, F, Func, QuerySet, TextField, Value, Window
from django.db.models.functions import JSONObject, Replace, Substr
from django.urls import reverse
from django.utils.dateparse import parse_datetime
from django.utils.functional import Promise, cached_property
from django.utils.translation import gettext_lazy as _

from coprod.asked import KINDS as NAMES
from coprod.asked import Asked
from coprod.models import Page
from coprod.narrowing import narrowed
from coprod.prepared import Later, Prepared, among
from coprod.search import CONFIG, query, read
from networks.models import Group, Network, Region

FEW = 5  # of each kind, at first
RANKED = 200  # newest matches: beyond these nothing is counted or shown
LEAST_WORDS = 15  # of an excerpt, where the text has as many
READ = 10_000  # characters of a text that are looked through for an excerpt
START, STOP = "\ue000", "\ue001"  # private use: no keyboard has them
_MARKED = re.compile(f"{START}([^{START}{STOP}]*){STOP}")


class Part(NamedTuple):
    """A run of text, and whether it is what was searched for."""

    text: str
    marked: bool


@dataclass(frozen=True)
class Result:
    title: list[Part]
    excerpt: list[Part]
    address: str
    detail: dict[str, Any]


@dataclass(frozen=True)
class Section:
    """What was found of one kind."""

    kind: str
    name: str | Promise
    total: int
    results: list[Result]

    @property
    def has_more(self) -> bool:
        return self.total > len(self.results)

    @property
    def is_cut(self) -> bool:
        """Whether there are more than we count."""
        return self.total > RANKED

    @property
    def most(self) -> int:
        return RANKED


class Kind(NamedTuple):
    """Where to look, and which columns make a result."""

    name: str | Promise
    rows: Any  # a function of what is asked: the rows that the public may see are decided at each search
    title: str
    text: Expression
    detail: JSONObject


def _replaced(text: F | Func, what: str, by: str) -> Func:
    return Replace(text, Value(what), Value(by), output_field=TextField())


def _words_of(*plain: str, rich: Iterable[str] = ()) -> Expression:
    """The text of columns, tags of rich text taken out. Plain text is written as rich text would have it first."""
    escaped = [_replaced(_replaced(F(name), "&", "&amp;"), "<", "&lt;") for name in plain]
    parts = [part for column in [*escaped, *map(F, rich)] for part in (column, Value(" "))]
    return Func(
        Substr(Func(*parts, template="(%(expressions)s)", arg_joiner=" || ", output_field=TextField()), 1, READ),
        Value("<[^>]*(>|$)"),
        Value(" "),
        Value("g"),
        function="regexp_replace",
        output_field=TextField(),
    )


KINDS = {
    "stories": Kind(
        _("Stories"),
        lambda asked: narrowed(asked).with_by_line(),
        "title",
        _words_of("standfirst", rich=["body"]),
        JSONObject(slug=F("slug"), date=F("publish_at"), credits=F("credits")),
    ),
    "networks": Kind(
        _("Networks"),
        lambda asked: Network.objects.public(),
        "name",
        _words_of("summary", rich=["about", "what_members_do", "who_can_join", "support"]),
        JSONObject(slug=F("slug")),
    ),
    "groups": Kind(
        _("Local groups"),
        lambda asked: Group.objects.public(),
        "name",
        _words_of("place", "venue", "meets"),
        JSONObject(slug=F("network__slug"), network=F("network__name"), region=F("region"), pk=F("pk")),
    ),
    "pages": Kind(
        _("Pages about us"),
        lambda asked: Page.objects.all(),
        "title",
        _words_of("summary", rich=["body"]),
        JSONObject(slug=F("address")),
    ),
}


class Ranked(Paginator):
    """Pages of what was ranked, and whether there was more."""

    is_cut = False

    @cached_property
    def count(self) -> int:
        found = super().count
        self.is_cut = found > RANKED
        return min(found, RANKED)


def newest(kind: str, asked: Asked) -> QuerySet[Any]:
    """The keys of the newest matches of one kind: one more than are ranked, so that it shows if there are more."""
    return _newest(kind, asked, query(read(asked.q)))


def all_of(kind: str, asked: Asked) -> "QuerySet[Any, dict[str, Any]]":
    """Return the matches of one kind, the best first."""
    return _ranked(kind, asked, query(read(asked.q)))


def first_few(words: str) -> list[Section]:
    """Return the best of each kind that has any."""
    parts = read(words)
    rows = sorted(_first_few(*parts).ask(**parts), key=lambda row: -row["rank"])
    by_kind = {kind: [row for row in rows if row["kind"] == kind] for kind in NAMES}
    return [_section(kind, of_kind, of_kind[0]["total"]) for kind, of_kind in by_kind.items() if of_kind]


def _newest(kind: str, asked: Asked, wanted: Any) -> QuerySet[Any]:
    return KINDS[kind].rows(asked).filter(search=wanted).order_by("-pk").values("pk")[: RANKED + 1]


def _ranked(kind: str, asked: Asked, wanted: Any) -> "QuerySet[Any, dict[str, Any]]":
    source = KINDS[kind]
    excerpt: dict[str, Any] = {"min_words": LEAST_WORDS, "max_words": 35, "short_word": 0, "max_fragments": 1}
    marks: dict[str, Any] = {"config": CONFIG, "start_sel": START, "stop_sel": STOP}
    return (
        source.rows(Asked())
        .filter(among(ArraySubquery(_newest(kind, asked, wanted))))
        .annotate(
            kind=Value(kind),
            rank=SearchRank(F("search"), wanted),
            total=Window(Count("*")),
            heading=SearchHeadline(source.title, wanted, highlight_all=True, **marks),
            excerpt=SearchHeadline(source.text, wanted, **excerpt, **marks),
            detail=source.detail,
        )
        .order_by("-rank", "-pk")
        .values("kind", "rank", "total", "heading", "excerpt", "detail")
    )


@cache
def _first_few(*parts: str) -> Prepared[dict[str, Any]]:
    """What is asked for words of these parts. There are eight ways to put them together at most."""
    wanted = query({part: Later(part, TextField()) for part in parts})

    def write() -> QuerySet[Any]:
        first, *rest = [_ranked(kind, Asked(), wanted)[:FEW] for kind in NAMES]
        return first.union(*rest, all=True)

    return Prepared(write)


def one_section(kind: str, page_obj: Any) -> list[Section]:
    """Return one page of one kind."""
    total = page_obj.paginator.count + page_obj.paginator.is_cut if page_obj.paginator.count else 0
    return [_section(kind, page_obj, total)] if total else []


def _section(kind: str, rows: Iterable[dict[str, Any]], total: int) -> Section:
    return Section(kind, KINDS[kind].name, total, [_result(row) for row in rows])


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
            detail["region"] = Region(detail["region"]).label
        case _:
            address = reverse(detail["slug"])
    return Result(_parts(row["heading"]), _parts(_cut(html.unescape(row["excerpt"]))), address, detail)


def _cut(excerpt: str) -> str:
    """Show with dots where an excerpt begins or ends within a sentence."""
    words = excerpt.split()
    before = "… " if excerpt.lstrip(f"{START} ")[:1].islower() else ""
    after = " …" if len(words) >= LEAST_WORDS and excerpt.rstrip(f"{STOP} ")[-1:].isalnum() else ""
    return f"{before}{' '.join(words)}{after}"


def _parts(text: str) -> list[Part]:
    """Split a headline at PostgreSQL's marks. A mark without its other half was in the text and goes."""
    pieces = _MARKED.split(text)
    parts = [Part(piece.replace(START, "").replace(STOP, ""), bool(index % 2)) for index, piece in enumerate(pieces)]
    return [part for part in parts if part.text]
