"""Stories to read after one: those that share its tags and its words. What is looked through is bounded.

Of each tag only the newest stories are looked at, so that a tag of ten thousand costs no more than a tag of ten.
"""

import re
from collections import Counter
from typing import Any

from django.contrib.postgres.search import SearchQuery, SearchRank
from django.db.models import Case, F, IntegerField, QuerySet, Value, When

from blog.models import Post
from coprod.search import CONFIG

MORE = 3  # stories offered below a story
NEWEST = 40  # looked through where no tag is shared
LOOKED_AT = 20  # of those that share a tag, the ones that share most
_LONGEST = 12  # words of a story that are looked for in the others


def like(story: Any) -> tuple[list[Post], bool]:
    """Return the stories nearest to this one, and whether they share its tags. The newest win a tie."""
    shared = Counter(pk for pk in story.near if pk != story.pk)
    most = dict(sorted(shared.items(), key=lambda pair: (-pair[1], -pair[0]))[:LOOKED_AT])
    if most:
        return list(_nearest(Post.objects.public().filter(pk__in=most), story, most)), True
    newest = Post.objects.public().exclude(pk=story.pk).newest_first().values("pk")[:NEWEST]
    return list(_nearest(Post.objects.public().filter(pk__in=newest), story, {})), False


def _nearest(rows: QuerySet[Any], story: Post, shared: dict[int, int]) -> QuerySet[Any]:
    """The first few of a bounded set: most tags shared, then most words, then the newest."""
    tags = [When(pk=pk, then=Value(-count)) for pk, count in shared.items()]
    most_tags = [Case(*tags, output_field=IntegerField())] if tags else []
    most_words = SearchRank(F("search"), _words_of(story)).desc()
    return rows.for_cards().order_by(*most_tags, most_words, "-publish_at", "-pk")[:MORE]  # type: ignore[attr-defined]


def _words_of(story: Post) -> SearchQuery:
    """Any of the longest words of the title and the standfirst: the long ones say what a story is about."""
    words = {word.lower() for word in re.findall(r"\w{4,40}", f"{story.title} {story.standfirst}"[:1000])}
    longest = sorted(words, key=lambda word: (-len(word), word))[:_LONGEST]
    return SearchQuery(" or ".join(f'"{word}"' for word in longest), search_type="websearch", config=CONFIG)
