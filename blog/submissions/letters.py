"""What staff find in the page when they answer a writer: kind words to begin with, never to be sent as they are.

An address that was typed into a form may be somebody else's, so these words repeat nothing of the form. Where a reason
belongs stands a line in square brackets, and the page does not send it before staff have put their own words there.
"""

import re

from django.utils.translation import gettext as _

from blog.submissions.answering import Kind, Way
from coprod.models import Organisation, RetentionPeriod

TO_FILL_IN = re.compile(r"\[[^\[\]]*\]")


def is_unfinished(words: str) -> bool:
    return any(TO_FILL_IN.search(line) and line in _fillings() for line in words.splitlines())


def opening_words(kind: Kind, way: Way, organisation: Organisation) -> str:
    hello = _("Hello") if way == Way.EMAIL else _("Hello, this is %s.") % organisation.name
    return "\n\n".join([hello, *_middle(kind), _("With thanks and kind regards")])


def _middle(kind: Kind) -> list[str]:
    if kind == Kind.ACCEPT:
        return [
            _("Thank you for the piece that you offered us. We like it, and we would like to publish it."),
            _("We get it ready now. Then we show it to you. You tell us if it is right."),
            _("We publish nothing before you have said yes. You can change your mind at any time."),
        ]
    if kind == Kind.CHANGES:
        return [
            _("Thank you for the piece that you offered us. We would like to publish it."),
            _("There is something that we would like to change with you first:"),
            _what_to_change(),
            _("Do you agree? Tell us by phone or by e-mail. We can also do it together. There is no hurry."),
        ]
    return [
        _("Thank you for the piece that you offered us, and for the time and the thought that you gave it."),
        _("We have read it with care. We do not publish it this time."),
        _why_not(),
        _("We keep your piece for %s days in case you want to talk about it. Then we delete it.") % _days_kept(),
        _("You are welcome to write for us again."),
    ]


def _fillings() -> set[str]:
    return {_what_to_change(), _why_not()}


def _what_to_change() -> str:
    return _("[Say here what you would like to change, and why.]")


def _why_not() -> str:
    return _("[Say here why, in a kind sentence or two.]")


def _days_kept() -> int:
    return RetentionPeriod.objects.values_list("days", flat=True).get(kind="guest-pieces")
