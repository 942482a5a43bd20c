"""Moves a blog here: each entry becomes one post, in one transaction, and nothing is ever done twice.

What staff did here is kept. A post that they edited is not overwritten, and one that they deleted does not come back.
"""

import hashlib
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from operator import sub
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import DataError, IntegrityError, transaction
from django.utils.translation import gettext as _
from taggit.models import Tag

from blog import versions
from blog.importers.alone import alone
from blog.importers.blogger import Blogger
from blog.importers.bringing import Bringing, keys_of, places_of
from blog.importers.draft import Draft
from blog.importers.entries import Entry, Kind, Sight, Source, parsed
from blog.importers.exports import Broken, Export, Piece, open_export
from blog.importers.links import linker
from blog.importers.names import People, Tags
from blog.importers.report import Report
from blog.importers.wordpress import WordPress
from blog.models import Author, ImportedEntry, OldAddress, Post

Progress = Callable[[int, int], None]


def move(
    path: Path,
    *,
    dry_run: bool = False,
    progress: Progress | None = None,
    pictures: Path | None = None,
    fetch: bool = False,
) -> Report:
    """Import the export at `path`, with the pictures in the folder `pictures`, and those that can be fetched.

    Raises Unusable, with nothing changed, if it is not one that can be read, and AnotherRuns while another import does.
    """
    export = open_export(path)
    report = Report(dry_run=dry_run)
    with alone(), _undone() if dry_run else _kept():
        _Move(export, report, pictures, fetch=fetch).run(progress or (lambda _done, _all: None))
    return report


@contextmanager
def _kept() -> Iterator[None]:
    yield


@contextmanager
def _undone() -> Iterator[None]:
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


