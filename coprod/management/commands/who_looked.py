"""Who of the staff looked at people's details or took them out: the first question after a mishap."""

from datetime import timedelta
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from coprod import spreadsheets
from coprod.inbox.search import spoken_reference
from coprod.models import StaffAccess
from networks.models import Enquiry, Person, SignUp


class Command(BaseCommand):
    help = "Lists who looked at whom and when, as CSV. Names of people are not in it: their record numbers are."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--person", help="a reference such as K7MX-4RTA, or the number of a person's record")
        parser.add_argument("--user", help="the name of a staff account")
        parser.add_argument("--days", type=int, help="only the last so many days")

    def handle(self, *args: Any, **options: Any) -> None:
        rows = StaffAccess.objects.order_by("at", "pk")
        if options["person"]:
            rows = rows.of_row(Person._meta.label_lower, self._number_of(options["person"]))
        if options["user"]:
            rows = rows.filter(username=options["user"])
        if options["days"]:
            rows = rows.since(timezone.now() - timedelta(days=options["days"]))
        looks = [
            [timezone.localtime(row.at).isoformat(), row.username, row.action, row.kind, row.about, _numbers(row)]
            for row in rows.iterator()
        ]
        heading = ["when", "who", "what", "kind", "about", "record numbers"]
        self.stdout.write(spreadsheets.table([heading, *looks]), ending="")

    def _number_of(self, person: str) -> int:
        if person.isdigit():
            return int(person)
        reference = spoken_reference(person)
        for model in (SignUp, Enquiry):
            row = model._default_manager.filter(reference=reference).first()
            if row is not None:
                return int(row.person_id)
        raise CommandError(f"There is no record with the reference “{person}”.")


def _numbers(row: StaffAccess) -> str:
    return " ".join(str(number) for number in row.rows)
