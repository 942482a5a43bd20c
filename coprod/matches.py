"""Which rows a search finds: the keys of the newest matches of each kind, the best first.

Only the newest are ranked, so that a common word costs no more than a rare one. What a row shows is read for those
that are shown and no others: coprod/results.py.
"""

from functools import cache
from operator import itemgetter
from typing import Any

from django.contrib.postgres.search import SearchRank
from django.db.models import F, QuerySet, TextField, Value

from coprod.asked import KINDS, Asked
from coprod.models import Page
from coprod.narrowing import narrowed
from coprod.prepared import Later, Prepared
from coprod.search import query, ranking, read
from networks.models import Group, Network

RANKED = 200  # newest matches: beyond these nothing is counted or shown


Match = tuple[str, int, float]  # kind, key, rank


def of_every_kind(words: str) -> dict[str, list[int]]:
    """Return the keys of each kind that has any; one more than are ranked, so that it shows if there are more."""
    return _by_kind(_find(KINDS, (), words))


def of_one_kind(asked: Asked) -> list[int]:
    """Return the keys of what is found of the kind, the subject, the author and the year that were asked for."""
    year = int(asked.year) if asked.year else None
    found = _find((asked.kind,), asked.narrower, asked.q, tag=asked.tag, author=asked.author, year=year)
    return _by_kind(found).get(asked.kind, [])


def _find(kinds: tuple[str, ...], narrower: tuple[str, ...], words: str, **more: Any) -> list[Match]:
    parts = read(words)
    return _newest(kinds, narrower, *parts).ask(**parts, **more)


def _by_kind(found: list[Match]) -> dict[str, list[int]]:
    best = sorted(found, key=itemgetter(2, 1), reverse=True)
    keys = {kind: [pk for of_kind, pk, _rank in best if of_kind == kind] for kind in KINDS}
    return {kind: of_kind for kind, of_kind in keys.items() if of_kind}


@cache
def _newest(kinds: tuple[str, ...], narrower: tuple[str, ...], *parts: str) -> Prepared[Match]:
    """What is asked for words of these parts. There are eight ways to put them together at most."""
    later = {part: Later(part, TextField()) for part in parts}

    def write() -> QuerySet[Any]:
        first, *rest = [_matching(_public(kind, narrower), kind, later) for kind in kinds]
        return first.union(*rest, all=True)

    # A common word is met soon among the newest, a rare one is looked up in the index.
    return Prepared(write, plan_each=True)


def _matching(rows: QuerySet[Any], kind: str, parts: dict[str, Later]) -> QuerySet[Any]:
    found = rows.filter(search=query(parts)).order_by("-pk")
    return found.values_list(Value(kind), "pk", SearchRank(F("search"), ranking(parts)))[: RANKED + 1]


def _public(kind: str, narrower: tuple[str, ...]) -> QuerySet[Any]:
    match kind:
        case "stories":
            return narrowed(narrower)
        case "networks":
            return Network.objects.public()
        case "groups":
            return Group.objects.public()
    return Page.objects.all()
