"""One question of a journey: its address, its form, when it is asked, and its words on the page of answers."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from coprod import phones
from coprod.forms import PhoneField, PlainForm, Words
from coprod.journeys.models import Kept

if TYPE_CHECKING:
    from coprod.journeys.journey import Journey

SHOWN = "shown"  # the words that people agree to, by number, as the page showed them


class StepForm(PlainForm):
    """The form of one step.

    `question` is the heading of the page, and `why` the line below it that says why we ask. A form whose questions
    depend on earlier answers asks `self.journey` for them. Every form is checked again before anything is sent, so
    an answer that another one made necessary is asked for then.
    """

    question: Words = ""
    why: Words = ""
    label: Words = ""  # in place of the step's own, where the words depend on earlier answers
    no_answer: Words = _("You have not answered this")

    def __init__(
        self,
        data: QueryDict | None = None,
        files: Any = None,
        *,
        journey: Any,
        shown: tuple[int, ...] = (),
    ) -> None:
        self.journey = journey
        self.shown = shown  # the numbers of the statements that the page showed
        super().__init__(data, files=files)

    @property
    def only_field(self) -> forms.BoundField | None:
        """The field whose label is the heading of the page, when the page has one field and it is not a box to tick."""
        if len(self.fields) != 1 or any(isinstance(field, forms.BooleanField) for field in self.fields.values()):
            return None
        (field,) = self
        field.help_text = field.help_text or self.why
        return field

    def show(self, kept: Kept) -> None:
        """Fill in what was answered before."""
        data = as_posted(kept)
        for name, field in self.fields.items() if kept else ():
            self.initial[name] = field.widget.value_from_datadict(data, {}, self.add_prefix(name))

    def kept(self) -> Kept:
        """What is stored of a valid form: what was typed in its fields, and nothing else that was posted."""
        return {name: self.data.getlist(name) for name in self.fields if name in self.data}

    def field_labelled(self, label: Words) -> str:
        """Return where a line of the page of answers leads on the page of the question: to its field."""
        named = [name for name, field in self.fields.items() if field.label == label or len(self.fields) == 1]
        return f"#{self[named[0]].auto_id}" if named else ""

    def summary(self) -> Iterator[tuple[Words, Words]]:
        """The lines of a valid form on the page of answers. Without any, the page says that it was not answered."""
        for name, field in self.fields.items():
            if words := words_of(field, self.data.getlist(name), self.cleaned_data.get(name)):
                yield field.label or self.question, words


def always(journey: "Journey") -> bool:
    return True


@dataclass(frozen=True)
class Step:
    """A question. `label` names it on the page of answers; `can_skip` gives it a button that skips it."""

    slug: str
    form: type[StepForm]
    label: Words
    applies: Callable[[Any], bool] = always
    can_skip: bool = False
    template: str = "journeys/step.html"


def as_posted(kept: Mapping[str, list[str]]) -> QueryDict:
    data = QueryDict(mutable=True)
    for name, values in kept.items():
        data.setlist(name, list(values))
    return data


def words_of(field: forms.Field, typed: list[str], cleaned: Any) -> str:
    """Return an answer as the person would say it."""
    if isinstance(field, forms.ChoiceField):
        return "\n".join(str(label) for choice, label in flat(field.choices) if str(choice) in typed)
    if isinstance(field, forms.BooleanField):
        return gettext("Yes") if cleaned else ""
    if isinstance(field, PhoneField) and phones.looks_short(str(cleaned or "")):
        return f"{cleaned}\n{gettext('This number looks short. Please check it.')}"
    return str(cleaned or "")


def flat(choices: Any) -> Iterator[tuple[Any, Any]]:
    for value, label in choices:
        if isinstance(label, list | tuple):
            yield from label
        else:
            yield value, label
