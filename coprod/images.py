"""The field that holds a picture: drawn anew (redrawing.py), in a few sizes (renditions.py), under a random name."""

from collections.abc import Iterator
from io import BytesIO
from typing import Any

from django import forms
from django.apps import apps
from django.core.files.base import ContentFile, File
from django.core.files.images import ImageFile
from django.db import models, transaction
from django.db.models.fields.files import ImageFieldFile

from coprod import renditions
from coprod.redrawing import ACCEPT, redraw
from coprod.unpacking import MAX_WIDTH


class PictureFieldFile(ImageFieldFile):
    """Stores the redrawn picture under a random name of 160 bits, whatever the upload was called."""

    field: "PictureField"

    def save(self, name: str, content: File, save: bool = True) -> None:
        drawn, stem = redraw(content), renditions.new_stem()
        ending, data = renditions.ALONE, drawn.read()
        if self.field.widths:
            *others, (ending, data) = renditions.drawn_in(data, self.field.widths, self.field.widest)
            for other, bytes_ in others:
                self.storage.save(self.field.generate_filename(self.instance, stem + other), ContentFile(bytes_))
        super().save(stem + ending, ImageFile(BytesIO(data), name=stem + ending), save=save)

    def delete(self, save: bool = True) -> None:
        for name in renditions.names(str(self.name), self.field.widths):
            if name != self.name:
                self.storage.delete(name)
        super().delete(save=save)

    @property
    def shape(self) -> tuple[int, int]:
        """Width and height, from the row: looking into the file would cost every page that shows it."""
        columns: Any = self.field
        return getattr(self.instance, columns.width_field), getattr(self.instance, columns.height_field)

    @property
    def small(self) -> str:
        """The address of the smallest file, for staff to see which picture it is."""
        return renditions.middling(self.url, self.shape[0] or 0, self.field.widths, renditions.THUMBNAIL)

    @property
    def middling(self) -> str:
        """The address of a file for one that cannot choose: a feed reader, a preview."""
        return renditions.middling(self.url, self.shape[0] or 0, self.field.widths)

    @property
    def sources(self) -> list[renditions.Source]:
        return renditions.sources(self.url, self.shape[0] or 0, self.field.widths)


class PictureFormField(forms.FileField):
    """Says in a form what is wrong with a picture, so that the rest of what was typed is kept."""

    def clean(self, data: Any, initial: Any = None) -> Any:
        cleaned = super().clean(data, initial)
        return redraw(cleaned) if cleaned and cleaned is data else cleaned

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return {**super().widget_attrs(widget), "accept": ACCEPT}


class PictureField(models.ImageField):
    """A picture that went through redraw(). Its width and height are kept, so that a page does not jump."""

    attr_class = PictureFieldFile

    def __init__(
        self,
        *args: Any,
        folder: str = "",
        widths: tuple[int, ...] = renditions.PAGE_WIDTHS,
        widest: int = MAX_WIDTH,
        **kwargs: Any,
    ) -> None:
        """`widths` are those of the smaller files. Without any, the picture is one WebP file."""
        self.widths, self.widest = widths, widest
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

    def names(self, name: str) -> bool:
        """Whether a row of this field's table names the file."""
        return self.model._base_manager.filter(**{self.attname: name}).exists()

    def _remove_file(self, name: str) -> None:
        """Remove a picture that is shown no longer, once that is certain."""

        def remove() -> None:
            if not any(field.names(name) for field in picture_fields()):
                for file in renditions.names(name, self.widths):
                    self.storage.delete(file)

        transaction.on_commit(remove)

    def deconstruct(self) -> Any:
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.db.models.ImageField", args, kwargs


def picture_fields() -> Iterator[PictureField]:
    for model in apps.get_models():
        yield from (field for field in model._meta.get_fields() if isinstance(field, PictureField))
