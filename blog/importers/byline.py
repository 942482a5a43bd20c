"""Reads who wrote a post out of a line like "By Jane Doe, Carer, Some Trust" — where it is sure, and only there.

A wrong name above someone's words is worse than none: a post without one is reported, and staff set its author.
"""

import re
import unicodedata
from dataclasses import dataclass, replace

from coprod.tidying.blocks import Block, joined, lines

LONGEST_LINE = 300
LONGEST_PART = 200

_BY = re.compile(r"(?:By|by|BY):?\s+(?=\S)")
_SEPARATOR = re.compile(r"\s*,\s+|\s+[–—|-]\s+|(?<=\w\w)[.)]\s+(?=\w)|\s*\.?$")
_AND = re.compile(r"\s+(?:and|&)\s+")
_AT = re.compile(r"\s+at\s+(?=[^\Wa-z_])")
_REPEATED = re.compile(r"\s*\((?:About )?([^()]+)\)$")
_INITIALS = re.compile(r"(?:[^\W\d_]\.-?){1,3}[^\W\d_]?")
_TITLES = {
    *("dr", "prof", "professor", "mr", "mrs", "ms", "miss", "mx", "sir", "dame", "lord", "lady", "baroness", "rev"),
    *("revd", "reverend", "canon", "cllr", "councillor", "sister", "father", "st"),
}
_PARTICLES = {
    *("de", "da", "di", "du", "del", "della", "dos", "das", "van", "von", "der", "den", "ten", "ter", "la", "le"),
    *("ap", "ab", "ferch", "bin", "ibn", "al", "el", "y", "zu", "af", "av"),
}
# Words that begin with a capital in a title or at the start of a sentence, and are in nobody's name.
_NOT_IN_NAMES = {
    *("the", "a", "an", "this", "that", "these", "those", "our", "my", "your", "his", "her", "their", "its", "we"),
    *("i", "you", "they", "he", "she", "it", "and", "or", "of", "in", "on", "to", "for", "with", "then", "january"),
    *("february", "july", "september", "october", "november", "december", "monday", "tuesday", "wednesday"),
    *("thursday", "friday", "saturday", "sunday", "christmas", "easter", "spring", "summer", "autumn", "popular"),
    *("public", "royal", "special", "chance", "accident", "definition", "design", "default", "now", "today"),
    *("tomorrow", "yesterday", "all", "any", "some", "no", "not", "every", "each", "one", "two", "three", "four"),
    *("five", "six", "being", "doing", "using", "making", "taking", "getting", "giving", "talking", "sharing"),
    *("living", "team", "staff", "group", "groups", "network", "society", "trust", "council", "committee", "members"),
    *("member", "office", "commission", "service", "services", "department", "university", "hospital", "foundation"),
    *("association", "project", "charity", "partnership", "forum", "board", "community", "communities", "programme"),
    *("college", "institute", "centre", "people", "carers", "volunteers", "admin", "editor", "guest", "anonymous"),
    *("company", "ltd", "cic", "co-production", "coproduction", "road", "street", "river", "station", "county"),
    *("city", "town", "village"),
}
# One of these makes prose of a line: nobody's role has them. "IT", "US" and "My Life Films" are none.
_PROSE = re.compile(
    r"\b(?:I|we|my|our|me|us|you|your|he|she|they|it|was|were|is|are|am|had|has|have|will|would|could|can|did|do|does|"
    r"sat|went|said|says|this|there|who|when|where|why|how|because|but)\b"
)
_STARTS_PROSE = re.compile(r"(?:My|Our|We|You|Your|He|She|They|It|This|That|There|The|How|Why|What|When|Where)\b")


@dataclass(frozen=True)
class Credit:
    """One name of a by-line, with role and organisation as they are written there."""

    name: str
    role: str = ""
    organisation: str = ""


def take(blocks: list[Block]) -> tuple[list[Credit], list[Block]]:
    """Return the by-line and the text without it. It is looked for in the first two lines and the last two."""
    places = [
        (index, number)
        for index, block in enumerate(blocks)
        for number in range(len(lines(block.runs)) if block.kind != "table" else 1)
        if block.kind != "picture"
    ]
    for index, number in dict.fromkeys([*places[:2], *reversed(places[-2:])]):
        block = blocks[index]
        if block.path or block.kind == "table":
            continue
        parts = lines(block.runs)
        credits_ = parse("".join(run.text for run in parts[number]))
        if credits_:
            rest = joined(part for place, part in enumerate(parts) if place != number)
            kept = [replace(block, runs=rest)] if rest else []
            return credits_, [*blocks[:index], *kept, *blocks[index + 1 :]]
    return [], blocks


