"""Close matches, where nothing is found as it was typed: a reference with one slip in it, a name spelt otherwise.

They come from the rows that someone may see and from no others, and only when none of those is found exactly. So they
tell nobody that something is there which they may not see. Only the likest are looked at, however many rows there are.
"""

import re
import unicodedata
from collections.abc import Iterator
from difflib import SequenceMatcher
from typing import Any

from django.contrib.admin.views.main import ChangeList
from django.contrib.postgres.search import TrigramWordSimilarity
from django.db.models import BooleanField, ExpressionWrapper, F, Func, Q, QuerySet
from django.db.models.functions import Lower
from django.http import HttpRequest

from coprod.model_admin import CoprodModelAdmin
from coprod.received import REFERENCE_LENGTH, REFERENCE_LETTERS

MOST = 10  # that are shown
LOOKED_AT = 100  # the likest names, of which each is then read word by word
ALIKE = 0.15  # of the groups of three letters that two names share: fewer, and no word of them is near
NEAR = 0.66  # of the letters of two words that are the same, in the same order: “Smyth” and “Smith”, “Jon” and “John”
SHORTEST = 3  # letters: two are near to everything
HALVES = re.compile(r"^\s*(\w{3,5})[\s-]?(\w{3,5})\s*$", re.ASCII)


def spellings(words: str) -> list[str]:
    """Every reference that is one slip away: a letter wrong, missing or too many, or two of them swapped."""
    typed = HALVES.match(words)
    letters = "".join(typed.groups()).upper() if typed else ""
    found = {way for way in _slips(letters) if len(way) == REFERENCE_LENGTH and set(way) <= set(REFERENCE_LETTERS)}
    return sorted(f"{way[:4]}-{way[4:]}" for way in found)


def _slips(letters: str) -> Iterator[str]:
    if abs(len(letters) - REFERENCE_LENGTH) > 1:
        return
    for at in range(len(letters) + 1):
        before, after = letters[:at], letters[at:]
        yield before + after[1:]
        yield before + after[1:2] + after[:1] + after[2:]
        for letter in REFERENCE_LETTERS:
            yield before + letter + after
            yield before + letter + after[1:]


def keys(rows: QuerySet[Any], words: str, column: str, by_reference: Q | None = None) -> list[int]:
    """Return which of these rows come close, the closest first. One query."""
    asked, other = _plain(words), Q(reference__in=spellings(words)) if by_reference is None else by_reference
    if len(asked) < SHORTEST:
        return []
    name = Func(Lower(F(column)), function="unaccent")
    found = rows.order_by().annotate(
        alike=TrigramWordSimilarity(asked, name), is_named=ExpressionWrapper(other, output_field=BooleanField())
    )
    likest = found.filter(Q(is_named=True) | Q(alike__gte=ALIKE)).order_by("-is_named", "-alike", "-pk")
    lines = list(likest.values_list("pk", column, "is_named")[:LOOKED_AT])
    return [pk for pk, name, is_named in lines if is_named or _is_near(asked, _plain(name))][:MOST]


def _is_near(asked: str, name: str) -> bool:
    """Whether each word that was typed is near one of the name."""
    return all(any(_share(word, other) >= NEAR for other in name.split()) for word in asked.split())


def _share(word: str, other: str) -> float:
    return SequenceMatcher(None, word, other, autojunk=False).ratio()


def _plain(words: str) -> str:
    """Small letters without accents, as the database makes them."""
    apart = unicodedata.normalize("NFKD", words[:100].lower())
    return " ".join("".join(mark for mark in apart if not unicodedata.combining(mark)).split())


class ForgivingList(CoprodModelAdmin):
    """A list that offers close matches, and says that they are, where a search finds nothing among all its rows."""

    def close_to(self, request: HttpRequest, rows: QuerySet[Any], words: str) -> list[int]:
        raise NotImplementedError

    def get_changelist_instance(self, request: HttpRequest) -> ChangeList:
        changes: Any = super().get_changelist_instance(request)
        if changes.query and not changes.result_count:
            rows = self.get_queryset(request)
            exact, _twice = self.get_search_results(request, rows, changes.query)
            if not exact.exists() and (found := self.close_to(request, rows, changes.query)):
                changes.queryset, changes.is_close = rows.filter(pk__in=found), True
                changes.get_results(request)
        return changes
