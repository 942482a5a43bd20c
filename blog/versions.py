"""Keeping each version of a post, and putting an old one back."""

import json
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import transaction
from django.utils.translation import gettext as _

from blog import flow
from blog.models import Author, ByLine, KeptPicture, Post, PostPicture, PostVersion

WORDS = ["title", "standfirst", "body"]
LINE = ["role", "organisation", "name_withheld", "consent_given_by", "consented_on", "consent_review_on"]


class ChangedMeanwhile(Exception):
    """Somebody saved the post after the page with the button was shown."""


def snapshot(post: Post) -> dict[str, Any]:
    """All that readers see of a post, and the consent behind it, as JSON can hold it."""
    lines = post.by_line.select_related("author").order_by("position", "pk")
    return {
        **{name: getattr(post, name) for name in WORDS},
        "tags": sorted(post.tags.names(), key=str.casefold),
        "by_line": [
            {
                "author": line.author_id,
                "name": line.author.name,
                "photo": str(line.photo.name or ""),
                **{name: getattr(line, name) for name in LINE},
            }
            for line in lines
        ],
        "pictures": [
            {name: _plain(picture, name) for name in _picture_columns()}
            for picture in PostPicture.objects.filter(post=post).order_by("position", "pk")
        ],
    }


@transaction.atomic
def keep(post: Post, *, by: Any = None, why: str = "") -> PostVersion | None:
    """Keep what is stored as a version. None: nothing has changed since the last one."""
    stored = Post.objects.select_for_update().get(pk=post.pk)
    last = stored.versions.first()
    made = PostVersion(post=stored, number=last.number + 1 if last else 1, content=snapshot(stored), by=by, why=why)
    if last and last.content == as_stored(made.content):
        return None
    made.save()
    for picture in made.content["pictures"]:
        KeptPicture.objects.get_or_create(post=stored, picture=picture["picture"])
    return made


@transaction.atomic
def restore(post: Post, number: int, *, by: Any, seen: int) -> PostVersion:
    """Put an old version back; the state of the post stays. `seen` is the number of the newest one that they saw."""
    post = Post.objects.select_for_update().get(pk=post.pk)
    keep(post, why=_("As it was before"))
    last, version = post.versions.first(), post.versions.filter(number=number).first()
    if last is None or last.number != seen or version is None:
        raise ChangedMeanwhile
    for name in WORDS:
        setattr(post, name, version.content[name])
    post.save(update_fields=[*WORDS, "updated_at"])
    post.tags.set(version.content["tags"])
    post.set_by_line(*(_line(kept) for kept in version.content["by_line"]))
    _put_pictures_back(post, version.content["pictures"])
    if keep(post, by=by, why=_("Version %(number)s put back") % {"number": version.number}):
        flow.words_changed(post, by=by)
    return version


def _line(kept: dict[str, Any]) -> ByLine:
    author = Author.objects.filter(pk=kept["author"]).first() or Author.objects.create(
        name=kept["name"], role=kept["role"], organisation=kept["organisation"]
    )
    line = ByLine(author=author, **{name: kept[name] for name in LINE})
    if kept["photo"] and line.photo.storage.exists(kept["photo"]):
        line.photo = kept["photo"]
    return line


def _put_pictures_back(post: Post, kept: list[dict[str, Any]]) -> None:
    rows = PostPicture.objects.filter(post=post)
    rows.update(is_lead=False)
    for picture in rows.exclude(key__in=[one["key"] for one in kept]):
        picture.delete()
    storage = PostPicture._meta.get_field("picture").storage
    for one in kept:
        if storage.exists(one["picture"]):
            PostPicture.objects.update_or_create(post=post, key=one["key"], defaults=one)


def _picture_columns() -> list[str]:
    return [field.attname for field in PostPicture._meta.concrete_fields if field.attname not in {"id", "post_id"}]


def _plain(picture: PostPicture, name: str) -> Any:
    value = getattr(picture, name)
    return str(value.name or "") if name == "picture" else value


def as_stored(content: dict[str, Any]) -> dict[str, Any]:
    """The content as the database gives it back: days are texts there."""
    stored: dict[str, Any] = json.loads(json.dumps(content, cls=DjangoJSONEncoder))
    return stored
