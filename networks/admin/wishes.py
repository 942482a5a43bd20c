"""What staff fill in when someone asks for something: what it is, how they told us, and who did.

A form carries what its page showed: of two who have it open, neither undoes what the other did.
"""

import json
from collections.abc import Iterable
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from coprod.forms import ChoiceField, ChoicesField, EmailField, LineField, PhoneField, PlainForm, TextField, Words
from coprod.inbox.moves import CHANGED_MEANWHILE
from coprod.model_admin import NOT_SAID
from networks import merging
from networks.admin.entering import TOLD_STAFF
from networks.journey.people import DESCRIBES_THEM, DescribesForm
from networks.models import Consent, ConsentStatement, Person, Region
from networks.your_details.changing import DETAILS, HELPER, Told, may_keep_health
from networks.your_details.forms import ContactForm, PauseForm

GivenBy, Describes = Consent.GivenBy, Person.Describes
NOT_THEIRS = gettext_lazy("The owner of this address told us that it was not them. Ask for another address.")
AGREED = "yes"


class ShownForm(PlainForm):
    """A form about some columns of a person. It carries what they were when the page was opened."""

    columns: ClassVar[tuple[str, ...]]

    person: Person

    def show(self, person: Person) -> None:
        """Name the boxes as staff know them, and keep what they hold now."""
        self.person = person
        for name in self.columns:
            field = self.fields[name]
            field.label, field.help_text = capfirst(merging.label(name)), ""
            if "autocomplete" in field.widget.attrs:  # what the browser knows are the details of the staff
                field.widget.attrs["autocomplete"] = "off"
            self.initial[name] = getattr(person, name)
        shown = json.dumps(self._stored())
        self.fields["shown"] = forms.CharField(required=False, widget=forms.HiddenInput, initial=shown)

    def clean(self) -> dict[str, Any]:
        shown, stored = self._shown(), self._stored()
        for name in self.columns:
            if shown.get(name) != stored[name]:
                self._changed_meanwhile(name, shown.get(name), stored[name])
        self.data["shown"] = json.dumps(stored)
        return super().clean() or self.cleaned_data

    def refuse_what_is_not_theirs(self, name: str) -> None:
        address = self.cleaned_data.get(name, "")
        if address and self.person.has_refused(address) and address != getattr(self.person, name):
            self.add_error(name, ValidationError(NOT_THEIRS, code="refused"))

    def _changed_meanwhile(self, name: str, shown: Any, stored: Any) -> None:
        typed = self.cleaned_data.get(name)
        if name not in self.errors and typed in (shown, stored):
            self.cleaned_data[name] = stored
            self.data.setlist(name, stored if isinstance(stored, list) else [stored])
            return
        now = {"now": merging.in_words(self.person, name) or NOT_SAID}
        self.add_error(name, ValidationError(CHANGED_MEANWHILE, params=now))

    def _stored(self) -> dict[str, Any]:
        return {name: getattr(self.person, name) for name in self.columns}

    def _shown(self) -> dict[str, Any]:
        try:
            shown = json.loads(self.data.get("shown", ""))
        except (ValueError, RecursionError):
            shown = None
        return shown if isinstance(shown, dict) else {}


class PutRightForm(ShownForm, ContactForm):
    """What people change themselves, their name and where they live."""

    columns = DETAILS
    name = LineField(missing=gettext_lazy("Enter their name"), longest=300)
    region = forms.ChoiceField(required=False, choices=[("", NOT_SAID), *Region.choices])
    place = LineField(longest=200)
    field_order = DETAILS

    def __init__(self, data: QueryDict | None = None, *, person: Person) -> None:
        super().__init__(data, person=person)
        self.show(person)
        self.whose = str(person)
        ways: Any = self.fields["reach_by"]
        ways.choices = [(way, Person.ReachBy(way).label) for way, _words in ways.choices]
        ways.error_messages["required"] = _("Choose how we can reach them")
        self.fields["region"].error_messages["invalid_choice"] = _("Choose from the list")
        self.fields["email"].help_text = _("If you change it, we write to the old address that we do not use it now.")
        if person.has_refused(person.email):
            self.fields["email"].help_text = _(
                "No mail goes to this address. If you change it, mail goes to the new one."
            )

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        self.refuse_what_is_not_theirs("email")
        return data


