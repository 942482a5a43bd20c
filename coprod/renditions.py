"""The files of one picture: in three formats and a few widths, so that each browser fetches no more than it shows.

All share one random stem. `posts/STEM.jpg` is the name that a row holds; beside it lie STEM.avif, STEM.webp and the
smaller STEM-640.avif and so on. Which of them there are follows from the width alone, so that no page looks at a disk.
"""

import re
import secrets
from dataclasses import dataclass
from io import BytesIO
from pathlib import PurePosixPath
from typing import Any

from PIL import Image

PAGE_WIDTHS = (320, 640, 960, 1280)  # beside the picture's own width, which is 1600 at most
COLUMN = 960
THUMBNAIL = 480
SMALL_WIDTHS = (180, 360)  # a portrait beside a name, at one and two dots a pixel
WIDEST_PORTRAIT = 640
STEM_BYTES = 20  # 160 bits
# AVIF's slower speeds save a tenth of the bytes and take ten times as long: docs/adr/ has the figures.
FORMATS: dict[str, dict[str, Any]] = {
    "avif": {"format": "AVIF", "quality": 56, "speed": 9},
    "webp": {"format": "WEBP", "quality": 78, "method": 3},
    "jpg": {"format": "JPEG", "quality": 78, "optimize": True, "progressive": True},
}
ALONE = ".webp"
TYPES = {"avif": "image/avif", "webp": "image/webp", "jpg": "image/jpeg"}
_NAME = re.compile(r"((?:[\w-]+/)?[\w-]{27})(?:-\d{2,4})?\.(?:avif|webp|jpg)", re.ASCII)


@dataclass(frozen=True)
class Source:
    """What a page says to browsers about one format: its type, and each file with its width."""

    type: str
    srcset: str


def new_stem() -> str:
    return secrets.token_urlsafe(STEM_BYTES)


def row_name(name: str) -> str:
    """Return the name that a row holds for any file of a picture, or "" for what is no name of ours."""
    found = _NAME.fullmatch(name)
    return f"{found[1]}.jpg" if found else ""


def content_type(name: str) -> str:
    return TYPES[PurePosixPath(name).suffix[1:]]


def has_renditions(name: str) -> bool:
    """A picture that only staff see is one WebP file, and so are those of before there were renditions."""
    return name.endswith(".jpg")


def drawn_in(data: bytes, widths: tuple[int, ...], widest: int) -> list[tuple[str, bytes]]:
    """Return the ending and the bytes of each file. The last is the one whose name the row holds."""
    with Image.open(BytesIO(data)) as picture:
        picture.thumbnail((widest, widest * 2), Image.Resampling.LANCZOS)
        drawn = [(width, _narrow(picture, width)) for width in _below(picture.width, widths)]
        return [(_ending(width, kind), encoded(one, kind)) for width, one in [*drawn, (0, picture)] for kind in FORMATS]


def _narrow(picture: Image.Image, width: int) -> Image.Image:
    height = max(1, round(picture.height * width / picture.width))
    return picture.resize((width, height), Image.Resampling.LANCZOS)


def encoded(picture: Image.Image, kind: str) -> bytes:
    out = BytesIO()
    picture.save(out, **FORMATS[kind])
    return out.getvalue()


def thumbnail(data: bytes) -> bytes:
    with Image.open(BytesIO(data)) as picture:
        picture.thumbnail((THUMBNAIL, THUMBNAIL))
        return encoded(picture, "jpg")


def names(name: str, widths: tuple[int, ...]) -> list[str]:
    """Return every file that a picture can have."""
    if not has_renditions(name):
        return [name]
    stem = name.removesuffix(".jpg")
    return [stem + _ending(width, kind) for width in (0, *widths) for kind in FORMATS]


def sources(address: str, width: int, widths: tuple[int, ...]) -> list[Source]:
    """Return what a page offers for a picture at that address, the smallest format first."""
    if not has_renditions(address):
        return []
    stem = address.removesuffix(".jpg")
    sizes = [*((size, _ending(size, "")) for size in _below(width, widths)), (width, ".")]
    return [
        Source(TYPES[kind], ", ".join(f"{stem}{ending}{kind} {size}w" for size, ending in sizes)) for kind in FORMATS
    ]


def middling(address: str, width: int, widths: tuple[int, ...], least: int = COLUMN) -> str:
    """Return the address of a JPEG that is large enough for a column of text, or for `least`."""
    sizes = [size for size in _below(width, widths) if size >= least] if has_renditions(address) else []
    return address.removesuffix(".jpg") + _ending(sizes[0], "jpg") if sizes else address


def _below(width: int, widths: tuple[int, ...]) -> list[int]:
    return [size for size in widths if size < width]


def _ending(width: int, kind: str) -> str:
    return f"-{width}.{kind}" if width else f".{kind}"
