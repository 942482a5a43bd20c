"""The mail worker: sends what waits in the outbox, once or for as long as the site runs.

It is the one process that is always there, so it also removes, once a day, what has come to its time, and starts the
imports that staff ask for beside itself.
"""

import logging
import os
import signal
import time
from collections.abc import Callable
from types import FrameType
from typing import Any

from django.conf import settings
from django.core.mail import get_connection
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import DatabaseError, InterfaceError, close_old_connections, connection

from blog.importers.running import is_wanted
from coprod import starting
from coprod.alongside import Alongside
from coprod.keeping.purging import Daily
from coprod.models import OutgoingMail
from coprod.outbox import Outcome, deliver_next

LOOK_EVERY = 1.0  # seconds
LONGEST_WAIT = 60.0  # for a mail server or a database that went away
LAST_WORDS = 0.7  # what a message on its way gets to finish in when we are asked to end

log = logging.getLogger(__name__)


class MailServerAway(Exception):
    """There is no talking to the mail server now. It is not the fault of any one message."""


class Command(BaseCommand):
    help = "Sends the mail that waits in the outbox. With --forever it stays and sends what comes."

    def add_arguments(self, parser: CommandParser) -> None:
        how_long = parser.add_mutually_exclusive_group()
        how_long.add_argument("--once", action="store_true", help="send what is due now, then end (the default)")
        how_long.add_argument("--forever", action="store_true", help="stay, and end on SIGTERM or Ctrl-C")

    def handle(self, *, forever: bool, **options: Any) -> None:
        if forever:
            starting.must_be_ready(for_pages=False)
            Worker().run()
            return
        try:
            count = deliver_what_is_due(lambda: True)
        except MailServerAway as problem:
            raise CommandError(f"The mail server does not answer: {problem}. The mail waits.") from problem
        self.stdout.write(f"{count} sent.")


class Worker:
    """Looks for mail every second. Waits, longer each time, when the mail server or the database is away."""

    def __init__(self) -> None:
        self.is_ending = False
        self.wait = LOOK_EVERY
        self.daily = Daily()
        self.imports = Alongside("run_imports", is_wanted)

    def run(self) -> None:
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self.end)
        signal.signal(signal.SIGALRM, self.end_at_once)
        while not self.is_ending:
            self.look()
            time.sleep(self.wait)
        signal.setitimer(signal.ITIMER_REAL, 0)  # ended in good time

    def look(self) -> None:
        """Do all that is to be done now, and set how long to wait afterwards."""
        try:
            close_old_connections()
            self.imports.look()
            self.daily.purge(may_go_on=lambda: not self.is_ending)
            deliver_what_is_due(lambda: not self.is_ending)
            self.wait = LOOK_EVERY
        except (MailServerAway, DatabaseError, InterfaceError) as problem:
            self.wait = min(self.wait * 2, LONGEST_WAIT)
            why = problem if isinstance(problem, MailServerAway) else type(problem).__name__
            log.warning("No mail can leave now (%s). Next look in %.0f s", why, self.wait)
            connection.close()

    def end(self, number: int, frame: FrameType | None) -> None:
        self.is_ending = True
        signal.setitimer(signal.ITIMER_REAL, LAST_WORDS)

    def end_at_once(self, number: int, frame: FrameType | None) -> None:
        # A message on its way is let go: its row is free again, and it goes later with the same Message-ID.
        os._exit(0)


def deliver_what_is_due(may_go_on: Callable[[], bool]) -> int:
    """Send everything that is due over one connection, and return how many were sent."""
    if not OutgoingMail.objects.due().exists():
        return 0
    mail_server = get_connection()
    sent = 0
    try:
        while may_go_on():
            _open(mail_server)
            outcome = deliver_next(mail_server)
            if outcome == Outcome.NOTHING_DUE:
                break
            if outcome == Outcome.SENT:
                sent += 1
            elif outcome == Outcome.NOT_SENT:
                mail_server.close()  # whatever state it is in
    finally:
        mail_server.close()
    return sent


def _open(mail_server: Any) -> None:
    try:
        mail_server.open()
    except OSError as problem:  # smtplib's own are OSErrors too
        raise MailServerAway(f"{settings.EMAIL_HOST}: {type(problem).__name__}") from problem
