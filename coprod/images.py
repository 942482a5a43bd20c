"""Pictures: checked, drawn anew without what a camera wrote into them, and kept under names nobody can guess.

The copy that is stored holds pixels only. Photographs carry the place where they were taken, the owner's name and
comments; a re-saved file may keep the comment, so the pixels are pasted into a new image.
"""

import secrets
import struct
from io import BytesIO
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile, File
from django.core.files.images import ImageFile
from django.db import models, transaction
from django.db.models.fields.files import ImageFieldFile
from django.utils.translation import gettext_lazy as _
from PIL import ExifTags, Image

READABLE = ("JPEG", "PNG", "WEBP", "AVIF")  # "MPO", two-picture phone JPEGs, are opened as JPEG
MAX_BYTES = 25 * 1024 * 1024
MAX_PIXELS = 60_000_000
MAX_WIDTH = 1600  # px; the widest that a page shows, at twice the density of a reading column
QUALITY = 82
# What Pillow raises for files that are damaged or made to do harm. UnidentifiedImageError is an OSError.
DAMAGED = (OSError, ValueError, SyntaxError, TypeError, LookupError, RuntimeError, struct.error)
TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
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
    picture = _open(source)
    picture.thumbnail((MAX_WIDTH, MAX_WIDTH * 2), Image.Resampling.LANCZOS)
    pixels = Image.new("RGB", picture.size, "white")
    pixels.paste(picture, mask=picture.getchannel("A") if picture.mode == "RGBA" else None)
    out = BytesIO()
    pixels.save(out, "WEBP", quality=QUALITY, method=4)
    return Drawn(out.getvalue(), name="picture.webp")


def _open(source: File) -> Image.Image:
    source.seek(0)
    try:
        picture = Image.open(source, formats=READABLE)
        if picture.width * picture.height > MAX_PIXELS:
            raise Image.DecompressionBombError
        picture.draft("RGB", (MAX_WIDTH * 2, MAX_WIDTH * 2))  # lets the JPEG reader skip what would be thrown away
        upright = _upright(picture)
        if upright.mode.startswith("I"):
            upright = _in_256_greys(upright)
        return upright.convert("RGBA" if upright.has_transparency_data else "RGB")
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise ValidationError(
            _("This picture has too many pixels. Save a smaller copy and try again."), code="bomb"
        ) from error
    except DAMAGED as error:
        raise ValidationError(
            _("We cannot read this picture. Use a JPEG, PNG, WebP or AVIF file."), code="unreadable"
        ) from error


def _in_256_greys(picture: Image.Image) -> Image.Image:
    """Scale 65,536 greys to 256. Pillow's own convert() cuts off, so that nearly all of them would be white."""
    greys = picture.convert("I").point(lambda grey: grey * (1 / 257)).convert("L")
    greys.info.pop("transparency", None)  # one grey of the 65,536, which is not there any more
    return greys


def _upright(picture: Image.Image) -> Image.Image:
    """Return the picture as it was held. ImageOps.exif_transpose writes the EXIF anew, and fails on what cameras do."""
    try:
        turn = TURNS.get(picture.getexif().get(ExifTags.Base.Orientation, 1))
    except DAMAGED:
        turn = None  # the pixels may be good all the same
    return picture if turn is None else picture.transpose(turn)


def random_name() -> str:
    """A name of 160 bits, which nobody can guess."""
    return f"{secrets.token_urlsafe(20)}.webp"


class PictureFieldFile(ImageFieldFile):
    """Stores the redrawn picture under a random name, whatever the upload was called."""

    def save(self, name: str, content: File, save: bool = True) -> None:
        drawn = ImageFile(redraw(content), name=random_name())
        super().save(str(drawn.name), drawn, save=save)


class PictureFormField(forms.FileField):
    """Says in a form what is wrong with a picture, so that the rest of what was typed is kept."""

    def clean(self, data: Any, initial: Any = None) -> Any:
        cleaned = super().clean(data, initial)
        return redraw(cleaned) if cleaned and cleaned is data else cleaned

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return {**super().widget_attrs(widget), "accept": "image/jpeg,image/png,image/webp,image/avif"}


class PictureField(models.ImageField):
    """A picture that went through redraw(). Its width and height are kept, so that a page does not jump."""

    attr_class = PictureFieldFile

    def __init__(self, *args: Any, folder: str = "", **kwargs: Any) -> None:
        kwargs.setdefault("upload_to", folder)
        kwargs.setdefault("max_length", 200)
        super().__init__(*args, **kwargs)

    def formfield(self, **kwargs: Any) -> Any:
        return super().formfield(**{"form_class": PictureFormField, **kwargs})

    def contribute_to_class(self, cls: type[models.Model], name: str, *args: Any, **kwargs: Any) -> None:
        super().contribute_to_class(cls, name, *args, **kwargs)
        # Signals, where we use none otherwise: a row that goes with another, or in a list, has no delete() called.
        models.signals.post_save.connect(self._row_is_saved, sender=cls)
        models.signals.post_delete.connect(self._row_is_gone, sender=cls)

    def pre_save(self, model_instance: models.Model, add: bool) -> Any:
        file = super().pre_save(model_instance, add)
        if not add:
            rows = type(model_instance)._base_manager.filter(pk=model_instance.pk)
            before = rows.values_list(self.attname, flat=True).first()
            if before and before != file.name:
                setattr(model_instance, self._replaced, before)
        return file

    @property
    def _replaced(self) -> str:
        return f"_{self.attname}_replaced"

    def _row_is_saved(self, instance: models.Model, **kwargs: Any) -> None:
        if before := instance.__dict__.pop(self._replaced, ""):
            self._remove_file(before)

    def _row_is_gone(self, instance: models.Model, **kwargs: Any) -> None:
        if name := getattr(instance, self.attname).name:
            self._remove_file(name)

    def _remove_file(self, name: str) -> None:
        """Remove a picture that is shown no longer, once that is certain."""

        def remove() -> None:
            if not self.model._base_manager.filter(**{self.attname: name}).exists():
                self.storage.delete(name)

        transaction.on_commit(remove)

    def deconstruct(self) -> Any:
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.db.models.ImageField", args, kwargs
