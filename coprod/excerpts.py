"""Titles and excerpts with what matched in them marked.

PostgreSQL reads each word of a text that it makes an excerpt of, which costs more than all the rest of a search. So it
is given only what stands around the first place that looks like one of the words. It marks the words that matched with
two characters that no text holds. They become <mark> when all the rest is escaped: nothing that an editor wrote is
trusted as HTML.
"""

import html
import re
from collections.abc import Iterable
from typing import Any

from django.contrib.postgres.search import SearchHeadline
from django.db.models import Expression, F, Func, IntegerField, TextField, Value
from django.db.models.functions import Greatest, NullIf, Replace, Substr
from django.utils.html import format_html
from django.utils.safestring import SafeString

from coprod.search import CONFIG

LEAST_WORDS, MOST_WORDS = 15, 35  # of an excerpt, where the text has as many
BEFORE, AFTER = 200, 400  # letters around that place, tags included: more than an excerpt takes
START, STOP = "\ue000", "\ue001"  # private use: no keyboard has them
MARKS: dict[str, Any] = {"config": CONFIG, "start_sel": START, "stop_sel": STOP}
_SPACE_OF_A_TAG = re.compile(r" (?=[,.;:!?)])")  # "<em>so</em>," has become "so ,"
_MARKED = re.compile(f"{START}([^{START}{STOP}]*){STOP}")

# Where a word begins as a stem does, and not as names of tags and parts of addresses do. "Hope" may go on as "hoping",
# "stori" as "story".
BEGINNINGS = """
    (SELECT '(?:^|[^[:alnum:]<=/.-])(?:'
    || string_agg(regexp_replace(regexp_replace(lexeme, '\\W', '.', 'g'), '[ei]$', '[eiy]'), '|') || ')'
    FROM unnest(to_tsvector('coprod_english', %(expressions)s)))
"""


def title_of(column: str, wanted: Any) -> SearchHeadline:
    return SearchHeadline(column, wanted, highlight_all=True, **MARKS)


def excerpt_of(text: Expression, words: Any, wanted: Any) -> SearchHeadline:
    """A few words of the text around those that are wanted, or its beginning."""
    size: dict[str, Any] = {"min_words": LEAST_WORDS, "max_words": MOST_WORDS, "short_word": 0, "max_fragments": 1}
    return SearchHeadline(_near(text, words), wanted, **size, **MARKS)


def text_of(*plain: str, rich: Iterable[str] = ()) -> Func:
    """The text of columns, with commas between those of plain text, which is written as rich text would have it."""
    escaped = [_replaced(_replaced(_replaced(F(name), "&", "&amp;"), "<", "&lt;"), ">", "&gt;") for name in plain]
    filled = [NullIf(text, Value("")) for text in escaped]
    listed = Func(Value(", "), *filled, function="concat_ws", output_field=TextField())
    parts = [part for column in [listed, *map(F, rich)] for part in (column, Value(" "))]
    return Func(*parts, template="(%(expressions)s)", arg_joiner=" || ", output_field=TextField())


def _replaced(text: F | Func, what: str, by: str) -> Func:
    return Replace(text, Value(what), Value(by), output_field=TextField())


def _near(text: Expression, words: Any) -> Func:
    """What stands around the first of these words, tags taken out: one in which it begins, too.

    A heading ends with a colon, so that it does not run into what follows.
    """
    beginnings = Func(words, template=BEGINNINGS, output_field=TextField())
    # From the first letter on, the first place, where it begins, in small letters or capitals.
    how: list[Any] = [Value(1), Value(1), Value(0), Value("i")]
    plain = Func(text, function="unaccent", output_field=TextField())
    place = Func(plain, beginnings, *how, function="regexp_instr", output_field=IntegerField())
    near = Substr(text, Greatest(place - BEFORE, 1), BEFORE + AFTER)
    return _in_place_of(r"^[^<]*>|<[^>]*(>|$)", _in_place_of(r"([[:alnum:]])</h\d>", near, r"\1: "), " ")


def _in_place_of(what: str, text: Func, by: str) -> Func:
    parts = text, Value(what), Value(by), Value("g")
    return Func(*parts, function="regexp_replace", output_field=TextField())


def shown_excerpt(excerpt: str) -> SafeString:
    """Show with dots where an excerpt begins or ends within a sentence."""
    excerpt = html.unescape(excerpt)
    words = excerpt.split()
    text = _SPACE_OF_A_TAG.sub("", " ".join(words))
    before = "… " if excerpt.lstrip(f"{START} ")[:1].islower() else ""
    after = " …" if len(words) >= LEAST_WORDS and excerpt.rstrip(f"{STOP} ")[-1:].isalnum() else ""
    return marked(f"{before}{text}{after}")


def marked(text: str) -> SafeString:
    """Put <mark> where PostgreSQL's marks are. One without its other half was in the text and goes."""
    pieces = [piece.replace(START, "").replace(STOP, "") for piece in _MARKED.split(text)]
    return format_html("{}" + "<mark>{}</mark>{}" * (len(pieces) // 2), *pieces)
