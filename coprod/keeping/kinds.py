"""Every kind of record that has a time to go, in the order in which they go: small things first, people last."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.contrib.sessions.models import Session
from django.core.files.storage import Storage
from django.db.models import F
from django.db.models.functions import Now
from django.utils import timezone

import blog.retention
import networks.retention
from blog.models.imports import FOLDER, ImportRun
from coprod.images import picture_fields
from coprod.keeping.records import Due, Kind, Records, Rows
from coprod.models import Draft, OutgoingMail, RetentionPeriod, StaffAccess
from coprod.renditions import row_name

ABOUT_PEOPLE = [
    *(("networks", name) for name in ("person", "signup", "enquiry", "consent", "change", "accesslink")),
    ("blog", "submission"),
    ("blog", "response"),
    ("blog", "guestanswer"),
]
A_DAY = timedelta(days=1)  # what a page that is stored at this moment gets, to name its file
past = RetentionPeriod.objects.past


def drafts() -> Rows:
    return Draft.objects.expired().annotate(since=F("expires_at")).order_by("since", "pk")


def sessions() -> Rows:
    return Session.objects.filter(expire_date__lt=Now()).annotate(since=F("expire_date")).order_by("since", "pk")


def mails() -> Rows:
    return past(OutgoingMail.objects.all(), "mails", "created_at")


def log() -> Rows:
    """What staff did with people's records. What they did with posts and networks stays."""
    found = [ContentType.objects.get_by_natural_key(app, model).pk for app, model in ABOUT_PEOPLE]
    return past(LogEntry.objects.filter(content_type__in=found), "log", "action_time")


def looks() -> Rows:
    return past(StaffAccess.objects.all(), "looks", "at")


@dataclass(frozen=True)
class Files:
    """Pictures and files to import that no row names: an upload that was broken off leaves one."""

    slug: str = "files"

    def due(self) -> Iterator[Due]:
        for (storage, folder), named in _named().items():
            if not storage.exists(folder):
                continue
            for file in sorted(storage.listdir(folder)[1]):
                name = f"{folder}/{file}"
                since = _modified(storage, name)
                if named.isdisjoint({name, row_name(name)}) and since is not None and timezone.now() - since > A_DAY:
                    yield Due(self.slug, name, name, since)

    def remove(self, key: str) -> bool:
        if not any(due.key == key for due in self.due()):
            return False
        next(picture_fields()).storage.delete(key)
        return True


def _named() -> dict[tuple[Storage, str], set[str]]:
    """The names that rows hold, by folder: more than one field may keep its pictures in the same."""
    named: dict[tuple[Storage, str], set[str]] = defaultdict(set)
    for field in picture_fields():
        rows = field.model._base_manager.exclude(**{field.name: ""})
        named[field.storage, str(field.upload_to)].update(rows.values_list(field.name, flat=True))
    exports: Any = ImportRun._meta.get_field("file")
    named[exports.storage, FOLDER].update(ImportRun.objects.exclude(file="").values_list("file", flat=True))
    return named


def named_files() -> set[str]:
    """Every file that a row names, whatever folder it lies in."""
    return set().union(*_named().values())


def _modified(storage: Storage, name: str) -> datetime | None:
    try:
        return storage.get_modified_time(name)
    except FileNotFoundError:  # someone has deleted it while we looked
        return None


KINDS: list[Kind] = [
    Records("drafts", drafts),
    Records("sessions", sessions),
    Records("mails", mails),
    Records("log", log),
    Records("looks", looks),
    *networks.retention.KINDS,
    *blog.retention.KINDS,
    Files(),
]
