"""Names as staff see them. A name is stored as it was typed; marks that turn text around must not disguise a list."""

import unicodedata

TURNING = {"LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI"}
# Marks without a width, for PostgreSQL: someone who types the name as it looks must still find it.
UNSEEN = "[\u00ad\u034f\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]"


def without_marks(name: str) -> str:
    """Return the name without the marks that turn the text after it around."""
    return "".join(letter for letter in name if unicodedata.bidirectional(letter) not in TURNING)
