"""Brings the pictures of each entry along: no picture twice, no file left behind by an entry that broke."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings

from blog.importers.entries import Source
from blog.importers.fetching import Fetcher, NotHad
from blog.importers.pictures import Folder, Later, Place, Wanted, Web, had
from blog.importers.report import Report
from blog.models import Post
from coprod.images import PictureFieldFile
from coprod.redrawing import Drawn


def places_of(source: Source, folder: Path | None, *, fetch: bool, dry_run: bool) -> list[Place]:
    places: list[Place] = [Folder(folder)] if folder else []
    if fetch:
        places.append(Later() if dry_run else Web(Fetcher(source.picture_hosts), source.base))
    return places


class Bringing:
    def __init__(self, places: list[Place], report: Report) -> None:
        self.places, self.report = places, report
        self.files: list[PictureFieldFile] = []

    @contextmanager
    def kept_or_gone(self) -> Iterator[None]:
        """The database takes back what an entry leaves half done. It does not know the files."""
        self.files = []
        try:
            yield
        except BaseException:
            for file in self.files:
                file.delete(save=False)
            raise

    def found_for(self, post: Post, wanted: list[Wanted], line: str) -> dict[str, Drawn]:
        """Return the pictures that the post has not got yet, and report those that cannot be had."""
        found: dict[str, Drawn] = {}
        there = keys_of(post)
        for one in wanted if self.places else []:
            if one.key in there:
                continue
            try:
                found[one.key] = had(one.picture, self.places)
            except NotHad as why:
                self.report.pictures.append(f"{line}: {one.picture} – {why}")
        return found

    def give(self, post: Post, wanted: list[Wanted], found: dict[str, Drawn]) -> None:
        address = f"{settings.SITE_URL}{post.get_absolute_url()}"
        post.pictures.exclude(key__in=[one.key for one in wanted]).delete()
        for one in wanted:
            if one.key not in found:
                continue
            self.report.pictures_brought += 1
            if not one.alt:
                self.report.undescribed.append(f"{address} {one.picture}")
            if self.report.dry_run:
                continue
            row = one.row(post)
            row.is_lead = row.is_lead and not post.pictures.filter(is_lead=True).exists()
            row.picture.save("picture", found[one.key])
            self.files.append(row.picture)  # type: ignore[arg-type]


def keys_of(post: Post) -> set[str]:
    return set(post.pictures.values_list("key", flat=True)) if post.pk else set()
