"""Taking a guest's name off a piece that stays: from the by-line, its versions, the consents and what staff noted.

The story's own words stay as they are, and so does that somebody said yes, and when: who asks looks at the words.
"""

import re
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet

from blog.models import Author, ByLine, Post, PostMove, PostPicture, PostVersion, Submission

GONE = "…"


def lines_of(piece: Submission) -> QuerySet[ByLine]:
    """Where the piece's writer is named. The author of the story may be called otherwise than who sent it."""
    lines = ByLine.objects.filter(post=piece.post).select_related("author", "post")
    return lines.filter(Q(author__name__iexact=piece.name) | Q(consent_given_by__icontains=piece.name))


@transaction.atomic
def take_name_off(piece: Submission) -> int:
    """Do so, and return how many by-lines and versions bear it no longer."""
    if piece.post is None:
        return 0
    post = Post.objects.select_for_update().get(pk=piece.post.pk)
    lines = list(lines_of(piece).filter(author__name__iexact=piece.name))
    for line in lines:
        _withhold(line, piece.name)
    changed = len(lines)
    for version in PostVersion.objects.filter(post=post):
        content = _without(version.content, piece.name, {line.author_id for line in lines})
        if content != version.content:
            version.content = content
            version.save(update_fields=["content"])
            changed += 1
    _cut(PostMove.objects.filter(post=post), "note", piece.name)
    _cut(PostPicture.objects.filter(post=post), "consent_given_by", piece.name)
    _cut(ByLine.objects.filter(post=post), "consent_given_by", piece.name)
    for line in lines:
        _forget_author(line.author)
    return changed


def _withhold(line: ByLine, name: str) -> None:
    line.name_withheld, line.role, line.organisation, line.photo = True, "", "", ""
    line.consent_given_by = _cut_out(line.consent_given_by, name)
    line.save()


def _forget_author(author: Author) -> None:
    """Empty the record of an author who is named nowhere any more. Another story may still bear the name."""
    if author.by_line.filter(name_withheld=False).exists():
        return
    author.name, author.role, author.organisation, author.biography, author.photo = GONE, "", "", "", ""
    author.slug = ""
    author.save()


def _cut(rows: QuerySet[Any], column: str, name: str) -> None:
    for row in rows.filter(**{f"{column}__icontains": name}):
        setattr(row, column, _cut_out(getattr(row, column), name))
        row.save(update_fields=[column])


def _cut_out(text: str, name: str) -> str:
    return re.sub(rf"(?<!\w){re.escape(name)}(?!\w)", GONE, text, flags=re.IGNORECASE)


def _without(held: Any, name: str, authors: set[int]) -> Any:
    """A version without the name. One that is put back must not bring it back."""
    if isinstance(held, str):
        return _cut_out(held, name)
    if isinstance(held, list):
        return [_without(item, name, authors) for item in held]
    if not isinstance(held, dict):
        return held
    kept = {key: _without(value, name, authors) for key, value in held.items()}
    if "author" in kept and kept["author"] in authors:
        kept |= {"name": GONE, "role": "", "organisation": "", "photo": "", "name_withheld": True}
    return kept
