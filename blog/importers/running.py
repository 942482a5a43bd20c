"""Does what staff asked for on the page for it: looks at an old blog's file, or brings it here, one after another.

Whoever holds the lock of imports is the only one: what says then that somebody is at work was broken off, and is begun
again. That does no harm, because an import changes only what it has not changed yet.
"""

import time
from pathlib import Path
from typing import Any

from django.db import connection
from django.utils.translation import gettext as _

from blog.checking.noting import note
from blog.importers.alone import alone, is_free
from blog.importers.exports import Unusable
from blog.importers.moving import move
from blog.importers.report import Report, printable
from blog.models import ImportRun, Post, PostQuerySet

TELL_EVERY = 0.5  # seconds
MOST_LINES = 2000  # of one list: more than that, nobody reads


def is_wanted() -> bool:
    """Tell whether something is to do that nobody does."""
    return ImportRun.objects.to_do().exists() and is_free()


def run_what_waits() -> int:
    """Do all that waits, and return how much that was. Raises AnotherRuns while another import does."""
    count = 0
    with alone():
        while run := ImportRun.objects.take():
            _do(run)
            count += 1
    return count


def _do(run: ImportRun) -> None:
    is_trial, far = run.is_trial, HowFar(run)
    try:
        report = move(Path(run.file.path), dry_run=is_trial, progress=far.tell, fetch=run.fetch_pictures)
    except Unusable as problem:
        run.fail(str(problem))
    else:
        run.finish(as_found(run, report), "\n".join(report.lines()))
    finally:
        far.connection.close()


class HowFar:
    """Tells the page how far it is. By a connection of its own: all of a trial run is one transaction."""

    def __init__(self, run: ImportRun) -> None:
        self.run, self.connection, self.next_at = run, connection.copy(), 0.0

    def tell(self, done: int, total: int) -> None:
        if time.monotonic() < self.next_at and done != total:
            return
        with self.connection.cursor() as cursor:
            cursor.execute("UPDATE blog_importrun SET done = %s, total = %s WHERE id = %s", [done, total, self.run.pk])
        self.next_at = time.monotonic() + TELL_EVERY


def as_found(run: ImportRun, report: Report) -> dict[str, Any]:
    """The report as the page shows it: counts in words, lists of lines, and the posts that came, by number."""
    came = Post.objects.none() if report.dry_run else _that_came(run)
    note(came)
    return {
        "counts": [[words, count] for words, count in _counts(report) if count],
        "lists": [
            {"title": title, "lines": [printable(line) for line in lines[:MOST_LINES]], "more": len(lines[MOST_LINES:])}
            for title, lines in report.sections()
            if lines and (report.dry_run or lines not in (report.imported, report.updated))  # the page lists the posts
        ],
        "posts": list(came.order_by("-last_check__missing", "-publish_at", "-pk").values_list("pk", flat=True)),
        "changes": len(report.imported) + len(report.updated),
        "needing": came.filter(last_check__missing__gt=0).count(),
    }


def _that_came(run: ImportRun) -> PostQuerySet:
    """The posts that came or changed. The rows say which: what came before a run was broken off counts as unchanged."""
    return Post.objects.kept().filter(imported_entry__imported_at__gte=run.brought_at)


def _counts(report: Report) -> list[tuple[str, int]]:
    return [
        (_("New posts"), len(report.imported)),
        (_("of these or the changed ones, drafts"), report.drafts),
        (_("Posts that changed over there"), len(report.updated)),
        (_("Posts that are here already, unchanged"), report.unchanged),
        (_("Skipped"), report.skipped),
        (_("New authors"), report.authors),
        (_("New tags"), report.tags),
        (_("Old addresses that lead to the new ones"), report.old_addresses),
        (_("Pictures"), report.pictures_brought),
        (_("Pictures that stay behind"), len(report.pictures)),
        (_("Comments that stay behind"), report.comment_count),
    ]
