"""Phone numbers: written as people write them, and dialled by a phone that reads digits only."""

import re


def phone_link(number: str) -> str:
    """Return the tel: address of a number: without spaces, brackets, the 0 of “+44 (0)”, and words after it."""
    start = re.match(r"[^\d+]*(.*?)(?=[^\W\d_]|$)", re.sub(r"^(\s*\+\d+\s*)\(0\)", r"\1", number), re.DOTALL)
    return "tel:" + re.sub(r"[^0-9+]", "", start[1] if start else number)
