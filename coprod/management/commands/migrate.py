"""Django's own command, by the role that owns the tables (coprod/owner.py)."""

from typing import Any

from django.core.management.commands import migrate

from coprod.owner import as_owner, let_the_site_in


class Command(migrate.Command):
    def handle(self, *args: Any, **options: Any) -> None:
        with as_owner():
            if not (options["plan"] or options["check_unapplied"]):
                let_the_site_in()
            super().handle(*args, **options)
