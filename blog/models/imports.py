"""Old blogs that staff bring here by the page for it: the file, what would happen, what happened, and how far it is."""

from datetime import timedelta
from typing import Any, ClassVar

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.db import models, transaction
from django.db.models import Q
from django.db.models.functions import Now
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from coprod.renditions import new_stem

FOLDER = "imports"  # no page serves it: coprod/media.py knows the folders that it serves by name
MOST_TRIES = 3
SOON = timedelta(minutes=1)
BROKEN_OFF = _("This was broken off three times, so we stopped. Tell whoever looks after the server, then try again.")


def private_name(run: "ImportRun", name: str) -> str:
    """Nobody can guess it, and nothing of what the file was called at home stays in it."""
    return f"{FOLDER}/{new_stem()}.xml"


class ImportRunQuerySet(models.QuerySet["ImportRun"]):
    def to_do(self) -> "ImportRunQuerySet":
        """What the worker has to do: what waits, and what was broken off where nobody holds the lock of imports."""
        return self.filter(state__in=[*ImportRun.WAITS, *ImportRun.AT_WORK])

    def at_rest(self) -> "ImportRunQuerySet":
        """Those whose file and report the worker is not about to use."""
        return self.exclude(state__in=[*ImportRun.WAITS, *ImportRun.AT_WORK]).exclude(file="")

    def take(self) -> "ImportRun | None":
        """Begin with the one that waits longest. Only for whoever holds the lock of imports (alone.py)."""
        with transaction.atomic():
            for run in self.to_do().select_for_update(skip_locked=True, of=("self",)).order_by("pk"):
                if run.begin():
                    return run
        return None


class ImportRun(models.Model):
    """One file of an old blog: looked at first, then brought here when somebody says so."""

    class State(models.TextChoices):
        NEW = "new", _("Waiting to be looked at")
        LOOKING = "looking", _("Being looked at")
        LOOKED = "looked", _("Looked at: nothing came yet")
        WAITING = "waiting", _("Waiting to begin")
        RUNNING = "running", _("Coming here now")
        DONE = "done", _("It is here")
        FAILED = "failed", _("Did not work")
        THROWN_AWAY = "thrown-away", _("Thrown away")

    WAITS: ClassVar = (State.NEW, State.WAITING)
    AT_WORK: ClassVar = (State.LOOKING, State.RUNNING)
    BEGINS: ClassVar = {State.NEW: State.LOOKING, State.WAITING: State.RUNNING}
    ENDS: ClassVar = {State.LOOKING: State.LOOKED, State.RUNNING: State.DONE}
    OVER: ClassVar = (State.DONE, State.FAILED, State.THROWN_AWAY)

    file = models.FileField(_("file"), upload_to=private_name, blank=True)
    name = models.CharField(_("file"), max_length=200, help_text=_("As it was called where it came from."))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("who chose it"),
    )
    fetch_pictures = models.BooleanField(_("fetch the pictures from the old blog"), default=False)
    state = models.CharField(_("how far it is"), max_length=12, choices=State, default=State.NEW)
    created_at = models.DateTimeField(_("chosen"), db_default=Now())
    changed_at = models.DateTimeField(_("last step"), default=timezone.now)
    brought_at = models.DateTimeField(_("“Import now” was pressed"), null=True, blank=True)
    tries = models.PositiveSmallIntegerField(default=0)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    found = models.JSONField(default=dict, help_text=_("What was or would be done: counts, lists of lines, posts."))
    said = models.TextField(blank=True, help_text=_("The same as a text, to take away."))
    problem = models.CharField(max_length=500, blank=True)

    objects = ImportRunQuerySet.as_manager()

    class Meta:
        verbose_name = _("file of an old blog")
        verbose_name_plural = _("Move an old blog here")
        ordering: ClassVar = ["-pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(file="", state__in=["done", "failed", "thrown-away"]) | ~Q(file=""),
                name="import_waits_with_its_file",
                violation_error_message=_("Without its file, nothing can be looked at or brought here."),
            )
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("admin:blog_importrun_change", args=[self.pk])

    @property
    def is_at_work(self) -> bool:
        return self.state in self.WAITS or self.state in self.AT_WORK

    @property
    def is_trial(self) -> bool:
        """What it says now is what would happen."""
        return self.state in {self.State.NEW, self.State.LOOKING, self.State.LOOKED}

    @property
    def how_far(self) -> Any:
        if self.state in self.WAITS:
            return _("This waits for its turn.")
        if not self.total:
            return _("We are opening the file.")
        return _("%(done)s of %(total)s posts") % {"done": self.done, "total": self.total}

    @property
    def waits_long(self) -> bool:
        return self.state in self.WAITS and timezone.now() - self.changed_at > SOON

    @classmethod
    def of(cls, file: UploadedFile, *, fetch_pictures: bool, by: Any) -> "ImportRun":
        """Keep a file that somebody chose. The worker looks at it next."""
        return cls.objects.create(file=file, name=(file.name or "")[:200], fetch_pictures=fetch_pictures, by=by)

    def begin(self) -> bool:
        """Begin, or begin again what was broken off. False: that has been often enough."""
        if self.tries >= MOST_TRIES:
            self.fail(str(BROKEN_OFF))
            return False
        self.tries, self.done, self.total = self.tries + 1, 0, 0
        self._step(self.BEGINS.get(self.State(self.state), self.state), "tries", "done", "total")
        return True

    def finish(self, found: dict[str, Any], said: str) -> None:
        self.found, self.said = found, said
        self._step(self.ENDS[self.State(self.state)], "found", "said")

    def fail(self, why: str) -> None:
        self.problem = why[:500]
        self._step(self.State.FAILED, "problem")

    def _step(self, state: str, *fields: str) -> None:
        self.state, self.changed_at = state, timezone.now()
        self.save(update_fields=["state", "changed_at", *fields])

    def bring(self) -> bool:
        """Let the worker begin. False: somebody else has just done so, or thrown it away."""
        return self._move((self.State.LOOKED,), self.State.WAITING, tries=0, brought_at=timezone.now())

    def throw_away(self) -> bool:
        """Remove the file, and the lines about what was in it. False: the worker has just begun with it."""
        file, storage = self.file.name, self.file.storage
        to = self.state if self.state in self.OVER else self.State.THROWN_AWAY
        kept = {"counts": self.found.get("counts", [])}
        if self.state in self.AT_WORK or not self._move((self.state,), to, file="", found=kept, said=""):
            return False
        if file:
            transaction.on_commit(lambda: storage.delete(file))
        return True

    def _move(self, states: tuple[Any, ...], to: str, **columns: Any) -> bool:
        rows = type(self).objects.filter(pk=self.pk, state__in=states)
        return bool(rows.update(state=to, changed_at=timezone.now(), **columns))
