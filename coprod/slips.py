"""One slip of the pen: two letters of a word swapped, or one of them wrong, missing or too many.

Every spelling that is one slip away is looked for at once in what is public, the texts of stories too. So there is no
list of words to keep up to date, and none that could hold a word of what was taken down.
"""

from collections.abc import Iterator
from functools import cache
from string import ascii_lowercase
from typing import Any

from django.db import connection
from django.db.models import BooleanField, F, Func

from blog.models import Post
from coprod.models import Page
from coprod.search import CONFIG
from networks.models import Group, Network

COUNTED = 50  # of each kind: what stands in more is common
LEAST, LONGEST = 3, 15  # letters of a word that is put right
MOST = 2_000  # spellings that are looked for; beyond, of a word more only those with swapped letters
SHORT = 4  # too much else is one letter away from so few: only swapped letters are put right

# Small words that no index holds, such as "with", are right wherever they stand. They come first, then the commonest.
STANDING = """
    SELECT word FROM unnest(%s::text[]) AS word, plainto_tsquery(%s::regconfig, word) AS wanted,
    LATERAL (SELECT count(*) AS times FROM ({rows}) AS found) AS counted
    WHERE times > 0 OR numnode(wanted) = 0 ORDER BY numnode(wanted), times DESC, word
"""


def put_right(typed: list[str]) -> list[str]:
    """Return each word as it is spelt in what is public, or [] when one of them is not like any."""
    ways = {word: [[word], [*_swapped(word)]] for word in typed if len(word) >= LEAST}
    room = MOST
    for word, some in ways.items():
        others = [*_otherwise(word)]
        room -= len(others)
        some.append(others if room > 0 else [])
    standing = _standing(sorted({way for some in ways.values() for ways_of in some for way in ways_of}))
    right = [_first_of(ways[word], standing) if word in ways else word for word in typed]
    return right if all(right) else []


def _first_of(ways: list[list[str]], standing: list[str]) -> str:
    return next((word for some in ways for word in standing if word in some), "")


def _swapped(word: str) -> Iterator[str]:
    for at in range(len(word) - 1):
        yield word[:at] + word[at + 1] + word[at] + word[at + 2 :]


def _otherwise(word: str) -> Iterator[str]:
    """Words with one letter more, one less, or another one, but at the beginning: that is seldom mistaken."""
    if not SHORT < len(word) <= LONGEST:
        return
    for at in range(len(word) + 1):
        before, after = word[:at], word[at:]
        yield before + after[1:]
        for letter in ascii_lowercase:
            yield before + letter + after
            if at:
                yield before + letter + after[1:]


def _standing(words: list[str]) -> list[str]:
    """Those of the words that stand in what is public, the commonest first: one query."""
    rows, values = _rows()
    with connection.cursor() as cursor:
        cursor.execute(STANDING.format(rows=rows), [words, CONFIG, *values])
        return [word for (word,) in cursor.fetchall()]


@cache
def _rows() -> tuple[str, tuple[Any, ...]]:
    """What is asked for the rows of any kind that have a word, written once."""
    wanted = Func(F("search"), template="%(expressions)s @@ wanted", output_field=BooleanField())
    everything = Post.objects.public(), Network.objects.public(), Group.objects.public(), Page.objects.all()
    first, *rest = [rows.filter(wanted).order_by().values("pk")[:COUNTED] for rows in everything]
    return first.union(*rest, all=True).query.sql_with_params()
