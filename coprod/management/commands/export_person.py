"""Writes all that is held about one person into a folder: for someone who asks what we know about them."""

import os
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from coprod.keeping.copies import Copy
from coprod.keeping.erasing import Subject
from coprod.keeping.finding import pieces_of, subject_called
from coprod.models import StaffAccess

ACCOUNT = "manage.py export_person"  # whoever may run commands on the server has no account in admin


class Command(BaseCommand):
    help = "Writes all that is held about one person as a page and a CSV."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("who", metavar="REFERENCE_OR_ID", help="a reference (K7MX-4RTA) or a person's number")
        parser.add_argument("--output", type=Path, help="a folder that is not there yet (default: person-NUMBER)")
        parser.add_argument(
            "--with-pieces", action="store_true", help="guest pieces from the same address or number too"
        )

    def handle(self, *, who: str, output: Path | None, with_pieces: bool, **options: Any) -> None:
        subject = subject_called(who)
        if subject is None:
            raise CommandError(f"Nobody has the number or reference {who}.")
        if subject.person and with_pieces:
            subject = Subject(subject.person, pieces_of(subject.person))
        name = f"person-{subject.person.pk}" if subject.person else f"record-{subject.references[0]}"
        folder = output or Path(name)
        try:
            folder.mkdir(mode=0o700, parents=True)
            for file_name, content in Copy(subject).files():
                with os.fdopen(os.open(folder / file_name, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
                    file.write(content)
        except FileExistsError as problem:
            raise CommandError(f"{folder} is there already. Name another folder with --output.") from problem
        except OSError as problem:
            raise CommandError(f"{folder} cannot be written: {problem.strerror}.") from problem
        StaffAccess.objects.create(username=ACCOUNT, action=StaffAccess.Action.EXPORTED, **subject.as_record)
        self.stdout.write(f"Written to {folder}. It is personal: give it to the person, then delete it.")
        for piece in pieces_of(subject.person) if subject.person and not with_pieces else []:
            self.stdout.write(
                f"Guest piece {piece.reference} came from the same address or number: --with-pieces adds it."
            )
