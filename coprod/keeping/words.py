"""The words that lead to someone where no record number does: names, addresses and numbers that are theirs alone."""

import json
import re
from collections.abc import Iterable, Iterator

from django.contrib.auth import get_user_model
from django.db import connection
from django.db.models import Q

from blog.models import GuestAnswer, Response, Submission
from networks.models import Person

SHORTEST = 5  # letters: a shorter name stands in too many words that mean somebody else
ALIKE = [("name", "helper_name"), ("email", "helper_email"), ("phone", "helper_phone"), ("address",)]
COLUMNS = """
    SELECT table_name, column_name FROM information_schema.columns
    WHERE table_schema = 'public' AND is_generated = 'NEVER'
      AND data_type IN ('text', 'character varying', 'jsonb', 'ARRAY') ORDER BY table_name, column_name
"""


Piece = Submission | Response | GuestAnswer


def of(
    person: Person | None, pieces: list[Submission], responses: list[Response], answers: list[GuestAnswer]
) -> list[str]:
    """Two people may share a name, an address or a helper: what another record holds too is not this person's alone."""
    found = set(_of_person(person)) if person else set()
    for piece in pieces:
        found |= {piece.name, piece.email, piece.phone}
    found |= {response.name for response in responses}
    found |= {answer.name for answer in answers} | {answer.link.name for answer in answers if answer.link}
    taken: list[Piece] = [*pieces, *responses, *answers]
    return sorted(word for word in found if len(word.strip()) >= SHORTEST and not _is_of_others(word, person, taken))


def are_in(text: str, own: Iterable[str]) -> bool:
    return any(re.search(whole(written), text, re.IGNORECASE) for word in own for written in as_written(word))


def as_written(word: str) -> set[str]:
    """A word as it is, and as JSON has it."""
    return {word, json.dumps(word)[1:-1], json.dumps(word, ensure_ascii=False)[1:-1]}


def whole(word: str) -> str:
    """A pattern that does not find “Ann Lee” in “Joann Leeds”."""
    return rf"(?<!\w){re.escape(word)}(?!\w)"


def still_found(own: list[str]) -> list[str]:
    """Where any of the words still stands, as “table.column”: in what staff wrote about someone else, or in a post."""
    with connection.cursor() as cursor:
        cursor.execute(COLUMNS)
        return [f"{table}.{column}" for table, column in cursor.fetchall() if _stands_in(table, column, own)]


def _stands_in(table: str, column: str, own: list[str]) -> bool:
    quote = connection.ops.quote_name
    question = f"SELECT EXISTS (SELECT FROM {quote(table)} WHERE lower({quote(column)}::text) LIKE ANY(%s))"  # noqa: S608
    with connection.cursor() as cursor:
        cursor.execute(question, [[f"%{_for_like(written.lower())}%" for word in own for written in as_written(word)]])
        return bool(cursor.fetchone()[0])


def _for_like(word: str) -> str:
    return re.sub(r"([%_\\])", r"\\\1", word)


def _of_person(person: Person) -> Iterator[str]:
    for columns in ALIKE:
        for column in columns:
            yield getattr(person, column)


def _is_of_others(word: str, person: Person | None, taken: list[Piece]) -> bool:
    theirs = Q()
    for columns in ALIKE:
        for column in columns:
            theirs |= Q(**{f"{column}__iexact": word})
    people = Person.objects.filter(theirs).exclude(pk__in=[person.pk] if person else [])
    writers = Submission.objects.filter(Q(name__iexact=word) | Q(email__iexact=word) | Q(phone=word))
    staff = get_user_model()._default_manager.filter(email__iexact=word)
    readers, guests = (model._default_manager.filter(name__iexact=word) for model in (Response, GuestAnswer))
    others = [rows.exclude(reference__in=[row.reference for row in taken]) for rows in (writers, readers, guests)]
    return any(rows.exists() for rows in [people, staff, *others])
