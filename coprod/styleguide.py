"""What the style guide shows beside the database's own rows: the colours, a form with its mistakes, a summary."""

import re

from django import forms
from django.conf import settings
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from coprod.forms import ChoiceField, ChoicesField, EmailField, LineField, PlainForm, TextField, TickField

COLOUR = re.compile(r"--([\w-]+): #[0-9a-f]{3,6};")


class ExampleForm(PlainForm):
    name = LineField(
        label=_("Your full name"),
        missing=_("Enter your name"),
        longest=300,
        autocomplete="name",
        help_text=_("So that we know what to call you."),
    )
    email = EmailField(label=_("E-mail address (optional)"))
    reach_by = ChoiceField(
        label=_("How can we reach you?"),
        choices=[("phone", _("Phone")), ("post", _("Post"))],
        missing=_("Choose how we can reach you"),
    )
    helps = ChoicesField(
        label=_("What helps you? (optional)"),
        choices=[("print", _("Large print")), ("call", _("A phone call the day before"))],
        help_text=_("More than one may be true."),
    )
    message = TextField(label=_("Your message (optional)"), longest=5000)
    agree = TickField(
        label=_("You may contact me about this."), missing=_("Tick the box to say that we may contact you")
    )
    region = forms.ChoiceField(
        label=_("Show groups in"), choices=[("", _("All parts of the country")), ("wales", _("Wales"))], required=False
    )


def examples() -> dict[str, object]:
    """Return what the page shows that no table holds."""
    summary = [
        {"label": _("Name"), "value": "Ada Example", "change_url": "#form"},
        {"label": _("Phone"), "value": "01632 960001", "change_url": "#form"},
    ]
    wrong = ExampleForm(QueryDict("email=ada@"), auto_id="wrong_%s")
    return {
        "empty_form": ExampleForm(),
        "wrong_form": wrong,
        "summary": summary,
        "colours": colours(),
        "trail": [(_("Stories"), "#")],
    }


def colours() -> list[str]:
    """Return the names of the stylesheet's colours, in its order."""
    css = (settings.BASE_DIR / "static" / "css" / "site.css").read_text(encoding="utf-8")
    return list(dict.fromkeys(COLOUR.findall(css)))