def parse(line: str) -> list[Credit]:
    """Return the people that a line names as authors; none if it is not surely a by-line."""
    line = unicodedata.normalize("NFC", " ".join(line.split()))
    start = _BY.match(line)
    if start is None or len(line) > LONGEST_LINE:
        return []
    names, rest = _names(line[start.end() :])
    if not names or (rest and not _is_role(rest)):
        return []
    role, organisation = _role(rest)
    if max(len(role), len(organisation)) > LONGEST_PART:
        return []
    return [Credit(name, role, organisation) for name in names]


def is_name(text: str) -> bool:
    """Tell whether the text is surely the name of a person, in full: "Anne-Marie O'Connor", "Dr Siân Llŷr-Ŵyn"."""
    if len(text) > LONGEST_PART:
        return False
    parts = text.split()
    while parts and parts[0].rstrip(".").lower() in _TITLES:
        parts = parts[1:]
    titled = len(parts) < len(text.split())
    full = [part for part in parts if part.lower() not in _PARTICLES]
    return (
        2 - titled <= len(full) <= 5
        and parts[0] in full
        and parts[-1] in full
        and all(_is_part(part) for part in full)
        and len(parts[-1]) > 1
        and not (len(full[0]) > 5 and full[0].lower().endswith("ing"))  # "By Working Together"
        and "." not in parts[-1]
    )


def _is_part(part: str) -> bool:
    letters = part.replace("-", "").replace("’", "").replace("'", "").replace(".", "")
    lower = part.lower()
    return (
        # "isalpha" is true of letters only; what a letter is combined with was composed by NFC where it can be.
        all(letter.isalpha() or unicodedata.combining(letter) for letter in letters)
        and bool(letters)
        and not part[0].islower()
        and part[0].isalpha()
        and ("." not in part or bool(_INITIALS.fullmatch(part)))
        and lower not in _NOT_IN_NAMES
    )


def _names(text: str) -> tuple[list[str], str]:
    """Return the names that the text begins with, and what follows them."""
    for separator in _SEPARATOR.finditer(text):
        whole = text[: separator.start()].strip()
        rest = text[separator.end() :].strip()
        names = [whole] if is_name(whole) else _AND.split(whole)
        if len(names) <= 3 and all(is_name(name) for name in names):
            return names, rest
        if not _goes_on(whole):
            return [], ""
    return [], ""


def _goes_on(text: str) -> bool:
    """A full stop ends a title or an initial too: "Dr. J. Doe"."""
    last = text.rpartition(" ")[2]
    return last.rstrip(".").lower() in _TITLES or len(last.rstrip(".")) == 1


def _is_role(text: str) -> bool:
    if _PROSE.search(text) or _STARTS_PROSE.match(text) or not any(letter.isalpha() for letter in text):
        return False
    if text.endswith(("?", "!", ":", "…", "...")):
        return False
    # "By Jane Doe, Joan Roe and John Poe": those are names, and nobody's role.
    first = _role_parts(text)[0]
    both = _AND.split(first)
    return not (len(both) > 1 and all(is_name(one) for one in both))


def _role_parts(text: str) -> list[str]:
    text = text.strip(" .,;")
    return [part.strip() for part in re.split(r",\s+|(?<=\w{3})\.\s+(?=\w)", text) if part.strip()] or [text]


def _role(text: str) -> tuple[str, str]:
    parts = _role_parts(text)
    at = _AT.search(parts[0])
    if at:
        parts[0:1] = [parts[0][: at.start()], parts[0][at.end() :]]
    return parts[0], _once(", ".join(parts[1:]))


def _once(organisation: str) -> str:
    """Leave out a bracket that only says the name again, as a link to a page about it does."""
    found = _REPEATED.search(organisation)
    if found and found[1].strip().casefold() == organisation[: found.start()].strip().casefold():
        return organisation[: found.start()].strip()
    return organisation
