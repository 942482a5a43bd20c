"""Erasing a person: no trace of their name, address or number stays in any table. Proof of it does."""

import json
import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.contrib.admin.models import LogEntry
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.db import transaction
from django.db.models import Q

from blog.models import GuestAnswer, PreviewLink, Response, Submission
from blog.taking_off import take_name_off
from coprod.keeping import words
from coprod.keeping.records import be_patient, forget_received
from coprod.models import Draft, Erasure, OutgoingMail
from networks.models import Person
from networks.retention import forget_person, received_from

GONE = "…"


@dataclass(frozen=True)
class Subject:
    """Who is erased: a person, with guest pieces and responses of theirs, or these alone."""

    person: Person | None
    pieces: list[Submission] = field(default_factory=list)
    responses: list[Response] = field(default_factory=list)
    other_answers: list[GuestAnswer] = field(default_factory=list)
    names_off: bool = False  # and the writer's name comes off the stories that were made of their pieces

    @cached_property
    def answers(self) -> list[GuestAnswer]:
        """What they said of the post that was made from a piece of theirs, or what was looked for itself."""
        own = GuestAnswer.objects.filter(post__submissions__in=self.pieces).distinct() if self.pieces else []
        return list({answer.pk: answer for answer in [*own, *self.other_answers]}.values())

    @cached_property
    def references(self) -> list[str]:
        rows = received_from(self.person) if self.person else []
        return [row.reference for row in [*rows, *self.pieces, *self.responses, *self.answers]]

    @property
    def numbers(self) -> list[str]:
        """What finds them again in a restored backup, where the same record number may be another."""
        own = [f"person {self.person.pk} {self.person.created_at.isoformat()}"] if self.person else []
        off = [name_off(piece.reference) for piece in self.pieces] if self.names_off else []
        return [*own, *self.references, *off]

    @property
    def as_record(self) -> dict[str, Any]:
        """What a note about someone who looked says of them."""
        row = self.person or [*self.pieces, *self.responses, *self.answers][0]
        return {"kind": row._meta.label_lower, "rows": [row.pk], "about": next(iter(self.references), "")}

    @cached_property
    def words(self) -> list[str]:
        """What only these records hold, as it was typed."""
        return words.of(self.person, self.pieces, self.responses, self.answers)


def name_off(reference: str) -> str:
    """What the proof says of a piece whose writer's name came off: a restored backup has it on again."""
    return f"name off {reference}"


def erase(subject: Subject, *, by: Any) -> Erasure:
    """Erase someone, all or nothing."""
    from coprod.keeping import proofs  # it erases again, and imports this module

    with transaction.atomic():
        return proofs.record(numbers=subject.numbers, removed=remove(subject), by=by)


@transaction.atomic
def remove(subject: Subject) -> dict[str, int]:
    """Remove every trace, and return how many records of each kind went."""
    be_patient()
    if subject.person:
        Person.objects.select_for_update().get(pk=subject.person.pk)
    own, references = subject.words, subject.references  # read while they are there
    gone: Counter[str] = Counter(mails=_mails(own, references))
    if subject.person:
        gone.update(forget_person(subject.person))
    gone["links"] += _preview_links(subject)
    gone["names"] += sum(take_name_off(piece) for piece in subject.pieces if subject.names_off)
    for row in [*subject.pieces, *subject.responses, *subject.answers]:
        gone.update(forget_received(row))
    gone["drafts"] += _drafts(own)
    gone["sessions"] += _sessions([*own, *references])
    gone["log"] += _log(own)
    return dict(+gone)


def _mails(own: list[str], references: Iterable[str]) -> int:
    """A message with a link to their details bears no reference: it is found by its address, or by its words."""
    found = Q(pk=None)
    for word in own:
        found |= Q(recipient__iexact=word)
    for reference in references:
        found |= Q(text__contains=reference)
    return OutgoingMail.objects.filter(found).delete()[0]


def _preview_links(subject: Subject) -> int:
    """The private links to the post that they were asked to read: each says whose it was."""
    of_answers = Q(answers__in=subject.answers)
    found = PreviewLink.objects.filter(of_answers | Q(post__submissions__in=subject.pieces))
    return PreviewLink.objects.filter(pk__in=found.values("pk")).delete()[0]


def _drafts(own: list[str]) -> int:
    found = [draft.pk for draft in Draft.objects.not_sent() if words.are_in(json.dumps(draft.answers), own)]
    return Draft.objects.filter(pk__in=found).delete()[0]


def _sessions(own: list[str]) -> int:
    """Take out of each session what speaks of them. Nobody is logged out by it."""
    changed = 0
    for session in Session.objects.all():
        held = session.get_decoded()
        kept = {key: value for key, value in held.items() if not words.are_in(json.dumps(value), own)}
        if kept != held:
            session.session_data = SessionStore().encode(kept)
            session.save(update_fields=["session_data"])
            changed += 1
    return changed


def _log(own: list[str]) -> int:
    """In what staff noted about somebody else, their name and numbers become dots."""
    changed = 0
    for word in own:
        for written in words.as_written(word):
            found = Q(object_repr__icontains=written) | Q(change_message__icontains=written)
            for entry in LogEntry.objects.filter(found):
                whole = re.compile(words.whole(written), re.IGNORECASE)
                entry.object_repr = whole.sub(GONE, entry.object_repr)
                entry.change_message = whole.sub(lambda _found: GONE, entry.change_message)
                entry.save(update_fields=["object_repr", "change_message"])
                changed += 1
    return changed
