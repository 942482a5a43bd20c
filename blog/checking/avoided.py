"""Words that people living with dementia have asked others not to use, and what they say instead.

The list follows the guidance of DEEP, the UK network of dementia voices (“Dementia words matter”). A guest may use any
of them: it is a hint, and the guest decides.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from blog.checking.problem import Problem
from blog.checking.text import Piece
from coprod.forms import Words


@dataclass(frozen=True)
class Avoided:
    code: str
    pattern: re.Pattern[str]
    why: Words
    instead: Words


def _avoided(code: str, pattern: str, why: Words, instead: Words) -> Avoided:
    return Avoided(code, re.compile(rf"\b(?:{pattern})\b", re.IGNORECASE), why, instead)


AVOIDED = [
    _avoided("sufferer", "sufferers?", _("Nobody is only their illness."), _("person living with dementia")),
    _avoided(
        "suffering",
        r"suffer(?:s|ed|ing)? (?:from|with)",
        _("Only the person can say whether they suffer."),
        _("living with"),
    ),
    _avoided(
        "victim",
        r"victims?(?= (?:of|to) (?:dementia|alzheimer))|(?:dementia|alzheimer[’']?s) victims?",
        _("It makes people sound helpless."),
        _("person living with dementia"),
    ),
    _avoided("senile", "senile|senility", _("It is an insult today, and it blames age."), _("living with dementia")),
    _avoided("demented", "demented", _("It calls a person mad."), _("living with dementia")),
    _avoided(
        "burden", "burdens?|burdensome", _("It makes a person sound like a load on others."), _("what is hard, and why")
    ),
    _avoided("afflicted", r"afflicted|struck down", _("It speaks of a curse, not of a condition."), _("living with")),
    _avoided(
        "living-death",
        r"living death|empty shells?|no longer (?:there|the same person)|lost to dementia",
        _("The person is still here, and may be reading this."),
        _("what has changed, and what has not"),
    ),
    _avoided(
        "challenging",
        r"challenging behaviou?rs?",
        _("It blames the person for what they need."),
        _("what the person is looking for or trying to tell us"),
    ),
    _avoided(
        "bound",
        r"wheelchair[- ]bound|confined to a wheelchair",
        _("A wheelchair takes a person to places."),
        _("uses a wheelchair"),
    ),
    _avoided("elderly", "the elderly", _("It speaks of people as one crowd."), _("older people")),
]


def words_to_avoid(piece: Piece) -> Iterator[Problem]:
    """One hint for each such word, at the first place where it stands."""
    places = [(piece.post.title, "#id_title", ""), (piece.post.standfirst, "#id_standfirst", "")]
    places += [(block.words, "#id_body", block.where) for block in piece.blocks]
    for avoided in AVOIDED:
        for words, place, where in places:
            if found := avoided.pattern.search(words):
                yield Problem(f"avoid-{avoided.code}", _hint(avoided, found[0]), place, where=where)
                break


def _hint(avoided: Avoided, found: str) -> str:
    values = {"found": found, "why": avoided.why, "instead": avoided.instead}
    return (
        _("“%(found)s”: %(why)s You can say: %(instead)s. If these are the guest’s own words, ask the guest.") % values
    )


CHECKS = [words_to_avoid]
