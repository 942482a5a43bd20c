"""Queries that the ORM writes once in a process.

To write a query with what a story brings along costs several times what PostgreSQL takes to answer it. The words of the
query are the same for every story, so they are kept, and each asking brings its own values.
"""

from collections.abc import Callable
from copy import copy
from typing import Any, Generic, TypeVar

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.models import BooleanField, F, Field, Func, QuerySet, Value
from django.db.models.sql.compiler import SQLCompiler
from django.utils.translation import get_language

Row = TypeVar("Row")


class Later(Value):
    """A value that comes when the query is asked."""

    def __init__(self, name: str, output_field: "Field[Any, Any]") -> None:
        super().__init__(name, output_field=output_field)

    def as_sql(self, compiler: Any, connection: Any) -> Any:
        return "%s", [self]


def among(keys: Any) -> Func:
    """The rows of these keys, an array. They are looked up, where a join may go through the whole table."""
    return Func(F("pk"), keys, template="%(expressions)s)", arg_joiner=" = ANY(", output_field=BooleanField())


class Prepared(Generic[Row]):
    """`Prepared(lambda: Post.objects.filter(slug=Later("slug", SlugField()))).ask(slug="a-walk")` are its rows."""

    def __init__(self, write: Callable[[], Any]) -> None:
        self._write = write
        self._written: dict[str | None, tuple[QuerySet[Any], SQLCompiler, str, tuple[Any, ...]]] = {}

    def ask(self, **values: Any) -> list[Row]:
        rows, compiler, sql, parameters = self._words()
        mine = tuple(values[part.value] if isinstance(part, Later) else part for part in parameters)
        asked = copy(compiler)
        asked.connection = connections[DEFAULT_DB_ALIAS]
        asked.as_sql = lambda *_args, **_more: (sql, mine)  # type: ignore[method-assign]
        answered = rows.all()
        answered.query.get_compiler = lambda *_args, **_more: asked  # type: ignore[method-assign]
        return list(answered)

    def _words(self) -> tuple[QuerySet[Any], SQLCompiler, str, tuple[Any, ...]]:
        language = get_language()  # a query may hold words for readers
        if language not in self._written:
            rows = self._write()
            compiler = rows.query.get_compiler(DEFAULT_DB_ALIAS)
            sql, parameters = compiler.as_sql()
            self._written[language] = rows, compiler, sql, tuple(parameters)
        return self._written[language]
