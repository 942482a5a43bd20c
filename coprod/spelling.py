"""Words that someone may have meant: one slip away from words of what is public, or the nearest in titles and names."""

import re
from collections.abc import Iterator
from difflib import get_close_matches
from typing import Any

from django.db.models import F, Q, QuerySet, TextField, Value
from django.db.models.functions import Concat

from blog.models import Post
from coprod import slips
from networks.models import Group, Network

TEXTS = 200  # of each kind that are compared
_WORD = re.compile(r"[^\W_]{1,40}")
_LEAVES_OUT = re.compile(r"(?:^|\s)-\w")
_MOST_WORDS = 6


def meanings(words: str) -> Iterator[str]:
    """Yield what may be meant, the likeliest first: it may be that its words are nowhere found together."""
    if _LEAVES_OUT.search(words):  # what was not wanted must not be put among what was
        return
    typed = _WORD.findall(words.lower())[:_MOST_WORDS]
    slipped = " ".join(slips.put_right(typed)) if typed else ""
    near = slipped if slipped != " ".join(typed) else ""
    if near:
        yield near
    alike = _nearest_in_one_text([word for word in typed if len(word) >= slips.LEAST])
    if alike and alike not in {near, words.lower()}:
        yield alike


def _nearest_in_one_text(typed: list[str]) -> str:
    """Return the words that come nearest in a title, a name or a place that has as many of them as any."""
    texts = [_WORD.findall(text.lower()) for text in _spelt_alike(typed)] if typed else []
    known = sorted({word for text in texts for word in text})
    near = {word: get_close_matches(word, known, n=5, cutoff=0.7) for word in {*typed}}
    return max((_corrected(typed, near, text) for text in texts), key=lambda pair: pair[0], default=(0, ""))[1]


def _corrected(typed: list[str], near: dict[str, list[str]], text: list[str]) -> tuple[int, str]:
    """Put each word right from the words of one text, so that they are found together; and say how many are."""
    here = {*text}
    right = [match for word in typed if (match := next((known for known in near[word] if known in here), ""))]
    return len(right), " ".join(right)


def _spelt_alike(typed: list[str]) -> list[str]:
    """Titles, names of authors and tags, names and places of groups that hold a word like one of these: one query."""

    def like(rows: QuerySet[Any], *columns: str) -> QuerySet[Any]:
        near = Q()
        for column in columns:
            for word in typed:
                near |= Q(**{f"{column}__trigram_word_similar": word})
        text = Concat(*[part for column in columns for part in (F(column), Value(" "))], output_field=TextField())
        return rows.filter(near).order_by().values_list(text, flat=True)[:TEXTS]

    posts = like(Post.objects.public(), "title", "words")
    networks = like(Network.objects.public(), "name", "summary")
    return list(posts.union(networks, like(Group.objects.public(), "name", "place"), all=True))