class _Move:
    def __init__(self, export: Export, report: Report, pictures: Path | None, *, fetch: bool) -> None:
        self.export, self.report = export, report
        self.source: Source = WordPress(export) if export.is_wordpress else Blogger(export)
        places = places_of(self.source, pictures, fetch=fetch, dry_run=report.dry_run)
        self.bringing = Bringing(places, report)
        self.people, self.tags = People(), Tags()
        self.known = {row.source_id: row for row in ImportedEntry.objects.all()}
        self.seen: dict[str, int] = {}

    def run(self, progress: Progress) -> None:
        posts, comments = self.survey()
        before = _how_many()
        paths = {path for _piece, sight in posts for path in sight.paths}
        for done, (piece, sight) in enumerate(posts):
            progress(done, len(posts))
            try:
                with transaction.atomic(), self.bringing.kept_or_gone():
                    self.move(piece, sight, paths, comments[sight.source_id])
            except (Broken, DataError, IntegrityError) as error:
                self.people, self.tags = People(), Tags()  # those that this entry brought are gone again
                why = error if isinstance(error, Broken) else _("the database does not take it")
                self.report.broken.append(self.line(piece, sight.title, why))
        self.report.authors, self.report.tags, self.report.old_addresses = map(sub, _how_many(), before)
        progress(len(posts), len(posts))

    def survey(self) -> tuple[list[tuple[Piece, Sight]], Counter[str]]:
        """Look at everything once: what is a post, what is not, and how many comments each post has."""
        posts = []
        comments: Counter[str] = Counter()
        for piece in self.export.pieces:
            try:
                element = self.export.element(piece)
            except Broken as error:
                self.report.broken.append(self.line(piece, "", error))
                continue
            if element is None:
                continue
            sight = self.source.look(element)
            self.report.comment_count += sight.comments + (sight.kind is Kind.COMMENT)
            if sight.kind is Kind.POST:
                posts.append((piece, sight))
                comments[sight.source_id] += sight.comments
            elif sight.kind is Kind.COMMENT:
                comments[sight.comment_on] += 1
            else:
                self.set_aside(piece, sight)
        return posts, comments

    def set_aside(self, piece: Piece, sight: Sight) -> None:
        lists = {Kind.PAGE: self.report.pages, Kind.IN_THE_BIN: self.report.in_the_bin}
        if sight.kind in lists:
            lists[sight.kind].append(self.line(piece, sight.title, ""))
        else:
            self.report.others += 1

    def move(self, piece: Piece, sight: Sight, paths: set[str], comments: int) -> None:
        entry = self.source.read(parsed(self.export.document(piece)))
        if not entry.source_id:
            raise Broken(_("it has no id"))
        if entry.source_id in self.seen:
            line = self.seen[entry.source_id]
            raise Broken(_("it is the same entry as the one at line %(line)s") % {"line": line})
        self.seen[entry.source_id] = piece.line
        here = next(iter(entry.paths), "")
        link = linker(base=self.source.base, hosts=self.source.hosts, paths=paths, here=here)
        post = self.store(piece, entry, link)
        if comments and post:
            self.report.comments.append(f"{_address(post)} {comments}")

    def store(self, piece: Piece, entry: Entry, link: Callable[[str], str]) -> Post | None:
        # An id of any length has a place: a long one is kept as its digest.
        key = entry.source_id if len(entry.source_id) <= 300 else hashlib.sha256(entry.source_id.encode()).hexdigest()
        row = self.known.get(key) or ImportedEntry(source_id=key)
        is_new = row.pk is None
        if not is_new:
            # Held until the end, so that nobody's edit slips in between the look and the change.
            row.post = Post.objects.kept().select_for_update().filter(pk=row.post_id or 0).first()
            if row.post is None:
                self.report.deleted_here.append(self.line(piece, entry.title, ""))
                return None
            if not self.is_to_change(row, entry):
                return row.post
        draft = Draft.of(entry, link)
        post = row.post or Post()
        wanted = draft.pictures(self.source.lead_of(entry.source_id))
        found = self.bringing.found_for(post, wanted, _("line %(line)s") % {"line": piece.line})
        if row.entry_digest == entry.digest and not found:
            self.report.unchanged += 1
            return post
        there = found.keys() | keys_of(post)
        draft.place({one.key for one in wanted if one.key in there and not one.is_lead})
        row.post = self.write(draft, post)
        self.bringing.give(post, wanted, found)
        row.entry_digest, row.post_digest = entry.digest, post_digest(row.post)
        row.save()
        self.tell(draft, row.post, is_new=is_new)
        return row.post

    def is_to_change(self, row: ImportedEntry, entry: Entry) -> bool:
        assert row.post is not None  # noqa: S101
        is_edited, is_same = row.post_digest != post_digest(row.post), row.entry_digest == entry.digest
        if is_same and (is_edited or not self.bringing.places):
            self.report.unchanged += 1
            return False
        if is_edited:
            self.report.edited_here.append(f"{_address(row.post)} {row.post.title}")
            return False
        return True

    def write(self, draft: Draft, post: Post) -> Post:
        """Make the post what the entry says. Its address stays, once it has one."""
        for name, value in draft.columns.items():
            setattr(post, name, value)
        post.created_at = draft.entry.created_at or post.created_at
        post.slug = post.slug or draft.slug()
        post.save()
        self.people.sign(post, draft.credits)
        self.tags.put(post, draft.labels)
        post.index_words()
        self.keep_old_addresses(draft, post)
        versions.keep(post, why=_("Imported"))
        return post

    def keep_old_addresses(self, draft: Draft, post: Post) -> None:
        paths = [path for path in draft.entry.paths if path != post.get_absolute_url()]
        OldAddress.objects.bulk_create((OldAddress(path=path, post=post) for path in paths), ignore_conflicts=True)
        for taken in OldAddress.objects.filter(path__in=paths).exclude(post=post):
            draft.notes.append(_("its old address %(path)s leads to another post") % {"path": taken.path})

    def tell(self, draft: Draft, post: Post, *, is_new: bool) -> None:
        address = _address(post)
        self.report.drafts += post.status == Post.Status.DRAFT
        (self.report.imported if is_new else self.report.updated).append(f"{address} {post.title}")
        if not draft.credits:
            account = _("(the old blog's account: %(name)s)") % {"name": draft.entry.account or "?"}
            self.report.without_author.append(f"{address} {post.title} {account}")
        if not self.bringing.places:
            self.report.pictures += [f"{address} {one}" for one in draft.text.pictures]
        self.report.frames += [f"{address} {frame}" for frame in draft.text.frames]
        self.report.notes += [f"{address} {note}" for note in draft.notes]

    def line(self, piece: Piece, title: str, why: Any) -> str:
        what = " ".join(filter(None, [" ".join(title.split())[:100], f"– {why}" if why else ""]))
        return _("line %(line)s: %(what)s") % {"line": piece.line, "what": what}


def post_digest(post: Post) -> str:
    """Change when staff change anything that an import writes."""
    by_line = list(post.by_line.order_by("position", "pk").values_list("author_id", "role", "organisation"))
    when = post.publish_at.timestamp() if post.publish_at else None
    columns = [str(value) for value in (post.title, post.slug, post.standfirst, post.body, post.status)]
    fields: list[Any] = [*columns, when, by_line, sorted(post.tags.names())]
    # A post without pictures has the digest that it had before there were any.
    if pictures := list(post.pictures.order_by("key").values_list("key", "alt", "decorative", "caption", "is_lead")):
        fields.append(pictures)
    return hashlib.sha256(repr(fields).encode()).hexdigest()


def _how_many() -> list[int]:
    return [rows.objects.count() for rows in (Author, Tag, OldAddress)]


def _address(post: Post) -> str:
    return f"{settings.SITE_URL}{post.get_absolute_url()}"
