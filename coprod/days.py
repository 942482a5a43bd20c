"""A day, asked for in three boxes: no calendar to find one's way in, and any way of writing the month will do."""

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.dates import MONTHS
from django.utils.translation import gettext_lazy as _

from coprod.forms import Words

PARTS = (_("Day"), _("Month"), _("Year"))
SHORT_YEARS = 2000  # “27” is 2027


class DayWidget(forms.MultiWidget):
    template_name = "forms/day.html"
    use_fieldset = True

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        box = {"autocomplete": "off", "inputmode": "numeric"}
        month = {"autocomplete": "off", "spellcheck": "false"}  # its name may be written out
        super().__init__([forms.TextInput(box), forms.TextInput(month), forms.TextInput(box)], attrs)

    def decompress(self, value: date | None) -> list[int | None]:
        return [value.day, value.month, value.year] if value else [None, None, None]

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        for part, label in zip(context["widget"]["subwidgets"], PARTS, strict=True):
            part["label"] = label
        return context


class DayField(forms.Field):
    """A day, or None where nothing was filled in."""

    widget = DayWidget

    def __init__(self, *, missing: Words = "", **kwargs: Any) -> None:
        super().__init__(required=bool(missing), error_messages={"required": missing}, **kwargs)

    def to_python(self, value: Any) -> date | None:
        parts = [str(part or "").strip(" .,") for part in value or []]
        if not any(parts):
            return None
        if not all(parts):
            raise ValidationError(_("Enter the day, the month and the year"), code="incomplete")
        day, month, year = _number(parts[0].lower().rstrip("stndrh")), _month(parts[1]), _number(parts[2])
        try:
            return date(year + SHORT_YEARS if 0 <= year < 100 else year, month, day)
        except (ValueError, OverflowError) as problem:
            raise ValidationError(_("There is no such day. Enter a day like 27 3 2030"), code="invalid") from problem


def _number(text: str) -> int:
    # Four digits at most: more is no day that anyone means, and a number too long to read.
    return int(text) if text.isdecimal() and len(text) <= 4 else -1


def _month(text: str) -> int:
    names = {str(name).lower(): number for number, name in MONTHS.items()}
    short = {name[:3]: number for name, number in names.items()}
    return names.get(text.lower()) or short.get(text.lower()) or _number(text)
