"""What someone asked the search for: the one place that reads its parameters and that makes its addresses.

Whatever a parameter says that we do not know is as good as not there: nothing typed into an address gets further.
"""

import re
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

from django.http import QueryDict

from coprod.search import cleaned

PARAMETERS = ("q", "kind", "tag", "author", "year", "as", "page")
KINDS = ("stories", "networks", "groups", "pages")
AS_TYPED = "typed"
_LONGEST_SLUG = 120
_YEAR = re.compile(r"(?:19|20)[0-9]{2}")


@dataclass(frozen=True)
class Asked:
    """The words; one kind, or all of them; and of stories only those of a tag, an author or a year."""

    q: str = ""
    kind: str = ""
    tag: str = ""
    author: str = ""
    year: str = ""
    as_typed: bool = False  # look for exactly these words, also when they may be misspelt

    @classmethod
    def read(cls, said: QueryDict) -> "Asked":
        kind = said.get("kind", "") if said.get("kind") in KINDS else ""
        asked = cls(cleaned(said.get("q", "")), kind, as_typed=said.get("as") == AS_TYPED)
        if kind != "stories":
            return asked
        tag, author = (said.get(name, "")[:_LONGEST_SLUG] for name in ("tag", "author"))
        year = said.get("year", "")
        return replace(asked, tag=tag, author=author, year=year if _YEAR.fullmatch(year) else "")

    @property
    def narrower(self) -> tuple[str, ...]:
        """Which of the ways to see fewer stories were asked for."""
        return tuple(name for name in ("tag", "author", "year") if getattr(self, name))

    def address(self, **changes: Any) -> str:
        """Return the query of the same search with something changed."""
        wanted = replace(self, **changes)
        said = {"q": wanted.q, "kind": wanted.kind, "tag": wanted.tag, "author": wanted.author, "year": wanted.year}
        said["as"] = AS_TYPED if wanted.as_typed else ""
        return f"?{urlencode({name: value for name, value in said.items() if value})}"

    # ---- what templates link to

    @property
    def everything(self) -> str:
        return Asked(self.q, as_typed=self.as_typed).address()

    @property
    def all_stories(self) -> str:
        return Asked(self.q, "stories", as_typed=self.as_typed).address()

    @property
    def exactly(self) -> str:
        return self.address(as_typed=True)
