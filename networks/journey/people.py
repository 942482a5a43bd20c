"""The questions about who joins, and who helps them."""

from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from coprod.forms import ChoiceField, ChoicesField, EmailField, LineField, PhoneField, Words
from coprod.journeys.steps import StepForm
from networks.models import Person

if TYPE_CHECKING:
    from networks.journey.join import Join

MYSELF, HELPING = "myself", "helping"
SOMEONE_ELSE = "section-person"  # tells the browser that what it knows of the helper does not belong in a field
THEY_PREFER_NOT = _("They prefer not to say, or I am not sure")
Describes, SaidYes = Person.Describes, Person.SaidYes
DESCRIBES_THEM: list[tuple[str, str | Promise]] = [
    (Describes.LIVING_WITH_DEMENTIA, _("They are living with dementia")),
    (Describes.CARER, _("They care for someone with dementia")),
    (Describes.FORMER_CARER, _("They used to care for someone with dementia")),
    (Describes.NONE_OF_THESE, _("None of these")),
    (Describes.NOT_SAID, THEY_PREFER_NOT),
]

SAID_YES: list[tuple[str, str | Promise]] = [
    (SaidYes.ASKED, SaidYes.ASKED.label),
    (SaidYes.TALKED, SaidYes.TALKED.label),
    (SaidYes.NOT_YET, _("No, not yet. I have not asked them, or they want to think about it")),
    (SaidYes.NOT_POSSIBLE, _("It is not possible to ask them now, for example because they are ill")),
]


class JoinForm(StepForm):
    """A question of this journey. It speaks to the person, or about them to the one who helps."""

    journey: "Join"
    question_about_them: Words = ""
    why_about_them: Words = ""
    label_about_them: Words = ""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.journey.is_helping:
            name = {"name": self.journey.person_name}
            self.question = self.question_about_them % name if self.question_about_them else self.question
            self.why = self.why_about_them % name if self.why_about_them else self.why
            self.label = self.label_about_them % name if self.label_about_them else self.label


def lives_with_dementia(*, is_helping: bool) -> str:
    """Return the words of this answer, as the page of the question has them."""
    value = Describes.LIVING_WITH_DEMENTIA
    return str(dict(DESCRIBES_THEM)[value] if is_helping else value.label)


class WhoForm(JoinForm):
    question = _("Who is this for?")
    for_whom = ChoiceField(
        label=_("Who is this for?"),
        choices=[(MYSELF, _("For myself")), (HELPING, _("I am helping someone else to join"))],
        missing=_("Choose who this is for"),
    )


class HelperForm(JoinForm):
    question = _("Who are you?")
    why = _("You are helping someone. These answers are about you, not about them. We may need to ask you something.")
    helper_name = LineField(
        label=_("Your full name"), missing=_("Enter your own name"), longest=300, autocomplete="name"
    )
    helper_relationship = LineField(
        label=_("How do you know the person?"),
        missing=_("Tell us how you know the person"),
        longest=200,
        spellcheck=True,
        help_text=_("For example “I am her son”."),
    )
    helper_email = EmailField(label=_("Your e-mail address"), help_text=_("Give your e-mail, your phone, or both."))
    helper_phone = PhoneField(label=_("Your phone number"))

    def clean(self) -> dict[str, Any]:
        wrong = {"helper_email", "helper_phone"} & self.errors.keys()
        if not wrong and not self.cleaned_data.get("helper_phone"):
            self.must_have("helper_email", _("Enter your e-mail address or your phone number"))
        return self.cleaned_data


class SaidYesForm(JoinForm):
    question_about_them = _("Has %(name)s said yes to joining?")
    why = _(
        "Every answer is fine. It is their choice. If they have not said yes, we speak with them ourselves first. "
        "Then we do not ask you about their health."
    )
    said_yes = ChoiceField(
        label=_("Has the person said yes?"), choices=SAID_YES, missing=_("Tell us if they have said yes")
    )


class DescribesForm(JoinForm):
    question = _("Which of these is true for you?")
    question_about_them = _("Which of these is true for %(name)s?")
    why = _("You do not have to say. More than one may be true.")
    label_about_them = _("What is true for %(name)s")
    describes = ChoicesField(label=_("What is true for you"), choices=Describes.choices)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.journey.is_helping:
            self.fields["describes"].choices = DESCRIBES_THEM  # type: ignore[attr-defined]
            self.fields["describes"].label = self.label

    def clean_describes(self) -> list[str]:
        chosen: list[str] = self.cleaned_data["describes"]
        words = dict(self.fields["describes"].choices)  # type: ignore[attr-defined]
        alone = [words[value] for value in (Describes.NONE_OF_THESE, Describes.NOT_SAID) if value in chosen]
        if alone and len(chosen) > 1:
            wrong = gettext("You chose “%(alone)s” and something else. Please choose which is right.")
            raise ValidationError(wrong % {"alone": alone[0]}, code="both")
        return chosen


class NameForm(JoinForm):
    question = _("What is your full name?")
    question_about_them = _("What is the full name of the person you are helping?")
    why = _("So that we know what to call you.")
    name = LineField(label=_("Name"), missing=_("Enter your name"), longest=300, autocomplete="name")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.journey.is_helping:
            field = self.fields["name"]
            field.label = _("Name of the person")
            field.help_text = _("The person who joins, not you.")
            field.widget.attrs["autocomplete"] = f"{SOMEONE_ELSE} name"
            field.error_messages["required"] = gettext("Enter the name of the person")
