"""Tags, as readers meet them. The table is django-taggit's."""

from typing import Any

from django.db.models import Count, QuerySet
from taggit.models import Tag

from blog.models.posts import Post


def public_tags() -> QuerySet[Any]:
    """Tags of something that a reader may see, now, each with its number of stories as `stories`."""
    return Tag.objects.filter(post__in=Post.objects.public()).annotate(stories=Count("pk")).order_by("name")
