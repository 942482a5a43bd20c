"""Unpacking someone's picture: upright, small, in the colours of the web. Memory is bounded before it is unpacked.

Pillow believes the size that an AVIF claims. So this module is also a program, which unpacks one such file in a process
of its own, with little memory and time. It knows nothing of the site, so that it starts fast.
"""

import json
import struct
import subprocess
import sys
from io import BytesIO
from typing import IO

from pi_heif import HeifImageFile
from PIL import AvifImagePlugin, ExifTags, Image, ImageCms

READABLE = ("JPEG", "PNG", "WEBP", "AVIF")  # "MPO", two-picture phone JPEGs, are opened as JPEG
MAX_WIDTH = 1600  # px; the widest that a page shows, at twice the density of a reading column
# How many pixels may be unpacked, so that none takes 200 MB. A JPEG is read small; the others hold several copies.
MAX_PIXELS = {"JPEG": 60_000_000, "MPO": 60_000_000, "PNG": 20_000_000, "HEIF": 28_000_000, "AVIF": 20_000_000}
MAX_PIXELS_OTHERWISE = 12_000_000
MAX_PIXELS_IN_SCANS = 28_000_000  # a JPEG that becomes sharp step by step is held whole
MAX_SCANS = 64  # a JPEG may ask to be drawn again and again; cameras do it at most a dozen times
MAX_RATIO = 20  # longer side to shorter side
MAX_MEMORY = 200 * 1024 * 1024  # bytes that a process which unpacks an AVIF may hold
MAX_SECONDS = 10
# What Pillow raises for files that are damaged or made to do harm. UnidentifiedImageError is an OSError.
DAMAGED = (OSError, ValueError, SyntaxError, TypeError, LookupError, RuntimeError, EOFError, struct.error)
TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
# What stands at the start of a HEIC. AVIF is the same kind of file, and Pillow reads that one by itself.
HEIF_BRANDS = {b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"hevm", b"hevs", b"mif1", b"msf1"}
LYING = {5, 6, 7, 8}
_SRGB = ImageCms.createProfile("sRGB")


class Refused(Exception):
    """A picture that we do not show. `code` says why: redrawing.py has the words."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def unpacked(source: IO[bytes]) -> Image.Image:
    """Return the picture upright, in RGB or RGBA, as large as a page needs. Raises Refused."""
    source.seek(0)
    start = source.read(32)
    source.seek(0)
    if start[4:8] == b"ftyp" and not _is_heif(start):
        return _unpacked_apart(source.read())
    return _unpacked_here(source)


def _unpacked_apart(data: bytes) -> Image.Image:
    """Unpack it in a process that cannot take more memory or time than is good, whatever the file says of itself."""
    try:
        done = subprocess.run(
            [sys.executable, "-P", __file__], input=data, capture_output=True, timeout=2 * MAX_SECONDS, check=False
        )
    except subprocess.TimeoutExpired as error:
        raise Refused("bomb") from error
    said, _line, pixels = done.stdout.partition(b"\n")
    if done.returncode or not said:
        raise Refused("unreadable")
    answer = json.loads(said)
    if "refused" in answer:
        raise Refused(answer["refused"])
    return Image.frombytes(answer["mode"], tuple(answer["size"]), pixels)


def _unpacked_here(source: IO[bytes]) -> Image.Image:
    try:
        return _small(_opened(source))
    except (Image.DecompressionBombError, Image.DecompressionBombWarning, MemoryError) as error:
        raise Refused("bomb") from error
    except DAMAGED as error:
        raise Refused("unreadable") from error


def _opened(source: IO[bytes]) -> Image.Image:
    start = source.read(32)
    source.seek(0)
    picture = _heif(source) if _is_heif(start) else Image.open(source, formats=READABLE)
    kind = picture.format or ""
    width, height = picture.size
    most = MAX_PIXELS.get(kind, MAX_PIXELS_OTHERWISE)
    if width * height > (min(most, MAX_PIXELS_IN_SCANS) if picture.info.get("progressive") else most):
        raise Image.DecompressionBombError
    if max(width, height) > MAX_RATIO * min(width, height):
        raise Refused("thin")
    if kind != "MPO" and getattr(picture, "n_frames", 1) > 1:
        raise Refused("animated")
    if kind in {"JPEG", "MPO"}:
        _count_scans(source)
    return picture


def _is_heif(start: bytes) -> bool:
    return start[4:8] == b"ftyp" and start[8:12] in HEIF_BRANDS


def _heif(source: IO[bytes]) -> Image.Image:
    """Open a phone's HEIC without making Pillow read them everywhere: nothing else on the site changes."""
    return HeifImageFile(source)


