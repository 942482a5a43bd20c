"""Erases a person: no trace of their name, addresses or numbers stays, and proof that it was done stays."""

from dataclasses import replace
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from coprod.keeping import erasing, proofs, words
from coprod.keeping.erasing import Subject
from coprod.keeping.finding import pieces_of, responses_of, subject_called


class Command(BaseCommand):
    help = "Erases a person, or, after a backup was restored, everybody who was erased before."

    def add_arguments(self, parser: CommandParser) -> None:
        who = parser.add_mutually_exclusive_group(required=True)
        who.add_argument("who", nargs="?", metavar="REFERENCE_OR_ID", help="a reference or a person's number")
        who.add_argument("--again", action="store_true", help="after a restore: erase again whoever was erased before")
        parser.add_argument("--yes", action="store_true", help="do not ask")
        parser.add_argument(
            "--with-pieces", action="store_true", help="guest pieces from the same address or number too"
        )

        parser.add_argument("--names-off", action="store_true", help="and their name off the stories made of them")

    def handle(
        self, *, who: str | None, again: bool, yes: bool, with_pieces: bool, names_off: bool, **options: Any
    ) -> None:
        if again:
            proofs.put_together()
            self.stdout.write(f"Erased again: {proofs.erase_again().total()}.")
            return
        subject = subject_called(who or "")
        if subject is None:
            raise CommandError(f"Nobody has the number or reference {who}.")
        theirs = pieces_of(subject.person) if subject.person else []
        if subject.person and with_pieces:
            subject = Subject(subject.person, theirs)
        subject = replace(subject, names_off=names_off)
        self._say_what_goes(subject, [] if with_pieces else theirs)
        if not yes and not self._is_sure():
            raise CommandError("Nothing was erased.")
        own = subject.words
        erasure = erasing.erase(subject, by=None)
        counts = ", ".join(f"{kind} {count}" for kind, count in sorted(erasure.removed.items()))
        self.stdout.write(f"Erased: {counts}.")
        for place in words.still_found(own):
            self.stdout.write(f"Their name, address or number still stands in {place}: look there.")

    def _say_what_goes(self, subject: Subject, left: list[Any]) -> None:
        who = f"Person {subject.person.pk}" if subject.person else "A guest piece or response"
        self.stdout.write(f"{who}, with {', '.join(subject.references) or 'nothing that they sent'}.")
        for piece in subject.pieces:
            if piece.post and not subject.names_off:
                self.stdout.write(f"Post {piece.post.pk} keeps their name: --names-off takes it off.")
        for piece in left:
            self.stdout.write(f"Guest piece {piece.reference} stays: --with-pieces erases it too.")
        for response in responses_of(subject.person) if subject.person else []:
            self.stdout.write(
                f"Response {response.reference} bears the same name and stays. Is it theirs? Name it too."
            )

    def _is_sure(self) -> bool:
        try:
            return input("This cannot be undone. Type “erase” to go on: ").strip().lower() == "erase"
        except EOFError:
            return False
