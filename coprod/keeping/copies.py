"""All that is held about one person, as a page and as a table: what they are told when they ask.

It says “you”, as the person's own page does: it is for them. What staff noted is theirs to see too.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import PurePath
from typing import Any

from django.contrib.admin.models import LogEntry
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext as _

from blog.models import ByLine, GuestAnswer, Response, Submission
from blog.taking_off import lines_of
from coprod import spreadsheets
from coprod.keeping.erasing import Subject
from coprod.keeping.records import about_row
from coprod.models import Organisation, OutgoingMail
from networks.retention import received_from
from networks.your_details.held import Held, Line, day


@dataclass(frozen=True)
class Section:
    title: str
    entries: list[list[Line]]


@dataclass(frozen=True)
class Copy:
    subject: Subject

    def files(self) -> Iterator[tuple[str, bytes]]:
        """Name and content of each file: a page, a table, and the pictures that came with guest pieces."""
        today = timezone.localdate()
        context = {"sections": self.sections, "organisation": Organisation.current(), "today": today}
        yield "what-we-hold.html", render_to_string("keeping/copy.html", context).encode()
        yield "what-we-hold.csv", spreadsheets.table(self._rows()).encode()
        for piece in self.subject.pieces:
            if piece.picture and piece.picture.storage.exists(str(piece.picture.name)):
                with piece.picture.open() as picture:
                    yield f"picture-{piece.reference}{PurePath(str(piece.picture.name)).suffix}", picture.read()

    @cached_property
    def sections(self) -> list[Section]:
        pieces = [self._pieces(), self._answers(), self._responses()]
        parts = [*self._of_person(), *pieces, self._stories(), self._mails(), self._log()]
        return [Section(title, entries) for title, entries in parts if any(entries)]

    def _rows(self) -> Iterator[tuple[Any, ...]]:
        yield _("About"), _("What it is"), _("What we hold")
        for section in self.sections:
            for lines in section.entries:
                for line in lines:
                    yield section.title, line.label, line.value

    def _of_person(self) -> Iterator[tuple[str, list[list[Line]]]]:
        person = self.subject.person
        if person is None:
            return
        held = Held(person)
        not_me = [
            Line(_("The owner of the e-mail address said that it was not them"), day(person.not_me_at)),
            Line(_("Addresses that we do not write to"), ", ".join(person.refused_addresses)),
        ]
        yield _("About you"), [held.about, [line for line in not_me if line.value]]
        yield _("The person who helps you"), [held.helper]
        yield _("Joining"), [[*lines, *_notes(row)] for row, lines in held.sign_ups]
        yield _("What you wrote to us"), [[*lines, *_notes(row)] for row, lines in held.enquiries]
        yield _("What you agreed to"), [lines for _row, lines in held.consents]
        yield _("What you changed here"), [held.changes]

    def _pieces(self) -> tuple[str, list[list[Line]]]:
        return _("Pieces that you offered us"), [[*_piece(piece), *_notes(piece)] for piece in self.subject.pieces]

    def _responses(self) -> tuple[str, list[list[Line]]]:
        lines = [[*_response(response), *_notes(response)] for response in self.subject.responses]
        return _("What you wrote under our stories"), lines

    def _stories(self) -> tuple[str, list[list[Line]]]:
        lines = [line for piece in self.subject.pieces for line in lines_of(piece)]
        return _("Your name with our stories"), [_by_line(line) for line in lines]

    def _answers(self) -> tuple[str, list[list[Line]]]:
        answers = self.subject.answers
        return _("What you said of your piece before it came out"), [[*_answer(row), *_notes(row)] for row in answers]

    def _mails(self) -> tuple[str, list[list[Line]]]:
        mails = OutgoingMail.objects.to_people().filter(reference__in=self.subject.references).order_by("created_at")
        lines = [
            [Line(_("Sent to"), mail.recipient), Line(day(mail.created_at), f"{mail.subject}\n\n{mail.text}")]
            for mail in mails
        ]
        return _("E-mails that we wrote to you"), lines

    def _log(self) -> tuple[str, list[list[Line]]]:
        person = self.subject.person
        rows: list[Any] = [
            *([person, *received_from(person)] if person else []),
            *self.subject.pieces,
            *self.subject.responses,
            *self.subject.answers,
        ]
        entries: list[LogEntry] = sorted(
            (entry for row in rows for entry in about_row(row)), key=lambda e: e.action_time
        )
        return _("What our staff did"), [
            [Line(day(entry.action_time), entry.get_change_message())] for entry in entries
        ]


def _notes(row: Any) -> list[Line]:
    return [Line(_("What our staff noted"), row.staff_notes)] if row.staff_notes else []


def _piece(piece: Submission) -> list[Line]:
    lines = [
        Line(_("Title"), piece.title),
        Line(_("Your piece"), piece.piece),
        Line(_("Name"), piece.name),
        Line(_("Role"), piece.role),
        Line(_("Organisation"), piece.organisation),
        Line(_("E-mail address"), piece.email),
        Line(_("Phone number"), piece.phone),
        Line(_("What the picture shows"), piece.picture_alt),
        Line(_("What you agreed to"), piece.consent_words),
        Line(_("You agreed on"), day(piece.consented_at)),
        Line(_("We got it on"), day(piece.received_at)),
        Line(_("Reference number"), piece.reference),
    ]
    return [line for line in lines if line.value]


def _by_line(line: ByLine) -> list[Line]:
    told = [
        Line(_("Story"), line.post.title),
        Line(_("Name"), line.author.name),
        Line(_("Do readers see it?"), _("No") if line.name_withheld else _("Yes, where they see the story")),
        Line(_("Role"), line.role),
        Line(_("Organisation"), line.organisation),
        Line(_("What we say about you"), line.author.biography),
        Line(_("Who said yes to publishing"), line.consent_given_by),
        Line(_("You agreed on"), day(line.consented_on)),
        Line(_("Versions of the story that we keep"), str(line.post.versions.count())),
    ]
    return [one for one in told if one.value]


def _response(response: Response) -> list[Line]:
    return [
        Line(_("Story"), response.post.title),
        Line(_("Name"), response.name),
        Line(_("Your response"), response.message),
        Line(_("What we did with it"), str(response.get_status_display())),
        Line(_("What you agreed to"), response.consent_words),
        Line(_("We got it on"), day(response.received_at)),
        Line(_("Reference number"), response.reference),
    ]


def _answer(answer: GuestAnswer) -> list[Line]:
    lines = [
        Line(_("Name"), answer.name),
        Line(_("Your comment"), answer.message),
        Line(_("What you agreed to"), answer.consent_words),
        Line(_("We got it on"), day(answer.received_at)),
        Line(_("Reference number"), answer.reference),
    ]
    return [line for line in lines if line.value]
