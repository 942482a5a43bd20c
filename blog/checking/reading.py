"""All the checks in one list, and what they find in a post."""

from collections.abc import Callable, Iterable, Iterator

from blog.checking import avoided, links, needed, wording
from blog.checking.problem import Problem
from blog.checking.text import Piece
from blog.models import Post, PostQuerySet

Check = Callable[[Piece], Iterator[Problem]]
CHECKS: list[Check] = [*needed.CHECKS, *links.CHECKS, *wording.CHECKS, *avoided.CHECKS]


def problems_of(post: Post) -> list[Problem]:
    """What could be better about the post as it is stored: first what keeps it from readers, then hints."""
    piece = Piece(post)
    found: Iterable[Problem] = (problem for check in CHECKS for problem in check(piece))
    return sorted(found, key=lambda problem: not problem.blocks)


def with_what_checks_need(posts: PostQuerySet) -> PostQuerySet:
    """The posts with all that the checks look at, however many they are."""
    return posts.defer("words", "search").prefetch_related("by_line__author", "pictures")
