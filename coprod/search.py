"""PostgreSQL full-text search: the column, the index and how a query is read, for every model that is found by it."""

import re
from collections.abc import Mapping
from typing import Any

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchQuery, SearchQueryField, SearchVector, SearchVectorField
from django.db import models
from django.db.models import Func

CONFIG = "coprod_english"  # English stems without accents; made in migration coprod 0001
MAX_QUERY = 200
# The beginning of a word: letters and digits, and nothing that means something to a query.
_BEGUN = re.compile(r"\w{3,40}")
_HALF_AN_ING = re.compile(r"(\w{3,40}?)in?")
_NOT_A_WORD = re.compile(r'(?:^|\s)-\S*|"')
_OR = re.compile(r"(.+) or", re.IGNORECASE)


class SearchColumn(models.GeneratedField):
    """A stored search vector over columns of the same row: `SearchColumn(title="A")` names column and weight."""

    def __init__(self, **weights: Any) -> None:
        if "expression" in weights:  # a migration gives the finished field
            super().__init__(**weights)
            return
        vectors = [SearchVector(name, weight=weight, config=CONFIG) for name, weight in weights.items()]
        expression: Any = vectors[0]
        for vector in vectors[1:]:
            expression = expression + vector
        super().__init__(expression=expression, output_field=SearchVectorField(), db_persist=True)

    def deconstruct(self) -> Any:
        name, _, args, kwargs = super().deconstruct()
        return name, "django.db.models.GeneratedField", args, kwargs

    @staticmethod
    def index(name: str) -> GinIndex:
        return GinIndex(fields=["search"], name=name)


def cleaned(words: str) -> str:
    """Return what someone typed as one line of bearable length, without characters that nobody can see."""
    printable = "".join(letter if letter.isprintable() else " " for letter in words[: 2 * MAX_QUERY])
    return " ".join(printable.split())[:MAX_QUERY].strip()


def read(words: str) -> dict[str, str]:
    """Read what someone typed: quotes for phrases, a minus for "not"; the last word may not be finished yet."""
    typed = cleaned(words)
    before, _space, last = typed.rpartition(" ")
    parts = {"whole": typed, "any": " or ".join(_NOT_A_WORD.sub(" ", typed).split())}
    if not _BEGUN.fullmatch(last) or typed.count('"') % 2:
        return parts
    parts["begun"] = f"'{last}':*"
    if half := _HALF_AN_ING.fullmatch(last):  # words are stored without it
        parts["half"] = half[1]
    if either := _OR.fullmatch(before):
        parts["either"] = either[1]
    elif before:
        parts["before"] = before
    return parts


def query(parts: Mapping[str, Any]) -> Any:
    """Put together what was read."""
    if "begun" not in parts:
        return _plain(parts["whole"])
    if "either" in parts:
        return _plain(parts["either"]) | _begun(parts)
    return _plain(parts["before"]) & _begun(parts) if "before" in parts else _begun(parts)


def ranking(parts: Mapping[str, Any]) -> Any:
    """What has the last word itself comes before what begins with it."""
    return _plain(parts["whole"]) | query(parts) if "begun" in parts else query(parts)


def any_of(parts: Mapping[str, Any]) -> Any:
    """Any of the words, asked for once in a query: for marks."""
    words = _plain(parts["any"])
    marked = words | _begun(parts) if "begun" in parts else words
    return Func(marked, template="(SELECT %(expressions)s)", output_field=SearchQueryField())


def _begun(parts: Mapping[str, Any]) -> Any:
    begun = SearchQuery(parts["begun"], search_type="raw", config=CONFIG)
    return begun | _plain(parts["half"]) if "half" in parts else begun


def _plain(words: Any) -> SearchQuery:
    return SearchQuery(words, search_type="websearch", config=CONFIG)
