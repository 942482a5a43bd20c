"""Stories to read after one: those that share its tags and its words. What is looked through is bounded.

Of each tag only the newest stories are looked at, so that a tag of ten thousand costs no more than a tag of ten.
"""

import re
from collections import Counter
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.search import SearchQuery, SearchRank
from django.db.models import BigIntegerField, F, Func, IntegerField, QuerySet, TextField

from blog.models import Post
from coprod.prepared import Later, Prepared, among
from coprod.search import CONFIG

MORE = 3  # stories offered below a story
LOOKED_AT_OF_NEWEST = 40  # looked through where no tag is shared
LOOKED_AT = 10  # of those that share a tag, the ones that share most
_LONGEST = 12  # words of a story that are looked for in the others


def like(story: Any) -> tuple[list[Post], bool]:
    """Return the stories nearest to this one, and whether they share its tags. The newest win a tie."""
    shared = Counter(pk for pk in story.near if pk != story.pk)
    most = dict(sorted(shared.items(), key=lambda pair: (-pair[1], -pair[0]))[:LOOKED_AT])
    if most:
        pks, counts = list(most), list(most.values())
        return SHARING.ask(pks=pks, counts=counts, words=_words_of(story)), True
    return NEWEST.ask(pk=story.pk, words=_words_of(story)), False


def _nearest(rows: QuerySet[Any], *most_tags: Any) -> QuerySet[Any]:
    """The first few of a bounded set: most tags shared, then most words, then the newest."""
    words = SearchQuery(Later("words", TextField()), search_type="websearch", config=CONFIG)
    most_words = SearchRank(F("search"), words).desc()
    return rows.for_cards().order_by(*most_tags, most_words, "-publish_at", "-pk")[:MORE]  # type: ignore[attr-defined]


def _sharing() -> QuerySet[Any]:
    pks = Later("pks", ArrayField(BigIntegerField()))
    place = Func(pks, F("pk"), function="array_position", output_field=IntegerField())
    counts = Later("counts", ArrayField(IntegerField()))
    shared = Func(counts, place, template="(%(expressions)s]", arg_joiner=")[", output_field=IntegerField())
    return _nearest(Post.objects.public().filter(among(pks)), shared.desc())


def _newest() -> QuerySet[Any]:
    others = Post.objects.public().exclude(pk=Later("pk", BigIntegerField()))
    return _nearest(Post.objects.public().filter(pk__in=others.newest_first().values("pk")[:LOOKED_AT_OF_NEWEST]))


SHARING: Prepared[Post] = Prepared(_sharing)
NEWEST: Prepared[Post] = Prepared(_newest)


def _words_of(story: Post) -> str:
    """Any of the longest words of the title and the standfirst: the long ones say what a story is about."""
    words = {word.lower() for word in re.findall(r"\w{4,40}", f"{story.title} {story.standfirst}"[:1000])}
    longest = sorted(words, key=lambda word: (-len(word), word))[:_LONGEST]
    return " or ".join(f'"{word}"' for word in longest)