def _count_scans(source: IO[bytes]) -> None:
    place = source.tell()
    source.seek(0)
    scans = source.read().count(b"\xff\xda")
    source.seek(place)
    if scans > MAX_SCANS:
        raise Image.DecompressionBombError


def _small(picture: Image.Image) -> Image.Image:
    """Return it upright, in RGB or RGBA, as large as a page needs. It is made small first: the rest is then cheap."""
    turn = _turn(picture)
    most = (MAX_WIDTH * 2, MAX_WIDTH) if turn in LYING else (MAX_WIDTH, MAX_WIDTH * 2)
    share = min(1, *(most[side] / picture.size[side] for side in (0, 1)))
    # Lets the reader of JPEG skip what would be thrown away.
    picture.draft(picture.mode, (int(picture.width * share * 2), int(picture.height * share * 2)))
    if picture.mode in {"1", "P", "PA"} or picture.mode.startswith("I"):
        picture = _with_all_colours(picture)
    picture.thumbnail(most, Image.Resampling.LANCZOS)
    picture = _in_web_colours(picture)
    return picture.transpose(TURNS[turn]) if turn in TURNS else picture


def _turn(picture: Image.Image) -> int:
    """How the camera was held. ImageOps.exif_transpose writes the EXIF anew, and fails on what cameras do."""
    try:
        turn = picture.getexif().get(ExifTags.Base.Orientation, 1)
    except DAMAGED:
        return 1  # the pixels may be good all the same
    return turn if isinstance(turn, int) else 1


def _with_all_colours(picture: Image.Image) -> Image.Image:
    """Palettes and 65,536 greys cannot be made smaller as they are."""
    if picture.mode.startswith("I"):
        # Pillow's own convert() cuts off, so that nearly all of the greys would be white.
        greys = picture.convert("I").point(lambda grey: grey * (1 / 257)).convert("L")
        greys.info.pop("transparency", None)  # one grey of the 65,536, which is not there any more
        return greys
    return picture.convert("RGBA" if picture.has_transparency_data else "RGB")


def _in_web_colours(picture: Image.Image) -> Image.Image:
    """Return RGB or RGBA in sRGB: phones photograph in wider colours, which look dull where the profile is gone."""
    mode = "RGBA" if picture.has_transparency_data else "RGB"
    profile = picture.info.get("icc_profile")
    if profile and picture.mode in {"RGB", "RGBA", "CMYK"}:
        try:
            source = ImageCms.ImageCmsProfile(BytesIO(profile))
            changed = ImageCms.profileToProfile(picture, source, _SRGB, outputMode=mode)
        except (ImageCms.PyCMSError, *DAMAGED):
            pass  # a damaged profile, or one of another kind: the colours as they are
        else:
            return changed or picture
    return picture.convert(mode)


def _answer(data: bytes) -> bytes:
    try:
        picture = _unpacked_here(BytesIO(data))
    except Refused as refused:
        return json.dumps({"refused": refused.code}).encode() + b"\n"
    return json.dumps({"mode": picture.mode, "size": picture.size}).encode() + b"\n" + picture.tobytes()


if __name__ == "__main__":
    import resource  # not there on every system that reads this module

    AvifImagePlugin.DEFAULT_MAX_THREADS = 1  # each thread would take memory of its own
    resource.setrlimit(resource.RLIMIT_DATA, (MAX_MEMORY, MAX_MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (MAX_SECONDS, MAX_SECONDS))
    sys.stdout.buffer.write(_answer(sys.stdin.buffer.read()))
