"""Proof of what was erased: keyed hashes of reference numbers, in the database and in a file beside it.

A backup that is restored brings back who was erased after it was made, and not the proof. The file still has it:
whoever is found by it is erased again.
"""

import json
import logging
import os
from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.crypto import salted_hmac

from blog.models import GuestAnswer, Response, Submission
from coprod.keeping import erasing
from coprod.keeping.records import Due
from coprod.models import Erasure
from networks.models import Enquiry, Person, SignUp

KIND = "erased"
PERSON, PIECE, RESPONSE, ANSWER = "person", "piece", "response", "answer"
FILE = "erasures.jsonl"

log = logging.getLogger(__name__)


def digest(number: str, secret: str | bytes = "") -> str:
    return salted_hmac("coprod.keeping.proofs", number, secret=secret or None, algorithm="sha256").hexdigest()


def digests(numbers: Iterable[str]) -> list[str]:
    return sorted(digest(number) for number in numbers)


def record(*, numbers: Iterable[str], removed: dict[str, int], by: Any) -> Erasure:
    """Store the proof with the erasure, and write it down beside the database when that is certain."""
    erasure = Erasure.objects.create(digests=digests(numbers), removed=removed, by=by, at=timezone.now())
    transaction.on_commit(lambda: _write([erasure]))
    return erasure


def put_together() -> None:
    """Give the file what only the database knows, and the database what only the file knows."""
    in_file = {tuple(proof["digests"]): proof for proof in _read()}
    in_database = {tuple(erasure.digests): erasure for erasure in Erasure.objects.all()}
    _write([erasure for key, erasure in in_database.items() if key not in in_file])
    for key, proof in in_file.items():
        if key not in in_database:
            Erasure.objects.create(digests=list(key), removed=proof["removed"], at=datetime.fromisoformat(proof["at"]))


def due() -> Iterator[Due]:
    """Who was erased once and is here again."""
    known = _known()
    if not known:
        return
    found: dict[tuple[str, int], Due] = {}
    for key, number, name, since in _all_records():
        if _is_in(known, number):
            found.setdefault(key, Due(KIND, key, name, since))
    yield from found.values()


def _known() -> set[str]:
    known = {key for erasure in Erasure.objects.all() for key in erasure.digests}
    return known | {key for proof in _read() for key in proof["digests"]}


def _is_in(known: set[str], number: str) -> bool:
    return any(digest(number, secret) in known for secret in [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS])


def _all_records() -> Iterator[tuple[tuple[str, int], str, str, datetime]]:
    """Everyone: which record it is, the number that is in a proof, what to call it, and since when it is here."""
    for pk, created_at in Person.objects.values_list("pk", "created_at").iterator():
        yield (PERSON, pk), f"person {pk} {created_at.isoformat()}", f"person {pk}", created_at
    tables: list[tuple[Any, str, str]] = [
        *((SignUp, PERSON, "person"), (Enquiry, PERSON, "person")),
        *((Submission, PIECE, "pk"), (Response, RESPONSE, "pk"), (GuestAnswer, ANSWER, "pk")),
    ]
    for model, kind, column in tables:
        rows = model._default_manager.values_list(column, "reference", "received_at")
        for pk, reference, received_at in rows.iterator():
            yield (kind, pk), reference, reference, received_at


def erase_again() -> Counter[str]:
    """Erase once more whoever a restored backup has brought back. The proof is there already."""
    gone: Counter[str] = Counter()
    known = _known()
    for record_due in list(due()):
        kind, key = record_due.key
        person = Person.objects.filter(pk=key).first() if kind == PERSON else None
        pieces = list(Submission.objects.filter(pk=key)) if kind == PIECE else []
        responses = list(Response.objects.filter(pk=key)) if kind == RESPONSE else []
        answers = list(GuestAnswer.objects.filter(pk=key)) if kind == ANSWER else []
        if person or pieces or responses or answers:
            off = any(_is_in(known, erasing.name_off(piece.reference)) for piece in pieces)
            erasing.remove(erasing.Subject(person, pieces, responses, answers, names_off=off))
            gone[KIND] += 1
    return gone


def _file() -> Path:
    return settings.PROOFS_FOLDER / FILE


def _read() -> Iterator[dict[str, Any]]:
    """Read the file. A line that a full disk cut off is passed over: the others still count."""
    try:
        lines = _file().read_text(errors="replace").splitlines()
    except FileNotFoundError:
        return
    for line in filter(str.strip, lines):
        try:
            yield json.loads(line)
        except ValueError:
            log.error("A proof in PROOFS_FOLDER cannot be read.")


def _write(erasures: list[Erasure]) -> None:
    """Add lines to the file. If it cannot be written now, the next run of purge_expired does it."""
    if not erasures:
        return
    lines = [json.dumps({"at": row.at.isoformat(), "digests": row.digests, "removed": row.removed}) for row in erasures]
    try:
        settings.PROOFS_FOLDER.mkdir(mode=0o700, parents=True, exist_ok=True)
        with os.fdopen(os.open(_file(), os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600), "w") as file:
            file.writelines(f"\n{line}\n" for line in lines)  # first of all the end of a line that was cut off
            file.flush()
            os.fsync(file.fileno())
    except OSError as problem:
        log.error("The proof of an erasure could not be written to PROOFS_FOLDER: %s", type(problem).__name__)
