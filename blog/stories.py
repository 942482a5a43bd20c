"""Whole stories with all that is shown of one: for its page, and for the feeds."""

from django.db.models import SlugField

from blog.models import Post, PostQuerySet
from blog.models.post_querysets import MORE_OF_A_LINE
from coprod.prepared import Later, Prepared

RESPONSES = 20  # shown below a story, the newest first; the others are a page further


def whole_stories() -> PostQuerySet:
    """Everything that the page of a story shows. Who may see it is for the caller to say."""
    rows = Post.objects.with_by_line(*MORE_OF_A_LINE).with_tags().with_near().with_responses(RESPONSES)
    return rows.prefetch_related("pictures").defer("words", "search")


PUBLIC_STORY: Prepared[Post] = Prepared(lambda: whole_stories().public().filter(slug=Later("slug", SlugField())))
