"""The base of every public form: it takes what people type, says in plain words what is missing, and never loses it.

Every field is optional for Django; `missing` is what the page says when a field that must be filled in is empty.
"""

import json
import re
import unicodedata
from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid5

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import EmailValidator
from django.forms.renderers import TemplatesSetting
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from coprod import guards, phones
from coprod.names import UNSEEN

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise as StrPromise  # known to the type checker only
else:
    from django.utils.functional import Promise as StrPromise

Words = str | StrPromise
LINE_BREAKS = {ord("\r"): None, ord("\n"): " ", ord("\t"): " "}
FEWEST_DIGITS = 5  # a local number without its area code


def readable(text: str) -> str:
    """Return text in one Unicode form, without characters that nobody types and a page or a row cannot hold."""
    text = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
    return "".join(letter for letter in text if letter in "\n\t" or unicodedata.category(letter) not in {"Cc", "Cs"})


def is_blank(text: str) -> bool:
    """Say whether nothing in the text can be seen: spaces, and marks without a width."""
    return not any(unicodedata.category(letter)[0] in "LMNPS" for letter in text)


class TextField(forms.CharField):
    """Several lines of text, kept as typed. Text that is too long is refused with the numbers, never cut off."""

    widget: type[forms.Widget] = forms.Textarea

    def __init__(
        self, *, missing: Words = "", longest: int, rows: int = 5, autocomplete: str = "", **kwargs: Any
    ) -> None:
        self.longest = longest
        self.rows = rows
        self.autocomplete = autocomplete
        super().__init__(required=bool(missing), error_messages={"required": missing}, **kwargs)

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        attributes: dict[str, Any] = {"rows": self.rows} if isinstance(widget, forms.Textarea) else {}
        return {**attributes, "autocomplete": self.autocomplete} if self.autocomplete else attributes

    def to_python(self, value: Any) -> str:
        text = super().to_python(value) or ""
        return "" if is_blank(text) else text

    def validate(self, value: str) -> None:
        super().validate(value)
        if len(value) > self.longest:
            raise ValidationError(
                _("This has %(length)s characters. Please use %(longest)s or fewer."),
                code="too_long",
                params={"length": f"{len(value):,}", "longest": f"{self.longest:,}"},
            )


class LineField(TextField):
    """One line of text."""

    widget: type[forms.Widget] = forms.TextInput

    def __init__(self, *, autocomplete: str = "off", spellcheck: bool = False, **kwargs: Any) -> None:
        self.spellcheck = spellcheck
        super().__init__(autocomplete=autocomplete, **kwargs)

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return {**super().widget_attrs(widget), "spellcheck": str(self.spellcheck).lower()}

    def to_python(self, value: Any) -> str:
        return super().to_python(str(value or "").translate(LINE_BREAKS))


class PlainLineField(LineField):
    """One line that a computer reads: marks without a width, pasted along with it, are not part of it."""

    def to_python(self, value: Any) -> str:
        return super().to_python(re.sub(UNSEEN, "", str(value or "")))


class EmailField(PlainLineField):
    widget = forms.EmailInput

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(longest=254, autocomplete="email", **kwargs)

    def validate(self, value: str) -> None:
        super().validate(value)
        if value:
            EmailValidator(_("Enter an e-mail address like name@example.org"))(value)


class PhoneField(PlainLineField):
    """A phone number in any form that a person would write: with spaces, brackets, an extension, a name to ask for."""

    widget = forms.TelInput

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(longest=40, autocomplete="tel", **kwargs)

    def validate(self, value: str) -> None:
        super().validate(value)
        if value and sum(letter.isdigit() for letter in value) < FEWEST_DIGITS:
            raise ValidationError(_("Enter a phone number, like 01632 960001"), code="invalid")
        if phones.has_wrong_length(value):
            has_letter = re.search(r"\d[^\W\d_]\d", value)
            raise ValidationError(
                _("There is a letter in the phone number. Use digits only, like 01632 960001")
                if has_letter
                else _("Check the phone number. One that begins with 0 has 10 or 11 digits, like 01632 960001"),
                code="invalid",
            )


class ChoiceField(forms.ChoiceField):
    """One of a few, as radio buttons. None is chosen beforehand."""

    widget = forms.RadioSelect

    def __init__(self, *, missing: Words = "", **kwargs: Any) -> None:
        wrong = missing or _("Choose one of the answers in the list")
        super().__init__(
            required=bool(missing), error_messages={"required": missing, "invalid_choice": wrong}, **kwargs
        )


class ChoicesField(forms.MultipleChoiceField):
    """As many of a few as are true, as tick boxes. None is ticked beforehand."""

    widget = forms.CheckboxSelectMultiple

    def __init__(self, *, missing: Words = "", **kwargs: Any) -> None:
        wrong = missing or _("Choose from the answers in the list")
        messages = {"required": missing, "invalid_choice": wrong, "invalid_list": wrong}
        super().__init__(required=bool(missing), error_messages=messages, **kwargs)


class TickField(forms.BooleanField):
    """One box to tick, never ticked beforehand."""

    def __init__(self, *, missing: Words = "", **kwargs: Any) -> None:
        super().__init__(required=bool(missing), error_messages={"required": missing}, **kwargs)


class PlainRenderer(TemplatesSetting):
    field_template_name = "forms/field.html"


class PlainForm(forms.Form):
    """A form that the server checks, in words, and the browser does not."""

    default_renderer = PlainRenderer
    use_required_attribute = False
    data: QueryDict

    def __init__(self, data: QueryDict | None = None, **kwargs: Any) -> None:
        if data is not None:
            data = _readable_data(data)
        super().__init__(data, **kwargs)

    def must_have(self, name: str, words: Words) -> None:
        """Ask for a field that another answer has made necessary."""
        if not self.cleaned_data.get(name) and name not in self.errors:
            self.add_error(name, ValidationError(words, code="required"))


class GuardedForm(PlainForm):
    """A form through which someone writes to us. It carries a ticket (coprod/guards.py) and a box for robots."""

    token = forms.CharField(required=False, widget=forms.HiddenInput)
    website = forms.CharField(
        required=False,
        label=_("Leave this box empty"),
        widget=forms.TextInput(attrs={"autocomplete": "off", "tabindex": "-1"}),
    )

    def __init__(self, data: QueryDict | None = None, *, about: str = "", **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        # A ticket is good for its own form about its own network only.
        self.salt = f"coprod.forms.{type(self).__name__}:{about}"
        self.ticket = guards.Ticket.read(self.data.get("token", ""), self.salt) if self.is_bound else guards.Ticket()
        self.carry(self.ticket)

    def carry(self, ticket: guards.Ticket) -> None:
        """Put the ticket into the page, on the first showing and on every one after a mistake."""
        self.ticket = ticket
        self.initial["token"] = ticket.signed(self.salt)
        if self.is_bound:
            self.data["token"] = self.initial["token"]

    @property
    def key(self) -> UUID:
        """The key of what is stored. The same answers sent again are the same; answers put right after Back are not."""
        answers = {name: self.data.getlist(name) for name in self.fields if name != "token"}
        return uuid5(self.ticket.key, json.dumps(answers, sort_keys=True))


def _readable_data(data: QueryDict) -> QueryDict:
    # A copy that may be changed, and is safe to show again in the page after a mistake.
    clean = QueryDict(mutable=True)
    for name, values in data.lists():
        clean.setlist(name, [readable(value) for value in values])
    return clean
