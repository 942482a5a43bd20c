"""Someone's picture, checked and drawn anew: pixels only, upright, in the colours of the web.

Photographs carry the place where they were taken, the owner's name and comments. A re-saved file may keep them, so the
pixels are pasted into a new image. Memory is bounded before anything is unpacked: see docs/adr/ for the limits.
"""

import struct
from io import BytesIO

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile, File
from django.utils.translation import gettext_lazy as _
from pi_heif import HeifImageFile
from PIL import ExifTags, Image, ImageCms

READABLE = ("JPEG", "PNG", "WEBP", "AVIF")  # "MPO", two-picture phone JPEGs, are opened as JPEG
ACCEPT = "image/jpeg,image/png,image/webp,image/avif,image/heic,image/heif"
MAX_BYTES = 25 * 1024 * 1024
MAX_WIDTH = 1600  # px; the widest that a page shows, at twice the density of a reading column
# How many pixels may be unpacked, so that none takes 200 MB. A JPEG is read small; the others hold several copies.
MAX_PIXELS = {"JPEG": 60_000_000, "MPO": 60_000_000, "PNG": 20_000_000, "HEIF": 28_000_000, "AVIF": 20_000_000}
MAX_PIXELS_OTHERWISE = 12_000_000
MAX_PIXELS_IN_SCANS = 28_000_000  # a JPEG that becomes sharp step by step is held whole
MAX_SCANS = 64  # a JPEG may ask to be drawn again and again; cameras do it at most a dozen times
MAX_RATIO = 20  # longer side to shorter side
QUALITY = 90
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


class Drawn(ContentFile):
    """What redraw() returns. It is not drawn a second time, which would cost time and sharpness."""


def redraw(source: File) -> Drawn:
    """Return the picture as a fresh WebP, at most MAX_WIDTH wide, upright, with nothing in it but pixels.

    Raises ValidationError, in plain words, for anything that is not a picture we can show.
    """
    if isinstance(source, Drawn):
        return source
    if source.size > MAX_BYTES:
        raise ValidationError(_("This picture is too big. Use one of at most 25 MB."), code="too_big")
    try:
        picture = _small(_opened(source))
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise ValidationError(
            _("This picture has too many pixels. Save a smaller copy and try again, or ask us to help."), code="bomb"
        ) from error
    except DAMAGED as error:
        raise ValidationError(
            _("We cannot read this picture. Use a JPEG, PNG, WebP, AVIF or HEIC file."), code="unreadable"
        ) from error
    pixels = Image.new("RGB", picture.size, "white")
    pixels.paste(picture, mask=picture.getchannel("A") if picture.mode == "RGBA" else None)
    out = BytesIO()
    pixels.save(out, "WEBP", quality=QUALITY, method=2)
    return Drawn(out.getvalue(), name="picture.webp")


def _opened(source: File) -> Image.Image:
    source.seek(0)
    start = source.read(32)
    source.seek(0)
    picture = _heif(source) if _is_heif(start) else Image.open(source, formats=READABLE)
    kind = picture.format or ""
    width, height = picture.size
    most = MAX_PIXELS.get(kind, MAX_PIXELS_OTHERWISE)
    if width * height > (min(most, MAX_PIXELS_IN_SCANS) if picture.info.get("progressive") else most):
        raise Image.DecompressionBombError
    if max(width, height) > MAX_RATIO * min(width, height):
        raise ValidationError(_("This picture is too long and thin. Cut out the part that matters."), code="thin")
    if kind != "MPO" and getattr(picture, "n_frames", 1) > 1:
        raise ValidationError(_("This picture moves. Use one that stands still."), code="animated")
    if kind in {"JPEG", "MPO"}:
        _count_scans(source)
    return picture


def _is_heif(start: bytes) -> bool:
    return start[4:8] == b"ftyp" and start[8:12] in HEIF_BRANDS


def _heif(source: File) -> Image.Image:
    """Open a phone's HEIC without making Pillow read them everywhere: nothing else on the site changes."""
    return HeifImageFile(source)


def _count_scans(source: File) -> None:
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
