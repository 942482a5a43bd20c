"""Serves pictures: to everyone where what they belong to is public, else to staff who may see it, else not at all.

Names cannot be guessed, yet a draft's picture is nobody's business: whether it is there is not said either. One query
decides; who is asking is looked up only where the public may not see it.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.core.files.storage import default_storage
from django.db.models import Exists, OuterRef, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response
from django.views.decorators.http import require_safe

from blog.models import Author, ByLine, Post, PostPicture, Submission
from blog.previews.pictures import guest_may_see
from coprod.renditions import content_type, row_name

# What is taken down has to be gone everywhere in a minute, from caches on the way too (docs/adr/0012). So a browser
# asks again after a minute, and is told in a few bytes that it may go on showing what it has.
WHILE_PUBLIC = "public, max-age=60, must-revalidate"


@dataclass(frozen=True)
class Folder:
    """A kind of picture: the rows that name it, each with `public`, and the permission to see those that are not."""

    rows: Callable[[], QuerySet[Any]]
    column: str
    permission: str


def _pictures() -> QuerySet[Any]:
    return PostPicture.objects.annotate(public=Exists(Post.objects.public().filter(pk=OuterRef("post"))))


def _photos() -> QuerySet[Any]:
    return Author.objects.annotate(public=Exists(Author.objects.public().filter(pk=OuterRef("pk"))))


def _photos_then() -> QuerySet[Any]:
    return ByLine.objects.annotate(public=Exists(ByLine.objects.public().filter(pk=OuterRef("pk"))))


def _offered() -> QuerySet[Any]:
    return Submission.objects.annotate(public=Exists(Submission.objects.none()))


FOLDERS = {
    "posts": Folder(_pictures, "picture", "blog.view_post"),
    "authors": Folder(_photos, "photo", "blog.view_post"),
    "by-lines": Folder(_photos_then, "photo", "blog.view_post"),
    "submissions": Folder(_offered, "picture", "blog.view_submission"),
}


@require_safe
def media(request: HttpRequest, name: str) -> HttpResponse:
    folder, named = FOLDERS.get(name.partition("/")[0]), row_name(name)
    if folder is None or not named:
        raise Http404
    rows = folder.rows().filter(**{f"{folder.column}__in": {name, named}})
    found = set(rows.values_list("public", flat=True))
    public = True in found
    if not found or not (public or guest_may_see(request, {name, named}) or request.user.has_perm(folder.permission)):
        raise Http404
    kept = get_conditional_response(request, etag=f'"{name}"') if public else None
    response = kept or _read(name)
    response["Cache-Control"] = WHILE_PUBLIC if public else "private, no-store"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    if public:
        response["ETag"] = f'"{name}"'  # no other picture ever has this name
    return response


def _read(name: str) -> HttpResponse:
    try:
        with default_storage.open(name) as picture:  # at most 1600 px wide: small enough to be read at once
            return HttpResponse(picture.read(), content_type=content_type(name))
    except FileNotFoundError as error:
        raise Http404 from error
