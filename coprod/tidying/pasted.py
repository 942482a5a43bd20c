"""Text from the clipboard (Word, Google Docs, Outlook, Gmail) as clean HTML, and what could not come along."""

import re
from dataclasses import dataclass, field
from urllib.parse import parse_qs, urlsplit

from bs4 import BeautifulSoup
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from coprod.tidying import word
from coprod.tidying.tidy import finished, mended
from coprod.tidying.well_formed import well_formed

_FRAGMENT = re.compile(r"<!--\s*StartFragment\s*-->(.*?)(?:<!--\s*EndFragment\s*-->|\Z)", re.DOTALL)
_TRACKERS = {  # who wraps links to count who follows them, and where the real address is
    "www.google.com": ("/url", "q"),
    ".safelinks.protection.outlook.com": ("/", "url"),
}


@dataclass(frozen=True)
class Pasted:
    html: str
    left_out: list[str] = field(default_factory=list)


def tidied(source: str) -> Pasted:
    """Return what was meant by what was pasted. Raises TooDeep for what nobody wrote by hand."""
    if found := _FRAGMENT.search(source):
        source = found[1]
    soup = BeautifulSoup(f"<div>{well_formed(source)}</div>", "html.parser")
    comments, deleted = word.without_comments(soup), word.without_deleted(soup)
    word.with_named_styles(soup)
    word.with_smileys(soup)
    word.with_lists(soup)
    text = mended(str(soup), real_address)
    said = _left_out(len(text.pictures), comments, deleted, len(text.frames))
    return Pasted(finished(text.blocks), said)


def real_address(href: str) -> str:
    """Return where a link really leads. One to a place in the old document leads nowhere now."""
    if href.startswith("#"):
        return ""
    try:
        parts = urlsplit(href)
        for host, (path, name) in _TRACKERS.items():
            if (parts.hostname or "").endswith(host) and parts.path == path:
                return next(iter(parse_qs(parts.query).get(name, [])), href)
    except ValueError:
        pass  # said to be bad when the text is saved
    return href


def _left_out(pictures: int, comments: int, deleted: int, frames: int) -> list[str]:
    found = [
        (pictures, ngettext("%(count)d picture. Add it under “Pictures”.",
                            "%(count)d pictures. Add them under “Pictures”.", pictures)),
        (comments, ngettext("%(count)d comment in the margin.", "%(count)d comments in the margin.", comments)),
        (deleted, _("Words that tracked changes had struck out.")),
        (frames, ngettext("%(count)d video or other frame.", "%(count)d videos or other frames.", frames)),
    ]  # fmt: skip
    return [words % {"count": count} for count, words in found if count]
