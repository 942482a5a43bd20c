"""The authors and tags that the site knows, found by name however it is written, and made where there is none.

They are kept in memory while an import runs: to ask for each of them at each post is most of what an import would do.
"""

import unicodedata

from django.contrib.contenttypes.models import ContentType
from taggit.models import Tag

from blog.importers.byline import Credit
from blog.models import Author, ByLine, Post


class People:
    """Authors by name: letter case and the way that accents are stored make no difference."""

    def __init__(self) -> None:
        self.known = {_key(name): pk for pk, name in Author.objects.order_by("-pk").values_list("pk", "name")}

    def sign(self, post: Post, credits_: list[Credit]) -> None:
        """Make these the by-line of the post, role and organisation as they were written then."""
        wanted: dict[int, Credit] = {}
        for credit in credits_:
            wanted.setdefault(self.author(credit), credit)
        post.by_line.all().delete()
        # Not save(): it would take an empty role from the author as they are today.
        ByLine.objects.bulk_create(
            ByLine(post=post, author_id=pk, position=place, role=credit.role, organisation=credit.organisation)
            for place, (pk, credit) in enumerate(wanted.items(), start=1)
        )

    def author(self, credit: Credit) -> int:
        key = _key(credit.name)
        if key not in self.known:
            author = Author.objects.create(name=credit.name, role=credit.role, organisation=credit.organisation)
            self.known[key] = author.pk
        return self.known[key]


class Tags:
    """Tags by name, whatever their letter case."""

    def __init__(self) -> None:
        self.known = {_key(name): pk for pk, name in Tag.objects.order_by("-pk").values_list("pk", "name")}
        self.kind = ContentType.objects.get_for_model(Post)

    def put(self, post: Post, labels: list[str]) -> None:
        """Make these the tags of the post."""
        rows = Post.tags.through.objects
        rows.filter(content_type=self.kind, object_id=post.pk).delete()
        tags = dict.fromkeys(map(self.tag, labels))
        rows.bulk_create(rows.model(content_type=self.kind, object_id=post.pk, tag_id=tag) for tag in tags)

    def tag(self, label: str) -> int:
        key = _key(label)
        if key not in self.known:
            self.known[key] = Tag.objects.create(name=label).pk
        return self.known[key]


def _key(name: str) -> str:
    return unicodedata.normalize("NFC", " ".join(name.split()).casefold())
