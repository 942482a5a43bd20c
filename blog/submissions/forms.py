"""The questions to someone who offers a piece: the piece, who wrote it, a picture, and what we may do with it."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from blog.submissions import agreeing
from coprod.forms import ChoiceField, EmailField, LineField, PhoneField, TextField, TickField, Words
from coprod.images import PictureFormField
from coprod.journeys.models import Kept
from coprod.journeys.steps import StepForm

if TYPE_CHECKING:
    from blog.submissions.journey import WriteForUs

YES, NO = "yes", "no"


class PieceForm(StepForm):
    question = _("What would you like to say?")
    why = _("Write your piece here, or paste it. A few lines about your idea are enough too.")
    piece = TextField(
        label=_("Your piece or idea"), missing=_("Write your piece, or a few lines about it"), longest=50_000, rows=16
    )


class TitleForm(StepForm):
    question = _("What is it called?")
    why = _("A few words that say what it is about. We can change it together later.")
    title = LineField(
        label=_("Title"), missing=_("Enter a title, or a few words about your piece"), longest=300, spellcheck=True
    )


class ByLineForm(StepForm):
    question = _("Which name goes with your piece?")
    why = _("Readers see this under the title. A first name alone is fine.")
    name = LineField(label=_("Your name"), missing=_("Enter your name"), longest=300, autocomplete="name")
    role = LineField(
        label=_("What you do or who you are (optional)"),
        longest=200,
        spellcheck=True,
        help_text=_("For example “Carer” or “Living with dementia”."),
    )
    organisation = LineField(
        label=_("Your group or where you work (optional)"), longest=200, autocomplete="organization"
    )

    def summary(self) -> Iterator[tuple[Words, Words]]:
        said = (self.cleaned_data.get(name) for name in ("name", "role", "organisation"))
        if by_line := ", ".join(words for words in said if words):
            yield _("Under the title it will say"), gettext("By %(by_line)s") % {"by_line": by_line}


class ReachForm(StepForm):
    question = _("How can we reach you?")
    why = _("We need this to talk with you about your piece. We do not publish it.")
    email = EmailField(label=_("Your e-mail address"), help_text=_("Give your e-mail, your phone, or both."))
    phone = PhoneField(label=_("Your phone number"))

    def clean(self) -> dict[str, Any]:
        wrong = {"email", "phone"} & self.errors.keys()
        if not wrong and not self.cleaned_data.get("phone"):
            self.must_have("email", _("Enter your e-mail address or your phone number"))
        return self.cleaned_data


class PictureForm(StepForm):
    """The picture itself is kept beside the answers (journey.py): a browser does not send a file twice."""

    journey: "WriteForUs"
    question = _("Would you like to add a picture?")
    why = _("You do not have to. Press Continue if you have none.")
    no_answer = _("No picture")
    picture = PictureFormField(
        label=_("Picture (optional)"),
        required=False,
        help_text=_("A photo from your phone is fine."),
        error_messages={
            "empty": _("This file has nothing in it. Choose another one."),
            "invalid": _("We cannot read this picture. Use a JPEG, PNG, WebP, AVIF or HEIC file."),
        },
    )
    picture_alt = LineField(
        label=_("What does the picture show? (optional)"),
        longest=300,
        spellcheck=True,
        help_text=_("We need this if you add a picture. It is read out to people who cannot see it."),
    )
    take_away = TickField(label=_("Take this picture away"))

    def clean(self) -> dict[str, Any]:
        if self.will_have_picture:
            self.must_have("picture_alt", _("Say in a few words what the picture shows"))
        return self.cleaned_data

    def kept(self) -> Kept:
        kept = super().kept()
        return {"picture_alt": kept.get("picture_alt", [])} if self.will_have_picture else {}

    @property
    def will_have_picture(self) -> bool:
        if self.cleaned_data.get("picture"):
            return True
        return self.journey.has_picture and not self.cleaned_data.get("take_away")

    def summary(self) -> Iterator[tuple[Words, Words]]:
        if self.will_have_picture:
            yield _("Picture"), self.cleaned_data["picture_alt"]


class ConsentForm(StepForm):
    """What was shown is what is stored: the number of the words goes with the page."""

    journey: "WriteForUs"
    question = _("May we publish your piece?")
    why = _("You can say no later, at any time. Phone us or write to us.")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.version = agreeing.shown_as(self.shown)
        self.shown = (self.version,)
        self.statement = agreeing.STATEMENTS[self.version]
        self.fields["agree_piece"] = TickField(
            label=self.statement.piece, missing=_("Tick the box to say that we may publish your piece")
        )
        if self.journey.has_picture:
            self.fields["agree_picture"] = ChoiceField(
                label=self.statement.picture,
                choices=[(YES, _("Yes, I agree")), (NO, _("No. Delete my picture"))],
                missing=_("Choose yes or no about your picture"),
            )

    @property
    def picture_too(self) -> bool:
        return self.cleaned_data.get("agree_picture") == YES

    def words(self) -> str:
        """What was agreed to, word for word."""
        said = [self.statement.piece, self.statement.picture] if self.picture_too else [self.statement.piece]
        return "\n\n".join(str(words) for words in said)

    def summary(self) -> Iterator[tuple[Words, Words]]:
        if self.cleaned_data.get("agree_piece"):
            yield _("May we publish your piece?"), _("Yes, I agree")
        if said := self.cleaned_data.get("agree_picture"):
            yield _("May we publish your picture?"), _("Yes, I agree") if said == YES else _("No. We delete it")
