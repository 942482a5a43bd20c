"""Queries that are written and planned once.

To write a query with what a story brings along, and to plan it, costs several times what PostgreSQL takes to answer it.
Both are the same for every story. So the ORM writes the words once in a process, each connection has them prepared
(PREPARE) when it first asks, and after that only values travel.
"""

import hashlib
from collections.abc import Callable
from contextlib import suppress
from copy import copy
from itertools import count
from typing import Any, Generic, TypeVar
from weakref import WeakKeyDictionary

import psycopg2
from django.db import DEFAULT_DB_ALIAS, DatabaseError, connections
from django.db.models import BooleanField, F, Field, Func, QuerySet, Value
from django.db.models.sql.compiler import SQLCompiler
from django.http import Http404
from django.utils.translation import get_language
from psycopg2 import errorcodes
from psycopg2.extensions import AsIs

Row = TypeVar("Row")
# What PostgreSQL answers when a connection no longer has the statement, or its table is another.
_STALE = {errorcodes.INVALID_SQL_STATEMENT_NAME, errorcodes.FEATURE_NOT_SUPPORTED}
_known: WeakKeyDictionary[Any, set[str]] = WeakKeyDictionary()  # names of statements, of each open connection


class Later(Value):
    """A value that comes when the query is asked."""

    def __init__(self, name: str, output_field: "Field[Any, Any]") -> None:
        super().__init__(name, output_field=output_field)

    def as_sql(self, compiler: Any, connection: Any) -> Any:
        return "%s", [self]

    def type(self, connection: Any) -> str:
        """Return its type in PostgreSQL, of any length."""
        return str(self.output_field.db_type(connection)).partition("(")[0]


def among(keys: Any, column: str = "pk") -> Func:
    """The rows of these keys, an array. They are looked up, where a join may go through the whole table."""
    return Func(F(column), keys, template="%(expressions)s)", arg_joiner=" = ANY(", output_field=BooleanField())


class _Words:
    """One query as the ORM wrote it, and under which name connections have it prepared."""

    def __init__(self, rows: QuerySet[Any]) -> None:
        self.rows = rows
        self.compiler: SQLCompiler = rows.query.get_compiler(DEFAULT_DB_ALIAS)
        sql, parameters = self.compiler.as_sql()
        self.sql, self.parameters = sql, tuple(parameters)
        self.later = [part for part in self.parameters if isinstance(part, Later)]
        said = [part.value if isinstance(part, Later) else part for part in self.parameters]
        # Behind a pooler others use the same connection: under one name there is only one query.
        self.name = f"coprod_{hashlib.sha256(f'{sql} {said}'.encode()).hexdigest()[:24]}"

    def ask(self, values: dict[str, Any], *, plan_each: bool) -> list[Any]:
        connection = connections[DEFAULT_DB_ALIAS]
        # Within a transaction a statement that is stale would break what somebody saves.
        if plan_each or connection.in_atomic_block:
            return self._asked_plainly(values)
        try:
            return self._answers(self._prepared(connection), tuple(values[part.value] for part in self.later))
        except DatabaseError as error:
            if getattr(error.__cause__, "pgcode", None) not in _STALE:
                raise
            self._forget(connection)
            return self._asked_plainly(values)

    def _forget(self, connection: Any) -> None:
        """Have it prepared anew the next time."""
        _known[connection.connection].discard(self.name)
        with suppress(psycopg2.Error), connection.connection.cursor() as cursor:
            cursor.execute(f"DEALLOCATE {self.name}")

    def _asked_plainly(self, values: dict[str, Any]) -> list[Any]:
        mine = tuple(values[part.value] if isinstance(part, Later) else part for part in self.parameters)
        return self._answers(self.sql, mine)

    def _answers(self, sql: str, parameters: tuple[Any, ...]) -> list[Any]:
        asked = copy(self.compiler)
        asked.connection = connections[DEFAULT_DB_ALIAS]
        asked.as_sql = lambda *_args, **_more: (sql, parameters)  # type: ignore[method-assign]
        rows = self.rows.all()
        rows.query.get_compiler = lambda *_args, **_more: asked  # type: ignore[method-assign]
        return list(rows)

    def _prepared(self, connection: Any) -> str:
        """Return what to say to this connection, which gets the statement now if it has not got it."""
        connection.close_if_health_check_failed()
        connection.ensure_connection()
        known = _known.setdefault(connection.connection, set())
        if self.name not in known:
            self._prepare(connection)
            known.add(self.name)
        return f"EXECUTE {self.name}{'(' + ', '.join(['%s'] * len(self.later)) + ')' if self.later else ''}"

    def _prepare(self, connection: Any) -> None:
        """Have it prepared, past the counting of queries: it is no question."""
        places = count(1)
        values = [
            AsIs(f"${next(places)}::{part.type(connection)}") if isinstance(part, Later) else part
            for part in self.parameters
        ]
        already = suppress(psycopg2.errors.DuplicatePreparedStatement)
        with connection.wrap_database_errors, already, connection.connection.cursor() as cursor:
            cursor.execute(f"PREPARE {self.name} AS {self.sql}", values)


class Prepared(Generic[Row]):
    """`Prepared(lambda: Post.objects.filter(slug=Later("slug", SlugField()))).ask(slug="a-walk")` are its rows."""

    def __init__(self, write: Callable[[], Any], *, plan_each: bool = False) -> None:
        """Have each asking planned on its own where the best way depends on the values: on how common a word is."""
        self._write, self._plan_each = write, plan_each
        self._words: dict[str | None, _Words] = {}

    def ask(self, **values: Any) -> list[Row]:
        language = get_language()  # a query may hold words for readers
        if language not in self._words:
            self._words[language] = _Words(self._write())
        return self._words[language].ask(values, plan_each=self._plan_each)

    def first(self, **values: Any) -> Row | None:
        return next(iter(self.ask(**values)), None)

    def first_or_404(self, **values: Any) -> Row:
        """Raise Http404 when there is none."""
        row = self.first(**values)
        if row is None:
            raise Http404
        return row
