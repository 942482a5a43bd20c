"""What people fill in about their own record: an address for the link, how to reach them, and a pause."""

from datetime import date, timedelta
from typing import Any

from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from coprod.days import DayField
from coprod.forms import ChoicesField, EmailField, GuardedForm, PhoneField, PlainForm, TextField
from networks.journey.reaching import OWN_WAYS, must_have_what_was_chosen
from networks.models import Person

ReachBy = Person.ReachBy
LONGEST_PAUSE = timedelta(days=2 * 366)


class LinkForm(GuardedForm):
    email = EmailField(
        label=_("Your e-mail address"),
        missing=_("Enter your e-mail address"),
        help_text=_("The address that you gave us in a form."),
    )


class ContactForm(PlainForm):
    reach_by = ChoicesField(label=_("How can we reach you?"), missing=_("Choose how we can reach you"))
    email = EmailField(label=_("E-mail address (optional)"), help_text=_("We need it if you choose e-mail."))
    phone = PhoneField(
        label=_("Phone number (optional)"), help_text=_("We need it if you choose phone or text message.")
    )
    address = TextField(
        label=_("Postal address (optional)"),
        longest=1000,
        rows=4,
        autocomplete="street-address",
        help_text=_("We need it if you choose post."),
    )

    whose = ""  # the name of the person, where someone else fills in the form

    def __init__(self, data: QueryDict | None = None, *, person: Person) -> None:
        super().__init__(data, initial={name: getattr(person, name) for name in self.base_fields})
        through_helper = [(ReachBy.HELPER.value, _("Through the person who helps me"))] if person.helper_name else []
        self.fields["reach_by"].choices = [*OWN_WAYS, *through_helper]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        # What goes with a way that is not chosen is kept: they may go back to it.
        must_have_what_was_chosen(self, self.whose)
        return self.cleaned_data


class PauseForm(PlainForm):
    until = DayField(
        label=_("When may we be in touch again?"),
        missing=_("Enter the day when we may be in touch again"),
        help_text=_("For example 27 3 2030, or 27 March 2030."),
    )
    too_long = _("Enter a day in the next 2 years. For longer, you can leave and come back")

    def clean_until(self) -> date:
        until: date = self.cleaned_data["until"]
        today = timezone.localdate()
        if until <= today:
            self.add_error("until", _("Enter a day that is still to come"))
        elif until > today + LONGEST_PAUSE:
            self.add_error("until", self.too_long)
        return until
