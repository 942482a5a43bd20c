"""Words that someone may have meant: the nearest in titles, names and places of what is public."""

import re
from difflib import get_close_matches
from typing import Any

from django.db.models import F, Q, QuerySet, TextField, Value
from django.db.models.functions import Concat

from blog.models import Post
from networks.models import Group, Network

TEXTS = 200  # of each kind that are compared
_WORD = re.compile(r"\w{3,40}")
_MOST_WORDS = 6


def did_you_mean(words: str) -> str:
    """Return the words that come nearest in what is public, or "" when nothing is near."""
    typed = _WORD.findall(words.lower())[:_MOST_WORDS]
    texts = [_WORD.findall(text.lower()) for text in _spelt_alike(typed)]
    known = sorted({word for text in texts for word in text})
    near = {word: get_close_matches(word, known, n=5, cutoff=0.7) for word in {*typed}}
    best = max((_corrected(typed, near, text) for text in texts), key=lambda pair: pair[0], default=(0, ""))
    return best[1] if best[1] != words.lower() else ""


def _corrected(typed: list[str], near: dict[str, list[str]], text: list[str]) -> tuple[int, str]:
    """Put each word right from the words of one text, so that they are found together; and say how many are."""
    here = {*text}
    right = [match for word in typed if (match := next((known for known in near[word] if known in here), ""))]
    return len(right), " ".join(right)


def _spelt_alike(typed: list[str]) -> list[str]:
    """Titles, names of authors and tags, names and places of groups that hold a word like one of these: one query."""
    if not typed:
        return []

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
