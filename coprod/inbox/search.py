"""Finding what came in: by a reference that was read out over the phone, or by a name as it looks."""

import re

from django.db.models import F, Func, Q, TextField, Value
from django.db.models.lookups import IContains

from coprod.names import UNSEEN

SPOKEN_REFERENCE = re.compile(r"^\s*(\w{4})[\s-]?(\w{4})\s*$")


def spoken_reference(words: str) -> str:
    """Return “K7MX-4RTA” for “k7mx 4rta”, or nothing for words that are no reference."""
    spoken = SPOKEN_REFERENCE.match(words)
    return "-".join(spoken.groups()).upper() if spoken else ""


def has_name(words: str, column: str) -> Q:
    """Marks that cannot be seen, typed or pasted into a name, do not hide anybody."""
    marks = (Value(UNSEEN), Value(""), Value("g"))
    as_it_looks = Func(F(column), *marks, function="regexp_replace", output_field=TextField())
    return Q(IContains(as_it_looks, re.sub(UNSEEN, "", words)))
