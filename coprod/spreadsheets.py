"""Tables that people open in Excel or LibreOffice: no cell of theirs may be taken for a formula."""

import csv
import re
from collections.abc import Iterable, Iterator
from io import StringIO

from coprod.names import UNSEEN

# What starts a formula, and the full-width twins that some versions take for the same.
STARTS_A_FORMULA = tuple("=+-@\t\r\n＝＋－＠|%")
MARKS_IN_FRONT = re.compile(rf"^(\s|{UNSEEN})+")  # some programs pass over what cannot be seen
BYTE_ORDER_MARK = "\N{ZERO WIDTH NO-BREAK SPACE}"  # without it Excel spoils every accent


def safe(value: object) -> str:
    """Return a cell that is read as text: “+44 1632 960001” gets a mark in front, and stays readable."""
    text = str(value)
    seen = MARKS_IN_FRONT.sub("", text)
    return f"'{text}" if text.startswith(STARTS_A_FORMULA) or seen.startswith(STARTS_A_FORMULA) else text


class _Line:
    """What csv writes to when each row is wanted as it is made."""

    def write(self, text: str) -> str:
        return text


def lines(rows: Iterable[Iterable[object]]) -> Iterator[str]:
    """Yield the rows as CSV one by one, each cell safe, for a table that is sent while it is made."""
    writer = csv.writer(_Line(), quoting=csv.QUOTE_ALL)
    yield BYTE_ORDER_MARK
    for row in rows:
        yield writer.writerow([safe(value) for value in row])


def table(rows: Iterable[Iterable[object]]) -> str:
    """Return the rows as CSV, each cell safe."""
    text = StringIO()
    writer = csv.writer(text, quoting=csv.QUOTE_ALL)
    writer.writerows([safe(value) for value in row] for row in rows)
    return BYTE_ORDER_MARK + text.getvalue()
