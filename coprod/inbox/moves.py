"""Moving one record on: who has it, how far it is, and a note. Each step is written down, and can be taken back."""

from typing import Any

from django.contrib import messages
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from coprod.forms import readable
from coprod.received import Received

UNDO = "inbox-undo"  # in the session: the last step of this person, so that a wrong click can be taken back
MINE, TAKE_BACK = "mine", "undo"
FROM_A_LIST = (MINE, TAKE_BACK)
TO, NOTE, SHOWN = "to", "note", "shown"  # what the buttons of a record send: the step, a note, what the page showed
ONWARDS = {"answer", "asks"}  # buttons that save a record and lead to another page
LONGEST_NOTE = 2000
CHANGED_MEANWHILE = gettext_lazy(
    "Someone changed this while you had it open. It says now: “%(now)s”. Save again to keep yours."
)

Place = list[Any]  # how far a record is and who has it, as a session keeps it


def write_down(request: HttpRequest, row: models.Model, words: str) -> None:
    """Note in the admin's log who changed what. A reference or a number stands for the person, never a name."""
    user: Any = request.user  # of the staff: the admin let them in
    LogEntry.objects.create(
        user=user,
        content_type=ContentType.objects.get_for_model(row),
        object_id=str(row.pk),
        object_repr=row.reference if isinstance(row, Received) else f"{row._meta.verbose_name} {row.pk}",
        action_flag=CHANGE,
        change_message=words,
    )


def typed_note(request: HttpRequest) -> str:
    return readable(request.POST.get(NOTE, "")).strip()[:LONGEST_NOTE]


def place_of(row: Received) -> str:
    """How far a record is and who has it, as a page sends it back."""
    return f"{row.status}:{row.assignee_id or ''}"


def tell(request: HttpRequest, said: str, *, is_kept: bool = False) -> None:
    if said:
        messages.success(request, said)
    elif is_kept:
        messages.success(request, _("What you entered is kept."))
    else:
        messages.warning(request, _("Nothing had to change."))


def move(request: HttpRequest, row: Received, to: str, note: str = "") -> str:
    """Do what was asked with a row that is locked, and return what to tell the person who asked."""
    before: Place = [row.status, row.assignee_id]
    after = _asked_for(request, row, to)
    said = _in_words(request, row, before, after)
    if said:
        row.move(status=after[0], assignee_id=after[1])
    if said or note:
        parts = [_("Taken back.") if to == TAKE_BACK else "", *said, _("Note: %s") % note if note else ""]
        write_down(request, row, " ".join(filter(None, parts)))
    if to == TAKE_BACK:
        request.session.pop(UNDO, None)
    elif said:
        request.session[UNDO] = {**_named(row), "reference": row.reference, "before": before, "after": after}
    return " ".join([f"{row.reference}:", *said]) if said else ""


def last_step(request: HttpRequest, row: Received) -> dict[str, Any] | None:
    """Return this person's last step if it is the last one of this row too: nobody's later work is undone by it."""
    last: dict[str, Any] = request.session.get(UNDO) or {}
    here = {**_named(row), "after": [row.status, row.assignee_id]}
    return last if here.items() <= last.items() else None


def _named(row: Received) -> dict[str, Any]:
    return {"model": row._meta.model_name, "pk": row.pk}


def _asked_for(request: HttpRequest, row: Received, to: str) -> Place:
    if to == MINE:
        return [row.status, request.user.pk]
    if to == TAKE_BACK:
        last = last_step(request, row)
        return list(last["before"]) if last else [row.status, row.assignee_id]
    return [to if to in row.STEPS else row.status, row.assignee_id]


def _in_words(request: HttpRequest, row: Received, before: Place, after: Place) -> list[str]:
    said, names = [], row.status_names()
    if before[0] != after[0]:
        labels = {"old": names[before[0]], "new": names[after[0]]}
        said.append(_("%(old)s, now %(new)s.") % labels)
    if before[1] != after[1]:
        who = {"who": request.user.get_username(), "before": holder(row)}
        mine = _("%(before)s had it, %(who)s has it now.") if holder(row) else _("%(who)s has it now.")
        words = {request.user.pk: mine % who, None: _("Nobody has it now.")}
        said.append(words.get(after[1]) or _("The person before has it again."))
    return said


def holder(row: Received) -> str:
    """The name of whoever has it, or nothing for nobody."""
    return row.assignee.get_username() if row.assignee else ""
