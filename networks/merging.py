"""Making two records of one person one. Nothing is lost: what was not chosen stays in a text that staff can read."""

from collections.abc import Iterable, Mapping

from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models import F, Func
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from coprod.models import StaffAccess
from networks.models import AccessLink, ConsentStatement, Person, SignUp
from networks.receiving import ABOUT_THE_PERSON

LATEST = ("confirmed_at", "paused_until", "not_me_at", "keep_until")
FURTHEST_FIRST = [*("joined", "contacted", "new", "waiting", "closed")]


def in_words(person: Person, field: str) -> str:
    """Return what a record says in one field, the way staff read it."""
    value = getattr(person, field)
    if isinstance(value, list):
        labels = dict(Person._meta.get_field(field).base_field.choices)  # type: ignore[union-attr]
        return ", ".join(str(labels.get(item, item)) for item in value)
    display = getattr(person, f"get_{field}_display", None)
    return str(display() if display and value else value)


def label(field: str) -> str:
    return str(Person._meta.get_field(field).verbose_name)  # type: ignore[union-attr]


def differing(kept: Person, other: Person) -> list[str]:
    return [field for field in ABOUT_THE_PERSON if getattr(kept, field) != getattr(other, field)]


@transaction.atomic
def merge(*, kept: Person, other: Person, from_other: Mapping[str, bool]) -> Person:
    """Move everything of the other record to the kept one. `from_other` says whose value each field takes."""
    locked = Person.objects.select_for_update().order_by("pk")
    first, second = (locked.get(pk=pk) for pk in sorted([kept.pk, other.pk]))  # in one order: two merges do not block
    kept, other = (first, second) if first.pk == kept.pk else (second, first)
    addresses = {kept.pk: kept.email, other.pk: other.email}
    notes = {field: _take(field, kept, other, from_other.get(field)) for field in differing(kept, other)}
    # What they said of their health stays where it is deleted when they take back their yes to it.
    about_health = [notes.pop(field) for field in Person.HEALTH if field in notes]
    kept.support = "\n".join(filter(None, [kept.support, *_dated(about_health)]))
    for field in LATEST:
        setattr(kept, field, max(filter(None, [getattr(kept, field), getattr(other, field)]), default=None))
    kept.refused_addresses = sorted({*kept.refused_addresses, *other.refused_addresses})
    kept.created_at = min(kept.created_at, other.created_at)
    kept.other_details = "\n".join(filter(None, [kept.other_details, other.other_details, *_dated(notes.values())]))
    kept.save()
    # Its owner may be somebody else by now: the link opened one record, and must not open all of both.
    left = [pk for pk, address in addresses.items() if address != kept.email]
    AccessLink.objects.filter(person__in=left, purpose=AccessLink.Purpose.DETAILS).revoke()
    _move(kept, other)
    _close_second_sign_ups(kept)
    last_word = kept.consents.filter(statement__purpose=ConsentStatement.Purpose.HEALTH).last()
    if last_word and not last_word.given:
        kept.forget_health()
    other.delete()
    return kept


def _take(field: str, kept: Person, other: Person, from_other: bool | None) -> str:
    """Give the kept record the value that was chosen, and return a line about the one that was not."""
    left = in_words(kept if from_other else other, field)
    if from_other:
        setattr(kept, field, getattr(other, field))
    return f"{label(field)}: {left}" if left else ""


def _dated(notes: Iterable[str]) -> list[str]:
    day = date_format(timezone.localdate(), "SHORT_DATE_FORMAT")
    said = [note for note in notes if note]
    return [_("From a second record, joined on %s:") % day, *said] if said else []


def _move(kept: Person, other: Person) -> None:
    for relation in Person._meta.related_objects:
        field = relation.field.name
        relation.related_model._base_manager.filter(**{field: other}).update(**{field: kept})
    of_other = LogEntry.objects.filter(content_type=ContentType.objects.get_for_model(Person), object_id=str(other.pk))
    of_other.update(object_id=str(kept.pk))
    # Whoever asks who looked at this record asks about both.
    looks = StaffAccess.objects.of_row(Person._meta.label_lower, other.pk)
    looks.update(rows=Func(F("rows"), kept.pk, function="array_append"))


def _close_second_sign_ups(kept: Person) -> None:
    """One sign-up a network stays: the one that is furthest. The others point to it."""
    stays: dict[int, SignUp] = {}
    rows = kept.sign_ups.filter(left_at=None).select_for_update().order_by("received_at", "pk")
    for row in sorted(rows, key=lambda row: FURTHEST_FIRST.index(row.status)):
        first = stays.setdefault(row.network_id, row)
        if first is row:
            continue
        if first.group_id is None and row.group_id is not None:
            first.group_id = row.group_id
            first.save(update_fields=["group", "updated_at"])
        told = _("The same person as %s.") % first.reference
        row.staff_notes = "\n".join(filter(None, [row.staff_notes, told]))
        row.status = SignUp.Status.CLOSED
        row.save(update_fields=["status", "staff_notes", "updated_at"])
