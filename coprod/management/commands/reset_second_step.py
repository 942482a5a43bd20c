"""manage.py reset_second_step USERNAME: for an administrator who lost phone and recovery codes."""

from typing import Any

from django.contrib.auth.models import User
from django.core.management.base import BaseCommand, CommandError, CommandParser

from coprod.accounts import emails, second_step


class Command(BaseCommand):
    help = "Take the second step of a staff account away. The person sets up a phone at the next log-in."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("username")

    def handle(self, *args: Any, username: str, **options: Any) -> None:
        user = User.objects.filter(username=username).first()
        if user is None:
            raise CommandError(f"There is no account {username!r}. Nothing was changed.")
        second_step.forget(user)
        emails.account_changed(user, emails.RESET)
        self.stdout.write(f"The second step of {username} is taken away. They set up a phone when they log in next.")
