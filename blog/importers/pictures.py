"""The pictures of an old blog: found in a folder or fetched, drawn anew, and given their place in a post."""

import hashlib
import re
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Protocol
from urllib.parse import unquote, urljoin, urlsplit, urlunsplit

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.utils.translation import gettext as _

from blog.importers.exports import Unusable
from blog.importers.fetching import Fetcher, NotHad
from blog.models import Post, PostPicture
from blog.models.pictures import KEY_LENGTH, KEY_LETTERS
from coprod.redrawing import MAX_BYTES, Drawn, redraw
from coprod.tidying.markup import Picture

_FILE_NAME = re.compile(
    r"[\w\s().-]*\.(?:jpe?g|png|gif|webp|heic|bmp|tiff?)|(?:img|dscn?|image|photo)[\s_-]*\d+", re.IGNORECASE
)


class Place(Protocol):
    """Somewhere to have pictures from."""

    def get(self, address: str) -> bytes | None:
        """Return the file that was at the address, None where this place does not know it. Raises NotHad."""


class Folder:
    """A folder of files named as the old blog named them. Google Takeout writes one an album."""

    def __init__(self, path: Path) -> None:
        if not path.is_dir():
            raise Unusable(_("This is not a folder: %(path)s") % {"path": path})
        self.files: dict[str, list[Path]] = defaultdict(list)
        for file in sorted(path.rglob("*")):
            if file.is_file() and not file.is_symlink():
                self.files[file.name.casefold()].append(file)

    def get(self, address: str) -> bytes | None:
        name = PurePosixPath(unquote(urlsplit(address).path)).name
        found = self.files.get(name.casefold()) or self.files.get(name.replace("+", " ").casefold()) or []
        if any(file.stat().st_size > MAX_BYTES for file in found):
            raise NotHad(_("it is over 25 MB"))
        different = {file.read_bytes() for file in found}
        if len(different) > 1:
            raise NotHad(_("there are several files of that name"))
        return next(iter(different), None)


class Web:
    """The old blog itself, as long as it is there."""

    def __init__(self, fetcher: Fetcher, base: str) -> None:
        self.fetcher, self.base = fetcher, base

    def get(self, address: str) -> bytes | None:
        parts = urlsplit(urljoin(self.base, address))
        return self.fetcher.fetch(urlunsplit(parts._replace(scheme="https", fragment="")))


class Later:
    """Stands for the old blog in a trial run, which asks nobody for anything."""

    def get(self, address: str) -> bytes | None:
        raise NotHad(_("a trial run fetches nothing"))


@dataclass(frozen=True)
class Wanted:
    """A picture that a post should have, with the key that it has here whenever it is imported."""

    key: str
    picture: Picture
    is_lead: bool
    position: int

    @property
    def alt(self) -> str:
        """What it shows, if somebody said so: the name of a file is no description."""
        alt = self.picture.alt[:300].strip()
        return "" if _FILE_NAME.fullmatch(alt) else alt

    def row(self, post: Post) -> PostPicture:
        caption = self.picture.caption[:300].strip()
        row = PostPicture(post=post, key=self.key, alt=self.alt, caption=caption, needs_description=not self.alt)
        row.is_lead, row.position = self.is_lead, self.position
        return row


def key_of(source_id: str, address: str) -> str:
    digest = hashlib.sha256(f"{source_id}\n{address}".encode()).digest()
    return "".join(KEY_LETTERS[byte % len(KEY_LETTERS)] for byte in digest[:KEY_LENGTH])


def had(picture: Picture, places: list[Place]) -> Drawn:
    """Return the picture, drawn anew, the larger file first where there are two. Raises NotHad with the reason."""
    why: list[str] = []
    for address in filter(None, [picture.larger, picture.address]):
        for place in places:
            try:
                data = place.get(address)
                if data is not None:
                    return redraw(ContentFile(data))
                why.append(_("it is not in the folder"))
            except NotHad as error:
                why.append(str(error))
            except ValidationError as error:
                why += error.messages
            except ValueError:
                why.append(_("its address cannot be read"))
    raise NotHad("; ".join(dict.fromkeys(why)) or _("nobody knows where it is"))
