"""Parts of pages that are written once: the header, a card in a list. The same values make the same part.

A part is remembered under the values that it was given, so it needs no version: who changes a value gets another part.
It can show nothing else, and a part that asks the database is refused.
"""

from collections.abc import Callable, Hashable
from datetime import date, datetime
from threading import Lock
from types import NoneType
from typing import Any, TypeVar

from django.conf import settings
from django.db import connection
from django.db.models import Model, QuerySet
from django.db.models.base import ModelState
from django.db.models.fields.files import FieldFile
from django.template import Context
from django.template.loader_tags import IncludeNode
from django.utils.functional import LazyObject, Promise
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from coprod.page_cache.shelf import Shelf

ROOM = 4 * 1024 * 1024
_shelf: Shelf[Hashable, Any] = Shelf(ROOM)
T = TypeVar("T", bound=str)
_lock = Lock()
_AS_THEY_ARE = {str, NoneType, datetime}  # others may be equal and not look alike: 1, 1.0 and True


class KeptPart(IncludeNode):
    """`{% include … only %}` that renders once for the same values."""

    def render(self, context: Context) -> SafeString:
        values = {name: value.resolve(context) for name, value in self.extra_context.items()}
        return once(self.template.var, values, lambda: self._rendered(context))

    def _rendered(self, context: Context) -> SafeString:
        return SafeString(super().render(context))


def once(name: str, values: Any, write: Callable[[], T]) -> T:
    """Return what was written for these values before, or have it written."""
    if settings.DEBUG:  # templates are being changed
        return write()
    key = name, get_language(), _frozen(values)
    with _lock:
        part = _shelf.get(key)
    if part is None:
        with connection.execute_wrapper(_refuse):
            part = write()
        with _lock:
            _shelf.put(key, part, 2 * len(part) + 1_000)  # the key is about as long
    return part


def _refuse(*_: Any) -> Any:
    raise AssertionError("A kept part of a page may show only the values that it is given, and ask nothing.")


def _frozen(value: Any) -> Hashable:  # noqa: PLR0911 - a kind of value a line
    """Return what can be compared with the value of another request. A row is all that was read of it."""
    if value.__class__ in _AS_THEY_ARE:
        return value
    match value:
        case None | str() | int() | float() | date():
            return value, value.__class__
        case Promise():
            return str(value)
        case list() | tuple() | QuerySet():
            return tuple([_frozen(item) for item in value])
        case dict():
            return tuple(value), tuple([_frozen(item) for item in value.values()])
        case LazyObject():
            bool(value)
            return _frozen(value._wrapped)
        case FieldFile():
            return value.name
        case Model():
            return value.__class__, _frozen(value.__dict__)
        case ModelState():
            return None  # rows of other tables that came along are not values: a part is given them by name
    raise TypeError(f"{value.__class__} cannot be a value of a kept part")