class HelperForm(ShownForm):
    """Who helps them: another name or number, someone new, or nobody any more."""

    columns = HELPER
    helper_name = LineField(longest=300)
    helper_relationship = LineField(longest=200)
    helper_email = EmailField()
    helper_phone = PhoneField()

    def __init__(self, data: QueryDict | None = None, *, person: Person) -> None:
        super().__init__(data)
        self.show(person)
        self.fields["helper_name"].help_text = _("Does nobody help them any more? Empty all four boxes.")
        self.fields["helper_relationship"].help_text = _("For example “her son”.")

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        self.refuse_what_is_not_theirs("helper_email")
        through_them = Person.ReachBy.HELPER in self.person.reach_by
        if any(data.get(name) for name in HELPER):
            self.must_have("helper_name", _("Enter the helper’s name"))
        elif through_them and not self.errors:
            words = _("We reach them through their helper. Choose another way first: press “Put something right”.")
            self.add_error("helper_name", ValidationError(words, code="needed"))
        if through_them and data.get("helper_name") and "helper_phone" not in self.errors and not data["helper_phone"]:
            self.must_have("helper_email", _("We reach them through their helper: enter an e-mail address or a number"))
        return data


class HealthForm(ShownForm):
    """What they tell us about their health: kept only if they say yes to that, or have done so."""

    columns = Person.HEALTH
    describes = ChoicesField(choices=DESCRIBES_THEM)
    support = TextField(longest=5000, rows=5)
    clean_describes = DescribesForm.clean_describes

    def __init__(self, data: QueryDict | None = None, *, person: Person, told: "ToldForm") -> None:
        super().__init__(data)
        self.show(person)
        self.told, self.statement = told, None
        if not may_keep_health(person):
            self.statement = ConsentStatement.current(ConsentStatement.Purpose.HEALTH)
            self.fields["agreed"] = ChoicesField(
                label=_("Read these words out. Tick them only if the person says yes"),
                choices=[(AGREED, f"“{self.statement.text}”")],
            )

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if self.statement is None or not self._says_something(data):
            self.statement = None
        elif self._by_a_helper_without_a_yes:
            words = _("Their helper told us that they have not said yes. Ask the person themselves.")
            self.add_error("agreed", ValidationError(words, code="helper"))
        else:
            self.must_have("agreed", _("We may keep this only if they say yes. Read the words out, or leave it out"))
        return data

    @property
    def _by_a_helper_without_a_yes(self) -> bool:
        by_helper = self.told.is_valid() and self.told.cleaned_data.get("given_by") == GivenBy.HELPER
        return by_helper and not self.person.has_said_yes

    @staticmethod
    def _says_something(data: dict[str, Any]) -> bool:
        return bool(data.get("support")) or Describes.LIVING_WITH_DEMENTIA in data.get("describes", [])


class BreakForm(PauseForm):
    """When a break ends, with the browser's own date picker."""

    until = forms.DateField(  # type: ignore[assignment]
        label=gettext_lazy("When may we be in touch with them again?"),
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date", "autocomplete": "off"}),
        error_messages={
            "required": gettext_lazy("Enter the day when we may be in touch again"),
            "invalid": gettext_lazy("There is no such day. Enter a day like 27/03/2030"),
        },
    )
    too_long = gettext_lazy("Enter a day in the next 2 years. For longer, they can leave and come back")


class ToldForm(PlainForm):
    """How the person told us what they want. Most phone."""

    route = ChoiceField(
        label=gettext_lazy("How did they tell you?"),
        choices=TOLD_STAFF,
        initial=Consent.Route.PHONE,
        missing=gettext_lazy("Choose how they told you"),
    )
    given_by = ChoiceField(
        label=gettext_lazy("Who told you?"), choices=GivenBy.choices, missing=gettext_lazy("Choose who told you")
    )

    def __init__(self, data: QueryDict | None = None, *, person: Person, may_be_helper: bool = False) -> None:
        super().__init__(data)
        if not (person.helper_name or may_be_helper):
            del self.fields["given_by"]

    def told(self, user: Any) -> Told:
        return Told(recorded_by=user, **self.cleaned_data)

    def in_words(self) -> str:
        """Say how we heard it, for the log."""
        labels = {**dict(Consent.Route.choices), **dict(GivenBy.choices)}
        return " ".join(f"{labels[self.cleaned_data[name]]}." for name in self.fields)


def names_of(columns: Iterable[str]) -> str:
    """Name what changed, for the log: never what it was, nor what it is."""
    return ", ".join(merging.label(name) for name in columns)


WHAT_IT_MEANS: dict[str, Words] = {
    ConsentStatement.Purpose.JOIN: gettext_lazy(
        "They leave every network that they are in. Nobody contacts them about it any more."
    ),
    ConsentStatement.Purpose.HEALTH: gettext_lazy(
        "We delete at once what they told us about their health, and what helps them."
    ),
    ConsentStatement.Purpose.CONTACT: gettext_lazy("Their messages are closed. We do not answer them."),
}
