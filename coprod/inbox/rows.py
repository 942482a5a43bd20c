"""Everything that came in, as one list: sign-ups, messages, call-backs, guest pieces and readers' responses.

Each table is asked for no more rows than the page needs, by its own index, and PostgreSQL puts them in one order.
"""

from collections.abc import Iterator
from dataclasses import dataclass, fields
from datetime import datetime, timedelta
from typing import Any

from django.contrib.auth.models import AbstractUser, AnonymousUser
from django.db.models import Case, CharField, F, Q, QuerySet, Value, When
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from blog.models import GuestAnswer, Response, Submission
from coprod.inbox import ages, close
from coprod.inbox.filters import ALL, STATUSES, Filters
from coprod.inbox.search import has_name, has_number, spoken_reference
from coprod.models import OutgoingMail
from coprod.names import without_marks
from coprod.received import Received
from networks.models import Enquiry, SignUp

Rows = QuerySet[Any]
User = AbstractUser | AnonymousUser
SORTS = {
    "sign-up": _("Sign-up"),
    "message": _("Message"),
    "call-back": _("Call-back"),
    "guest-piece": _("Guest piece"),
    "response": _("Response"),
    "guest-answer": _("Answer from a guest"),
}
OF_THE_BLOG = {"submission", "guestanswer", "response"}  # these belong to no network
OF_A_PERSON = ["person__phone", "person__helper_phone"]
NUMBERS: dict[Any, list[str]] = {SignUp: OF_A_PERSON, Enquiry: OF_A_PERSON, Submission: ["phone"]}
REASONS: dict[str, str | Promise] = {
    "asked": _("They asked for a call"),
    "undeliverable": _("Our e-mail did not arrive"),
    "no-address": _("They gave no e-mail address"),
    "late": _("They have waited for more than two working days"),
}


@dataclass(frozen=True)
class Row:
    """One line of the inbox."""

    model: str
    row: int
    sort: str
    reference: str
    sender: str
    network_name: str
    status: str
    assignee_id: int | None
    assignee_name: str
    received_at: datetime
    looks_automatic: bool
    reason: str

    @property
    def is_new(self) -> bool:
        return self.status == Received.Status.NEW

    @property
    def is_reported(self) -> bool:
        return self.status == Response.Status.REPORTED

    @property
    def sort_in_words(self) -> str | Promise:
        return SORTS[self.sort]

    @property
    def sender_in_words(self) -> str:
        return without_marks(self.sender)

    @property
    def address(self) -> str:
        app = "blog" if self.model in OF_THE_BLOG else "networks"
        return reverse(f"admin:{app}_{self.model}_change", args=[self.row])

    @property
    def status_in_words(self) -> str | Promise:
        return STATUS_WORDS[self.status]

    @property
    def reason_in_words(self) -> str | Promise:
        return REASONS.get(self.reason, "")

    @property
    def is_late(self) -> bool:
        return ages.is_late(self.received_at)

    @property
    def wait(self) -> str:
        return ages.wait_in_words(self.received_at)


STATUS_WORDS = dict(STATUSES)
COLUMNS = [field.name for field in fields(Row)]


class Inbox:
    """The rows that someone may see and asked for. A Paginator cuts it into pages."""

    ordered = True

    def __init__(self, user: User, filters: Filters) -> None:
        self.sign = "" if filters.oldest_first else "-"
        self.tables = [_asked_for(rows, filters, user) for rows in _tables(user)]

    def count(self) -> int:
        return self._together([rows.order_by().values("row") for rows in self.tables]).count() if self.tables else 0

    def __getitem__(self, wanted: slice) -> list[Row]:
        if not self.tables or not wanted.stop:
            return []
        order = [f"{self.sign}received_at", f"{self.sign}reference"]
        found = self._together([rows.values(*COLUMNS).order_by(*order)[: wanted.stop] for rows in self.tables])
        return [Row(**values) for values in found.order_by(*order)[wanted]]

    @classmethod
    def close_to(cls, user: User, words: str) -> "Inbox":
        """What comes close to words that find nothing, among all that this person may see."""
        found = cls(user, Filters(status=ALL))
        found.tables = [rows.filter(pk__in=close.keys(rows, words, "sender")) for rows in found.tables]
        return found

    @staticmethod
    def _together(tables: list[Rows]) -> Rows:
        # One table is put together with nothing, so that it is ordered and cut in the same way as several.
        first, *others = tables
        return first.union(*others or [first.none()], all=True)


