"""The question how to reach someone: only what is chosen is asked for and must be filled in."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from coprod.forms import ChoicesField, EmailField, PhoneField, PlainForm, TextField, Words
from coprod.journeys.steps import StepForm
from networks.journey.people import SOMEONE_ELSE, JoinForm
from networks.models import Person

ReachBy = Person.ReachBy
BY_WHAT: dict[str, Words] = {
    ReachBy.EMAIL: _("by e-mail"),
    ReachBy.PHONE: _("by phone"),
    ReachBy.TEXT: _("by text message"),
    ReachBy.POST: _("by post"),
    ReachBy.HELPER: _("through the person who helps you"),
}
OWN_WAYS = [choice for choice in ReachBy.choices if choice[0] != ReachBy.HELPER]


WANTED: dict[str, tuple[set[str], Words, Words]] = {
    "email": ({ReachBy.EMAIL}, _("Enter your e-mail address"), _("Enter the e-mail address of %(name)s")),
    "phone": (
        {ReachBy.PHONE, ReachBy.TEXT},
        _("Enter your phone number"),
        _("Enter the phone number of %(name)s"),
    ),
    "address": ({ReachBy.POST}, _("Enter your postal address"), _("Enter the postal address of %(name)s")),
}


class WaysForm(StepForm):
    """The ways to reach someone, and the address or number for each. Whoever asks it puts the question."""

    why = _("Choose one or more. You do not need e-mail.")
    reach_by = ChoicesField(label=_("Ways to reach you"), choices=OWN_WAYS, missing=_("Choose how we can reach you"))
    email = EmailField(label=_("E-mail address"), help_text=_("Only if you chose e-mail."))
    phone = PhoneField(label=_("Phone number"), help_text=_("Only if you chose phone or text message."))
    address = TextField(
        label=_("Postal address"),
        longest=1000,
        rows=4,
        autocomplete="street-address",
        help_text=_("Only if you chose post. Please add the postcode."),
    )

    @property
    def whose(self) -> str:
        """The name of the person, where someone else fills in the form."""
        return ""

    def clean(self) -> dict[str, Any]:
        must_have_what_was_chosen(self, self.whose)
        drop_what_was_not_chosen(self)
        return self.cleaned_data


class ReachForm(JoinForm, WaysForm):
    question = _("How can we reach you?")
    question_about_them = _("How can we reach %(name)s?")
    why_about_them = _("Choose one or more. E-mail is not needed.")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.journey.is_helping:
            self._speak_of_them()

    def _speak_of_them(self) -> None:
        name = self.journey.person_name
        through_me = (ReachBy.HELPER, gettext("Through me (%(helper)s)") % {"helper": self.journey.helper_name})
        ways = self.fields["reach_by"]
        ways.label = gettext("Ways to reach them")
        ways.choices = [*OWN_WAYS, through_me]  # type: ignore[attr-defined]
        ways.error_messages["required"] = gettext("Choose how we can reach %(name)s") % {"name": name}
        whose = {
            "email": _("Their e-mail address"),
            "phone": _("Their phone number"),
            "address": _("Their postal address"),
        }
        for field, label in whose.items():
            self.fields[field].label = label
            attributes = self.fields[field].widget.attrs
            attributes["autocomplete"] = f"{SOMEONE_ELSE} {attributes['autocomplete']}"

    @property
    def whose(self) -> str:
        return self.journey.person_name if self.journey.is_helping else ""


def ways_in_words(ways: Iterable[str]) -> str:
    """Say how we will be in touch, without the address itself: “by e-mail or by post”."""
    return gettext(" or ").join(str(BY_WHAT[way]) for way in ways if way in BY_WHAT)


def must_have_what_was_chosen(form: PlainForm, whose: str = "") -> None:
    """Ask for the address or number that goes with each way that was chosen."""
    chosen = set(form.cleaned_data.get("reach_by", []))
    for field, (ways, yours, theirs) in WANTED.items():
        if chosen & ways:
            words: Words = theirs % {"name": whose} if whose else yours
            form.must_have(field, words)


def drop_what_was_not_chosen(form: PlainForm) -> None:
    """Forget addresses and numbers that go with no way that was chosen, and what is wrong with them."""
    chosen = set(form.cleaned_data.get("reach_by", []))
    for field, (ways, *_words) in WANTED.items():
        if not chosen & ways:
            form.errors.pop(field, None)
            form.cleaned_data[field] = ""
