"""Someone's picture, checked and drawn anew: pixels only, upright, in the colours of the web.

Photographs carry the place where they were taken, the owner's name and comments. A re-saved file may keep them, so the
pixels are pasted into a new image. How they are unpacked without harm is in unpacking.py; docs/adr/ has the limits.
"""

from io import BytesIO

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile, File
from django.utils.translation import gettext_lazy as _
from PIL import Image

from coprod.unpacking import Refused, unpacked

ACCEPT = "image/jpeg,image/png,image/webp,image/avif,image/heic,image/heif"
MAX_BYTES = 25 * 1024 * 1024
QUALITY = 90
REFUSED = {
    "bomb": _("This picture has too many pixels. Save a smaller copy and try again, or ask us to help."),
    "unreadable": _("We cannot read this picture. Use a JPEG, PNG, WebP, AVIF or HEIC file."),
    "thin": _("This picture is too long and thin. Cut out the part that matters."),
    "animated": _("This picture moves. Use one that stands still."),
}


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
        picture = unpacked(source)
    except Refused as refused:
        raise ValidationError(REFUSED[refused.code], code=refused.code) from refused
    pixels = Image.new("RGB", picture.size, "white")
    pixels.paste(picture, mask=picture.getchannel("A") if picture.mode == "RGBA" else None)
    out = BytesIO()
    pixels.save(out, "WEBP", quality=QUALITY, method=2)
    return Drawn(out.getvalue(), name="picture.webp")
