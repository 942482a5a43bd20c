"""What a reader says yes to by sending a response: the words, as shown. New words are a new version."""

from django.utils.translation import gettext_lazy as _

STATEMENTS = {
    1: _(
        "You may show my name and my message under this story, for everyone to read. "
        "I can change my mind at any time. Then you take them down."
    ),
}
CURRENT = max(STATEMENTS)


def shown_as(numbers: tuple[int, ...]) -> int:
    """The version that a page showed, or the newest for a page that is opened for the first time."""
    return next((number for number in numbers if number in STATEMENTS), CURRENT)
