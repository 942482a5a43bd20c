"""What people fill in about their own record: an address for the link, how to reach them, and a pause."""

from datetime import date, timedelta
from typing import Any

from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from coprod.days import DayField
from coprod.forms import ChoicesField, EmailField, GuardedForm, PhoneField, PlainForm, TextField, Words
from networks.models import Person

ReachBy = Person.ReachBy
LONGEST_PAUSE = timedelta(days=2 * 366)
NEEDS: dict[str, tuple[str, Words]] = {
    ReachBy.EMAIL: ("email", _("Enter your e-mail address")),
    ReachBy.PHONE: ("phone", _("Enter your phone number")),
    ReachBy.TEXT: ("phone", _("Enter your phone number")),
    ReachBy.POST: ("address", _("Enter your postal address")),
}


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
        label=_("Postal address (optional)"), longest=1000, rows=4, help_text=_("We need it if you choose post.")
    )

    def __init__(self, data: QueryDict | None = None, *, person: Person) -> None:
        super().__init__(data, initial={name: getattr(person, name) for name in self.base_fields})
        ways = [(way.value, way.label) for way in ReachBy if way != ReachBy.HELPER]
        if person.helper_name:
            ways.append((ReachBy.HELPER.value, _("Through the person who helps me")))
        self.fields["reach_by"].choices = ways  # type: ignore[attr-defined]
        self.fields["address"].widget.attrs["autocomplete"] = "street-address"

    def clean(self) -> dict[str, Any]:
        for way in self.cleaned_data.get("reach_by", []):
            if way in NEEDS:
                self.must_have(*NEEDS[way])
        return self.cleaned_data


class PauseForm(PlainForm):
    until = DayField(
        label=_("When may we be in touch again?"),
        missing=_("Enter the day when we may be in touch again"),
        help_text=_("For example 27 3 2030, or 27 March 2030."),
    )

    def clean_until(self) -> date:
        until: date = self.cleaned_data["until"]
        today = timezone.localdate()
        if until <= today:
            self.add_error("until", _("Enter a day that is still to come"))
        elif until > today + LONGEST_PAUSE:
            self.add_error("until", _("Enter a day in the next 2 years. For longer, you can leave and come back"))
        return until
