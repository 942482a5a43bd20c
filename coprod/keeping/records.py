"""What has a time to go: how each kind of record is found when its time has come, and how one of them is removed.

Both apps say so for their own records (networks/retention.py, blog/retention.py); kinds.py puts them together.
"""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.db import connection, models, transaction

from coprod import frozen
from coprod.models import Draft, OutgoingMail
from coprod.received import Received

# Whoever removes a message waits until the mail server has taken it: longer than a page may wait for a row.
SECONDS = 60
PATIENCE = f"SET LOCAL lock_timeout = '40s'; SET LOCAL statement_timeout = '{SECONDS}s'"

Rows = models.QuerySet[Any]


@dataclass(frozen=True)
class Due:
    """One record whose time has come. It says which, never whose."""

    kind: str
    key: Any
    name: str
    since: datetime


class Kind(Protocol):
    @property
    def slug(self) -> str: ...

    def due(self) -> Iterator[Due]: ...

    def remove(self, key: Any) -> bool: ...


def _delete(row: Any) -> None:
    row.delete()


def _nothing_more(row: Any) -> None:
    """Most records hang on nothing that someone else may be changing."""


@dataclass(frozen=True)
class Records:
    """Rows of one table. `expired` brings each with the moment since which its time runs."""

    slug: str
    expired: Callable[[], Rows]
    forget: Callable[[Any], object] = _delete
    lock: Callable[[Any], None] = _nothing_more

    def due(self) -> Iterator[Due]:
        for row in self.expired():
            yield Due(self.slug, row.pk, name_of(row), row.since)

    def remove(self, key: Any) -> bool:
        """Remove one in a transaction of its own. False: someone else did, or its time has been put off."""
        with transaction.atomic():
            be_patient()
            row = self.expired().filter(pk=key).first()
            if row is None:
                return False
            self.lock(row)
            row = self.expired().filter(pk=key).select_for_update(of=("self",)).first()
            if row is not None:
                self.forget(row)
        return row is not None


def be_patient() -> None:
    with connection.cursor() as cursor:
        cursor.execute(PATIENCE)
    frozen.wait_longer(connection.connection, SECONDS + 5)


def name_of(row: Any) -> str:
    """Return what a record may be called where anybody may read it: its reference or its number."""
    if isinstance(row, Received):
        return row.reference
    about = getattr(row, "reference", "")
    return f"{row._meta.verbose_name} {'' if row._meta.model_name == 'session' else row.pk} {about}".strip()


def about_row(row: models.Model) -> models.QuerySet[LogEntry]:
    """What the admin's log says about one row."""
    return LogEntry.objects.filter(content_type=ContentType.objects.get_for_model(row), object_id=str(row.pk))


def forget_received(row: Received) -> Counter[str]:
    """Remove what came in, the messages about it and the log of what staff did. Return how many of each went."""
    gone = Counter(
        {
            "mails": OutgoingMail.objects.filter(reference=row.reference).delete()[0],
            "log": about_row(row).delete()[0],
            "drafts": Draft.objects.filter(reference=row.reference).delete()[0],
            str(row._meta.verbose_name): 1,
        }
    )
    row.delete()
    return gone
