"""Stories as readers meet them: whole, on a page of their own, and as cards in lists.

Each question is written once (coprod/prepared.py). A list first asks for the keys of the newest stories, so that its
last page costs what its first one does.
"""

from typing import TypeVar

from django.contrib.postgres.fields import ArrayField
from django.core.paginator import Page
from django.db.models import BigIntegerField, IntegerField, SlugField
from django.http import Http404, HttpRequest
from taggit.models import Tag

from blog.models import Author, Post, PostQuerySet
from blog.models.post_querysets import MORE_OF_A_LINE
from coprod.paging import Newest, page_of
from coprod.prepared import Later, Prepared, among

Found = TypeVar("Found")
FEW = 3  # on the home page
RESPONSES = 20  # shown below a story, the newest first; the others are a page further


def whole_stories() -> PostQuerySet:
    """Everything that the page of a story shows. Who may see it is for the caller to say."""
    rows = Post.objects.with_by_line(*MORE_OF_A_LINE).with_lead().with_tags().with_near().with_responses(RESPONSES)
    return rows.defer("words", "tag_keys", "search")


def _cards() -> PostQuerySet:
    some = Post.objects.public().filter(among(Later("keys", ArrayField(BigIntegerField()))))
    return some.for_cards().newest_first()


PUBLIC_STORY: Prepared[Post] = Prepared(lambda: whole_stories().public().filter(slug=Later("slug", SlugField())))
CARDS: Prepared[Post] = Prepared(_cards)
LATEST: Prepared[Post] = Prepared(lambda: Post.objects.public().for_cards().newest_first()[:FEW])
NEWEST: Prepared[int] = Prepared(lambda: Post.objects.public().newest_keys())
TAG: Prepared[Tag] = Prepared(lambda: Tag.objects.filter(slug=Later("slug", SlugField())))
AUTHOR: Prepared[Author] = Prepared(lambda: Author.objects.filter(slug=Later("slug", SlugField())))
# The stories of a rare tag are looked up; those of a common one are met soon among the newest.
OF_A_TAG: Prepared[int] = Prepared(
    lambda: Post.objects.public().tagged(Later("tag", IntegerField())).newest_keys(), plan_each=True
)
OF_AN_AUTHOR: Prepared[int] = Prepared(
    lambda: Post.objects.public().by(Later("author", BigIntegerField())).newest_keys()
)


def some_or_404(found: list[Found]) -> list[Found]:
    """Return what was found, or answer 404: a place with nothing public in it must not say that it exists."""
    if not found:
        raise Http404
    return found


def cards(keys: list[int]) -> list[Post]:
    """Return these stories, as lists show them: those of them that are public now."""
    return CARDS.ask(keys=keys)


def page_of_stories(request: HttpRequest, keys: list[int]) -> Page:
    """Return the page of this list that the reader asked for."""
    return page_of(Newest(keys, find=cards), request)
