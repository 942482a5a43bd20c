"""The form on which staff choose the file of an old blog. What is no export is refused here, in plain words."""

import tempfile
from pathlib import Path, PurePath
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext_lazy as _

from blog.importers.exports import Unusable, open_export

LARGEST = 50 * 1024 * 1024
ENDINGS = {".atom", ".xml"}


class ImportForm(forms.Form):
    file = forms.FileField(
        label=_("The file with the old blog"),
        help_text=_("Its name ends in .atom or .xml. It may be up to 50 MB."),
        widget=forms.FileInput(attrs={"accept": ".atom,.xml,application/atom+xml,text/xml"}),
        error_messages={"required": _("Choose the file first."), "empty": _("This file is empty. Choose another.")},
    )
    fetch_pictures = forms.BooleanField(
        label=_("Fetch the pictures from the old blog"),
        help_text=_("The old blog must still be on the web. Without this, pictures stay behind."),
        required=False,
        initial=True,
    )

    def clean_file(self) -> UploadedFile:
        file: UploadedFile = self.cleaned_data["file"]
        ending, size = PurePath(file.name or "").suffix.lower(), file.size or 0
        if ending == ".zip":
            raise ValidationError(_("This is a ZIP file. Unpack it first and choose the export inside."))
        if ending not in ENDINGS:
            raise ValidationError(_("This is not the file of a blog. Its name must end in .atom or .xml."))
        if size > LARGEST:
            words = _(
                "This file has %(size)s. We can take up to 50 MB. Ask whoever looks after the server to import it."
            )
            raise ValidationError(words % {"size": filesizeformat(size)})
        try:
            _open(file)
        except Unusable as problem:
            raise ValidationError(str(problem)) from problem
        return file


def _open(file: Any) -> None:
    if hasattr(file, "temporary_file_path"):
        open_export(Path(file.temporary_file_path()))
        return
    with tempfile.NamedTemporaryFile(suffix=".xml") as copy:
        for part in file.chunks():
            copy.write(part)
        copy.flush()
        open_export(Path(copy.name))
