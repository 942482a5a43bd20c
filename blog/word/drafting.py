"""A draft post made of a Word document: its text, and its pictures as rows of the post, each at its place."""

import time
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from blog import versions
from blog.models import Post, PostPicture
from blog.models.pictures import new_key
from blog.word import opening, reading
from coprod.redrawing import redraw

MOST_PICTURES = 40
SECONDS = 10.0  # in which pictures of one upload are drawn: a phone's photo takes two, and a page has to answer


@dataclass(frozen=True)
class Drafted:
    post: Post
    said: list[str] = field(default_factory=list)
    waiting: int = 0  # pictures for which there was no time


def read(file: Any) -> reading.Document:
    """Read an uploaded file. Raises ValidationError, in plain words, for one that cannot be used."""
    opening.check(file, file.size)
    return reading.read(file, file.name or "", new_key)


def begin(*, document: reading.Document, by: Any) -> Post:
    """Make a draft of the words. Its pictures come to their places with add_pictures()."""
    title = document.title or str(_("No title yet"))
    return Post.objects.create(title=title, body=document.body, created_by=by)


def add_pictures(post: Post, document: reading.Document, *, by: Any) -> Drafted:
    """Draw the pictures that are not there yet, as many as there is time for. The next call goes on with the rest."""
    until = time.monotonic() + SECONDS
    there = set(post.pictures.values_list("key", flat=True))
    placed = [key for key in document.images if f'"{key}"' in post.body]
    wanted = [key for key in placed if key not in there]
    problems, drawn = [], 0
    for key in wanted:
        if time.monotonic() > until:
            break
        drawn += 1
        if problem := _draw(post, key, document.images[key]):
            problems.append(problem)
    versions.keep(post, by=by)
    said = [*problems, *_in_tables(len(document.images) - len(placed)), *_to_describe(post.pictures.all())]
    return Drafted(post, said, len(wanted) - drawn)


def _draw(post: Post, key: str, image: reading.Image) -> str:
    """Draw one anew, as every upload is, or say why not: its place then shows nothing."""
    position = post.pictures.count() + 1
    try:
        if position > MOST_PICTURES:
            raise ValidationError(_("Too many pictures for one post."))
        picture = redraw(ContentFile(image.data, name="picture"))
    except ValidationError as error:
        return _("The picture “%(alt)s”: %(why)s") % {"alt": image.alt or "?", "why": error.messages[0]}
    described = {"alt": image.alt[:300], "needs_description": not image.alt}
    PostPicture.objects.create(post=post, key=key, picture=picture, position=position, **described)
    return ""


def _in_tables(count: int) -> list[str]:
    words = ngettext(
        "%(count)d picture in a table. Add it under “Pictures”.",
        "%(count)d pictures in tables. Add them under “Pictures”.",
        count,
    )
    return [words % {"count": count}] if count else []


def _to_describe(pictures: Iterable[PostPicture]) -> list[str]:
    count = sum(picture.needs_description for picture in pictures)
    words = ngettext(
        "%(count)d picture needs a description: see “Pictures”.",
        "%(count)d pictures need a description: see “Pictures”.",
        count,
    )
    return [words % {"count": count}] if count else []
