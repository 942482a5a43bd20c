"""One thing that could be better about a post."""

from dataclasses import dataclass

from coprod.forms import Words


@dataclass(frozen=True)
class Problem:
    code: str
    words: Words  # how to put it right
    place: str  # the field in the form of a post, as the end of an address: “#id_title”
    blocks: bool = False
    where: str = ""  # in the text: the words of the heading above it, or its own first words
