"""The questions of a message: the message itself, who writes it, and how we can answer."""

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

from coprod.forms import ChoicesField, LineField, TextField
from coprod.journeys.steps import StepForm
from networks.journey.reaching import OWN_WAYS, WaysForm

if TYPE_CHECKING:
    from networks.writing.message import Message


class MessageForm(StepForm):
    question = _("What would you like to ask or tell us?")
    why = _("Write it in your own words.")
    message = TextField(label=_("Your message"), missing=_("Write your message"), longest=10_000, rows=8)


class NameForm(StepForm):
    question = _("What is your full name?")
    why = _("So that we know what to call you.")
    name = LineField(label=_("Name"), missing=_("Enter your name"), longest=300, autocomplete="name")


class ReachForm(WaysForm):
    """It also shows what someone says yes to by sending the message: the words shown are the words stored."""

    journey: "Message"
    question = _("How can we answer you?")
    reach_by = ChoicesField(label=_("Ways to answer you"), choices=OWN_WAYS, missing=_("Choose how we can answer you"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.statement = self.journey.statement_in(self.shown)
        self.shown = (self.statement.pk,)
