"""What people are asked to agree to: joining, and apart from that what they said about their health."""

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from coprod.forms import ChoiceField, TickField, Words
from networks.journey.people import JoinForm
from networks.models import ConsentStatement

Purpose = ConsentStatement.Purpose
YES, NO = "yes", "no"


class ConsentForm(JoinForm):
    """The words are the ones in use when the page was opened: what was shown is what is stored."""

    question = _("Do you agree?")
    question_about_them = _("Does %(name)s agree?")
    why = _("You can say no later, at any time. Phone us or write to us.")
    why_about_them = _("Please read this out to them. Tick or choose only what they say yes to.")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        told = self.journey.told_of_health
        wanted = [Purpose.JOIN, *([Purpose.HEALTH] if told else [])]
        self.statements = self._statements(wanted)
        self.shown = tuple(statement.pk for statement in self.statements.values())
        self.fields["agree_join"] = TickField(
            label=self._read_out(Purpose.JOIN),
            missing=self._words(
                _("Tick the box to say that we may keep your answers and contact you"),
                _("Tick the box if %(name)s says yes to this"),
            ),
        )
        if Purpose.HEALTH in self.statements:
            self.fields["agree_health"] = ChoiceField(
                label=self._read_out(Purpose.HEALTH),
                choices=[
                    (YES, self._words(_("Yes, I agree"), _("Yes, %(name)s agrees"))),
                    (NO, _("No. Delete these answers") if len(told) > 1 else _("No. Delete this answer")),
                ],
                missing=self._words(_("Choose yes or no about your health"), _("Choose what %(name)s says about this")),
            )

    def _not_kept(self) -> str:
        """Say what goes, word for word: these answers stand on the same page as given."""
        told = "\n".join(str(answer) for answer in self.journey.told_of_health)
        return gettext("No. We will not keep what you told us about it:\n%(answers)s") % {"answers": told}

    def _words(self, mine: Words, theirs: Words) -> Words:
        return theirs % {"name": self.journey.person_name} if self.journey.is_helping else mine

    def _read_out(self, purpose: Purpose) -> str:
        """The words themselves; for a helper as what they are: the words of the person, to be read out."""
        text = self.statements[purpose].text
        return gettext("“%(words)s”") % {"words": text} if self.journey.is_helping else text

    def _statements(self, wanted: list[Purpose]) -> dict[str, ConsentStatement]:
        shown = {row.purpose: row for row in self.journey.statements_in(self.shown) if row.purpose in wanted}
        if missing := [purpose for purpose in wanted if purpose not in shown]:
            shown |= {row.purpose: row for row in ConsentStatement.objects.current(*missing)}
        return {purpose: shown[purpose] for purpose in wanted}

    def agreed(self) -> dict[ConsentStatement, bool]:
        """What was shown, and whether they said yes."""
        said = {
            Purpose.JOIN: self.cleaned_data["agree_join"],
            Purpose.HEALTH: self.cleaned_data.get("agree_health") == YES,
        }
        return {statement: bool(said[Purpose(purpose)]) for purpose, statement in self.statements.items()}

    def summary(self) -> Iterator[tuple[Words, Words]]:
        if "agree_join" in self.cleaned_data:
            label = self._words(_("Joining"), _("What they agreed to about joining"))
            yield label, self._words(_("Yes, I agree"), _("Yes, %(name)s agrees"))
        if said := self.cleaned_data.get("agree_health"):
            yes = self._words(_("Yes, I agree"), _("Yes, %(name)s agrees"))
            words = yes if said == YES else self._not_kept()
            label = self._words(_("What I told you about my health"), _("What they agreed to about their health"))
            yield label, words
