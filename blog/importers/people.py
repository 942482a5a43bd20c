"""The authors that the site knows, found by name however it is written, and made where there is none."""

import unicodedata

from blog.importers.byline import Credit
from blog.models import Author, ByLine, Post


class People:
    """Authors by name: letter case and the way that accents are stored make no difference."""

    def __init__(self) -> None:
        self.known = {_key(name): pk for pk, name in Author.objects.order_by("-pk").values_list("pk", "name")}

    def sign(self, post: Post, credits_: list[Credit]) -> None:
        """Make these the by-line of the post, role and organisation as they were written then."""
        wanted = {self.author(credit): credit for credit in reversed(credits_)}
        post.by_line.all().delete()
        # Not save(): it would take an empty role from the author as they are today.
        ByLine.objects.bulk_create(
            ByLine(post=post, author_id=pk, position=place, role=credit.role, organisation=credit.organisation)
            for place, (pk, credit) in enumerate(reversed(wanted.items()), start=1)
        )

    def author(self, credit: Credit) -> int:
        key = _key(credit.name)
        if key not in self.known:
            author = Author.objects.create(name=credit.name, role=credit.role, organisation=credit.organisation)
            self.known[key] = author.pk
        return self.known[key]


def _key(name: str) -> str:
    return unicodedata.normalize("NFC", " ".join(name.split()).casefold())
