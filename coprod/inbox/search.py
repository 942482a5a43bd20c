"""Finding what came in: by a reference that was read out over the phone, a name as it looks, or a phone number."""

import re

from django.db.models import F, Func, Q, TextField, Value
from django.db.models.lookups import Contains, IContains

from coprod.names import UNSEEN

NUMBER = re.compile(r"^\s*(?:(?:\+|00)44)?([0-9\s().+/\-\u2010-\u2015]+)$")
FEWEST_DIGITS = 5  # fewer are found in every other number
SPOKEN_REFERENCE = re.compile(r"^\s*(\w{4})[\s-]?(\w{4})\s*$")


def spoken_reference(words: str) -> str:
    """Return “K7MX-4RTA” for “k7mx 4rta”, or nothing for words that are no reference."""
    spoken = SPOKEN_REFERENCE.match(words)
    return "-".join(spoken.groups()).upper() if spoken else ""


def has_name(words: str, column: str) -> Q:
    """Marks that cannot be seen, typed or pasted into a name, do not hide anybody."""
    return Q(IContains(_without(column, UNSEEN), re.sub(UNSEEN, "", words)))


def has_number(words: str, *columns: str) -> Q:
    """However a phone number was spaced when it was given, and however it is spaced now, with +44 or 0 before it."""
    number = NUMBER.match(words)
    digits = re.sub(r"[^0-9]", "", number[1]).lstrip("0") if number else ""
    found = Q(pk__in=[])
    if len(digits) >= FEWEST_DIGITS:
        for column in columns:
            found |= Q(Contains(_without(column, "[^0-9]"), digits))
    return found


def _without(column: str, marks: str) -> Func:
    replaced = (Value(marks), Value(""), Value("g"))
    return Func(F(column), *replaced, function="regexp_replace", output_field=TextField())