def _tables(user: User) -> Iterator[Rows]:
    """Each table that this person may look into, with the same columns from all."""
    yield from _of_networks(user)
    yield from _of_the_blog(user)


def _of_networks(user: User) -> Iterator[Rows]:
    # Nobody is called who asked us not to be in touch, unless they have asked for a call since.
    on_a_break = When(person__paused_until__gt=timezone.localdate(), then=_text(""))
    network = Coalesce(F("network__name"), _text(""), output_field=CharField())
    if user.has_perm("networks.view_signup"):
        no_address = When(person__email="", person__helper_email="", then=_text("no-address"))
        yield _with_columns(
            SignUp.objects.all().seen_by(user),
            on_a_break,
            no_address,
            model=_text("signup"),
            sort=_text("sign-up"),
            sender=F("person__name"),
            network_name=network,
        )
    if user.has_perm("networks.view_enquiry"):
        asked = When(kind=Enquiry.Kind.CALL_BACK, then=_text("asked"))
        yield _with_columns(
            Enquiry.objects.all().seen_by(user),
            asked,
            on_a_break,
            model=_text("enquiry"),
            sort=F("kind"),
            sender=F("person__name"),
            network_name=network,
        )


def _of_the_blog(user: User) -> Iterator[Rows]:
    if user.has_perm("blog.view_submission"):
        yield _with_columns(
            Submission.objects.kept(),
            model=_text("submission"),
            sort=_text("guest-piece"),
            sender=F("name"),
            network_name=_text(""),
        )
    if user.has_perm("blog.view_response"):
        yield _with_columns(
            Response.objects.all(),
            # Nobody can be called: a reader gives no number. The first reason that holds is the only one.
            When(pk__isnull=False, then=_text("")),
            model=_text("response"),
            sort=_text("response"),
            sender=F("name"),
            network_name=_text(""),
        )
    if user.has_perm("blog.view_guestanswer"):
        yield _with_columns(
            GuestAnswer.objects.all(),
            model=_text("guestanswer"),
            sort=_text("guest-answer"),
            sender=F("name"),
            network_name=_text(""),
        )


def _with_columns(rows: Rows, *reasons: When, **columns: Any) -> Rows:
    failed = OutgoingMail.objects.undeliverable().to_people().values("reference")
    reason = Case(
        When(~Q(status__in=rows.model.WAITS) | Q(looks_automatic=True), then=_text("")),
        *reasons,
        When(reference__in=failed, then=_text("undeliverable")),
        When(received_at__lt=ages.working_days_ago(ages.CALL_AFTER), then=_text("late")),
        default=_text(""),
        output_field=CharField(),
    )
    who = Coalesce(F("assignee__username"), _text(""), output_field=CharField())
    return rows.annotate(row=F("pk"), assignee_name=who, reason=reason, **columns)


def _asked_for(rows: Rows, filters: Filters, user: User) -> Rows:
    if filters.status == Received.Status.NEW:
        rows = rows.waiting()  # type: ignore[attr-defined]  # what is reported waits too
    elif filters.status != ALL:
        rows = rows.filter(status=filters.status)
    if filters.kind:
        rows = rows.filter(sort=filters.kind)
    if filters.who:
        own = {"me": Q(assignee=user.pk), "nobody": Q(assignee=None)}
        rows = rows.filter(own.get(filters.who) or Q(assignee_id=int(filters.who)))
    if filters.network is not None:
        rows = rows.filter(network=filters.network) if rows.model in {SignUp, Enquiry} else rows.none()
    if filters.longer_than:
        rows = rows.filter(received_at__lt=timezone.now() - timedelta(days=int(filters.longer_than)))
    if filters.call:
        rows = rows.exclude(reason="")
    if filters.robots:
        rows = rows.filter(looks_automatic=True)
    return rows.filter(_named(filters.words, NUMBERS.get(rows.model, []))) if filters.words else rows


def _named(words: str, numbers: list[str]) -> Q:
    """By reference, however it is read out, by name, or by phone number."""
    found = Q(reference__icontains=words) | has_name(words, "sender") | has_number(words, *numbers)
    spoken = spoken_reference(words)
    return found | Q(reference__iexact=spoken) if spoken else found


def _text(value: str) -> Value:
    return Value(value, output_field=CharField())
