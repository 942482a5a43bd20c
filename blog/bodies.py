"""The text of a post as readers get it: clean, with the pictures that stand in it. Pages and feeds both ask here."""

from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from blog.models import Post, PostPicture
from coprod import richtext

ON_A_PAGE, IN_A_FEED = "blog/picture_in_text.html", "blog/feed_picture.html"


def body_of(post: Post) -> SafeString:
    return _rendered(post, ON_A_PAGE)


def body_for_feeds(post: Post) -> SafeString:
    """The same with whole addresses and one file a picture: whoever reads it is somewhere else."""
    return _rendered(post, IN_A_FEED)


def _rendered(post: Post, template: str) -> SafeString:
    by_key: dict[str, PostPicture] = {}

    def picture(key: str) -> str:
        # Looked up when the first place of one comes: most texts have none.
        by_key.update({} if by_key else {one.key: one for one in post.pictures.all()})
        context: dict[str, Any] = {"picture": by_key.get(key), "site_url": settings.SITE_URL}
        return render_to_string(template, context) if context["picture"] else ""

    return richtext.render(post.body, picture)
