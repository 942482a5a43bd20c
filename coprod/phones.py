"""Phone numbers: written as people write them, and dialled by a phone that reads digits only."""

import re

UK_DIGITS = 10  # after the 0 or the +44; a few old towns have 9


def phone_link(number: str) -> str:
    """Return the tel: address of a number: without spaces, brackets, the 0 of “+44 (0)”, and words after it."""
    start = re.match(r"[^\d+]*(.*?)(?=[^\W\d_]|$)", re.sub(r"^(\s*\+\d+\s*)\(0\)", r"\1", number), re.DOTALL)
    return "tel:" + re.sub(r"[^0-9+]", "", start[1] if start else number)


def has_wrong_length(number: str) -> bool:
    """Say whether a number that begins with one 0, as they do in the United Kingdom, has too few or too many digits."""
    # Another number, an extension or words such as "6pm" may come after.
    first = re.split(r"[/,;#&]|\(\d?\)|\S*[^\W\d_]", number)[0]
    dialled = phone_link(first).removeprefix("tel:")
    is_one_or_two = len(dialled) in {UK_DIGITS, UK_DIGITS + 1} or len(dialled) >= 2 * UK_DIGITS
    return re.match(r"0(?!0)", dialled) is not None and not is_one_or_two


def looks_short(number: str) -> bool:
    """Say whether a number written as they are in the United Kingdom has fewer digits than nearly all of them."""
    dialled = phone_link(number).removeprefix("tel:")
    national = re.match(r"(?:\+44|0044|0)(\d*)$", dialled)
    return national is not None and len(national[1].lstrip("0")) < UK_DIGITS
