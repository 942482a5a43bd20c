"""What an import did, for the person who ran it: counts first, then everything that somebody has to look at."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from django.utils.translation import gettext as _


@dataclass
class Report:
    """Lists of lines to read. Each begins with a post's address, or with the line of the file."""

    dry_run: bool = False
    imported: list[str] = field(default_factory=list)
    updated: list[str] = field(default_factory=list)
    unchanged: int = 0
    edited_here: list[str] = field(default_factory=list)
    deleted_here: list[str] = field(default_factory=list)
    broken: list[str] = field(default_factory=list)
    in_the_bin: list[str] = field(default_factory=list)
    pages: list[str] = field(default_factory=list)
    others: int = 0
    without_author: list[str] = field(default_factory=list)
    pictures: list[str] = field(default_factory=list)
    pictures_brought: int = 0
    undescribed: list[str] = field(default_factory=list)
    frames: list[str] = field(default_factory=list)
    comments: list[str] = field(default_factory=list)
    comment_count: int = 0
    notes: list[str] = field(default_factory=list)
    drafts: int = 0
    authors: int = 0
    tags: int = 0
    old_addresses: int = 0

    @property
    def skipped(self) -> int:
        return sum(map(len, (self.edited_here, self.deleted_here, self.broken, self.in_the_bin, self.pages)))

    def lines(self) -> Iterator[str]:
        """Yield the report, line by line."""
        if self.dry_run:
            yield _("This was a trial run: nothing has been changed. An import would do this.")
        yield _("Imported: %(imported)s. Updated: %(updated)s. Unchanged: %(unchanged)s. Skipped: %(skipped)s.") % {
            "imported": len(self.imported),
            "updated": len(self.updated),
            "unchanged": self.unchanged,
            "skipped": self.skipped,
        }
        if self.pictures_brought:
            yield _("Pictures that came along: %(count)s.") % {"count": self.pictures_brought}
        for title, items in self.sections():
            if items:
                yield ""
                yield f"{title} ({len(items)})"
                yield from (f"  {printable(item)}" for item in items)
        if self.comment_count:
            yield ""
            yield _("Comments in the file: %(count)s. We do not show comments, so they stay behind.") % {
                "count": self.comment_count
            }
            yield from (f"  {printable(item)}" for item in self.comments)
        if self.others:
            yield ""
            yield _("Other things in the file, such as settings, menus and uploads: %(count)s. They stay behind.") % {
                "count": self.others
            }

    def sections(self) -> list[tuple[str, list[str]]]:
        come, change = _("Imported"), _("Updated, because the old blog has changed")
        if self.dry_run:
            come, change = _("Would be imported"), _("Would be updated, because the old blog has changed")
        return [
            (come, self.imported),
            (change, self.updated),
            (_("Skipped: changed in the old blog and edited here. We kept what you wrote"), self.edited_here),
            (_("Skipped: deleted here. For 30 days you can take one out of the bin"), self.deleted_here),
            (_("Skipped: broken in the file"), self.broken),
            (_("Skipped: in the old blog's bin"), self.in_the_bin),
            (_("Skipped: pages. Copy by hand what you still need"), self.pages),
            (_("Without an author. Please set one in admin"), self.without_author),
            (_("Pictures that did not come along"), self.pictures),
            (_("Pictures that nobody has described yet: say what they show before you publish"), self.undescribed),
            (_("Videos and other frames that did not come along"), self.frames),
            (_("Please check"), self.notes),
        ]


def printable(text: str) -> str:
    """Words out of a stranger's file must not steer the terminal that shows them."""
    return "".join(letter if letter.isprintable() else " " for letter in text)
