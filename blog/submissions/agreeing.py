"""What a writer agrees to: the words, exactly as shown, by version.

New words are a new version. Old ones stay here as they were: a page that was opened with them is sent with them.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.translation import gettext_lazy as _

from coprod.forms import Words


@dataclass(frozen=True)
class Statement:
    piece: Words
    picture: Words


STATEMENTS = {
    1: Statement(
        piece=_(
            "You may publish my piece on your website, with my name as I gave it. It may say things about my health. "
            "You show me the piece before you publish it. I can change my mind at any time. Then you take it down."
        ),
        picture=_(
            "You may publish my picture with it. The people in the picture know this and agree. "
            "I can change my mind about the picture at any time too."
        ),
    )
}
CURRENT = max(STATEMENTS)


def shown_as(numbers: tuple[int, ...]) -> int:
    """The version that a page showed, or the newest for a page that is opened for the first time."""
    return next((number for number in numbers if number in STATEMENTS), CURRENT)


def year_after(day: date) -> date:
    """When we ask again: the same day next year."""
    try:
        return day.replace(year=day.year + 1)
    except ValueError:  # 29 February
        return day + timedelta(days=365)
