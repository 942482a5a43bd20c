"""A draft post made of a Word document: its text, and its pictures as rows of the post, each at its place."""

from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from blog import versions
from blog.models import Post, PostPicture
from blog.models.pictures import new_key
from blog.word import opening, reading
from coprod.redrawing import redraw

MOST_PICTURES = 40


@dataclass(frozen=True)
class Made:
    post: Post
    said: list[str] = field(default_factory=list)


def read(file: Any) -> reading.Document:
    """Read an uploaded file. Raises ValidationError, in plain words, for one that cannot be used."""
    opening.check(file, file.size)
    return reading.read(file, file.name or "", new_key)


def make_draft(*, document: reading.Document, by: Any) -> Made:
    pictures, unreadable = _drawn(document)
    with transaction.atomic():
        title = document.title or str(_("No title yet"))
        post = Post.objects.create(title=title, body=document.body, created_by=by)
        for picture in pictures:
            picture.post = post
            picture.save()
        versions.keep(post, by=by)
    return Made(post, [*document.left_out, *unreadable, *_to_describe(pictures)])


def _drawn(document: reading.Document) -> tuple[list[PostPicture], list[str]]:
    """Draw each picture anew, as every upload is. What cannot be drawn leaves its place, which then shows nothing."""
    pictures: list[PostPicture] = []
    problems: list[str] = []
    placed = [key for key in document.images if f'"{key}"' in document.body]
    for key in placed:
        image = document.images[key]
        try:
            if len(pictures) >= MOST_PICTURES:
                raise ValidationError(_("Too many pictures for one post."))
            drawn = redraw(ContentFile(image.data, name="picture"))
        except ValidationError as error:
            problems.append(_("The picture “%(alt)s”: %(why)s") % {"alt": image.alt or "?", "why": error.messages[0]})
            continue
        pictures.append(
            PostPicture(
                key=key, picture=drawn, alt=image.alt[:300], needs_description=not image.alt, position=len(pictures) + 1
            )
        )
    if lost := len(document.images) - len(placed):
        words = ngettext(
            "%(count)d picture in a table. Add it under “Pictures”.",
            "%(count)d pictures in tables. Add them under “Pictures”.",
            lost,
        )
        problems.append(words % {"count": lost})
    return pictures, problems


def _to_describe(pictures: list[PostPicture]) -> list[str]:
    count = sum(picture.needs_description for picture in pictures)
    words = ngettext(
        "%(count)d picture needs a description: see “Pictures”.",
        "%(count)d pictures need a description: see “Pictures”.",
        count,
    )
    return [words % {"count": count}] if count else []
