"""Addresses of posts and authors: made from a title, never one of the blog's own words, never a number."""

import re
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

RESERVED = {"tag", "tags", "author", "authors", "archive", "feed", "write-for-us", "page", "preview", "cy"}
_NUMBER = re.compile(r"\d+")  # /blog/2018/ is a year, and a longer number is read as one too


def allowed_slug(slug: str) -> None:
    """Raise ValidationError for an address that the blog itself uses."""
    if slug in RESERVED or _NUMBER.fullmatch(slug):
        raise ValidationError(
            _("“%(slug)s” is used by the blog itself. Choose another address."), params={"slug": slug}
        )


def free_slug(model: type[models.Model], text: str, *, otherwise: str) -> str:
    """Return an address made from the text that no other row has. A title in any script keeps its letters."""
    field: Any = model._meta.get_field("slug")
    limit = field.max_length - 6  # room for a number
    base = slugify(text, allow_unicode=True)[:limit].strip("-") or otherwise
    if base in RESERVED or _NUMBER.fullmatch(base):
        base = f"{otherwise}-{base}"
    taken = set(model._default_manager.filter(slug__startswith=base).values_list("slug", flat=True))
    if base not in taken:
        return base
    return next(slug for number in range(2, 100_000) if (slug := f"{base}-{number}") not in taken)
