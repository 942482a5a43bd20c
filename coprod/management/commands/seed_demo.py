"""manage.py seed_demo: fill an empty database with the demo content (coprod/demo/)."""

import os
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from coprod.demo import seeding


class Command(BaseCommand):
    help = "Fill an empty database with invented posts, networks and people. Not for production."

    def handle(self, *args: Any, **options: Any) -> None:
        if settings.PRODUCTION:
            raise CommandError("This is a live site (COPROD_ENV is production). The demo content is not for it.")
        if seeding.holds_other_content():
            raise CommandError(
                "This database has posts or networks that are not the demo's. Nothing was changed. "
                "Use an empty database for the demo."
            )
        if seeding.is_here():
            self.stdout.write("The demo content is here already. Nothing was changed.")
            return
        done = seeding.seed(now=timezone.now(), staff_password=os.environ.get("DEMO_STAFF_PASSWORD", ""))
        counts = ", ".join(f"{count} {kind}" for kind, count in done.items())
        self.stdout.write(f"The demo content is in place: {counts}.")
