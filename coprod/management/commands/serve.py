"""Starts the web server of a live site, when all that it needs is there."""

import os
from typing import Any

from django.conf import settings
from django.core.checks import WARNING
from django.core.management.base import BaseCommand, CommandError, CommandParser

from coprod import serving, starting
from coprod.models import Organisation


class Command(BaseCommand):
    help = "Runs the web server. With --check it only looks whether it could, and how safe the settings are."
    requires_system_checks = ()  # --check asks them, and more

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--check", action="store_true", dest="only_look", help="look, say what is wrong, and end")
        parser.add_argument("--host", default="127.0.0.1", help="the address to listen on (127.0.0.1)")
        parser.add_argument("--port", type=int, default=8000, help="the port to listen on (8000)")
        parser.add_argument("--workers", type=int, default=2, help="as many as there are processor cores (2)")

    def handle(self, *, only_look: bool, host: str, port: int, workers: int, **options: Any) -> None:
        if not settings.PRODUCTION:
            raise CommandError("This is for a live site. On your own machine: make run")
        if only_look:
            self.check(include_deployment_checks=True, databases=["default"], fail_level=WARNING)
        starting.must_be_ready(for_pages=True)
        if only_look:
            self.stdout.write("Ready: everything that the site needs is there.")
            if Organisation.current().phone == Organisation._meta.get_field("phone").get_default():
                self.stdout.write(
                    "Every page shows an invented phone number: write yours under “Organisation details”."
                )
            if not settings.BACKUP_KEY:
                self.stdout.write("Nothing is backed up: BACKUP_KEY is not set. docs/deploying.md says how.")
            return
        command = serving.web_server(host=host, port=port, workers=workers, patience=30, quiet=False)
        os.execv(command[0], command)  # the same process: SIGTERM and SIGHUP reach the web server itself
