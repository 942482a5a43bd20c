"""Which draft a request is about, found by the browser's cookie or by the page that was sent, and changes to it.

A page carries the key of its draft in a signed ticket (coprod/guards.py). So a page that was left open is never taken
for another person's answers, and is heard even if the browser has lost its cookie.
"""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.http import HttpRequest
from django.utils import timezone

from coprod.guards import Ticket
from coprod.journeys import browser
from coprod.journeys.models import Draft, DraftQuerySet, Kept, a_day_from_now
from coprod.tokens import digest


class Found:
    def __init__(self, request: HttpRequest, journey: str, about: str, was_stored: Callable[[UUID], bool]) -> None:
        self.request = request
        self.journey = journey
        self.about = about
        self.salt = f"coprod.journeys:{journey}:{about}"
        self.token = browser.token_of(request)
        self.ticket = self._ticket()
        self.is_sent = False
        self.draft = self._draft(was_stored)

    # ---- looking

    @property
    def is_of_another_page(self) -> bool:
        """Whether the page that was sent was about answers that are gone, and this browser has begun anew since."""
        return self._page_has_key and self.draft is not None and self.draft.key != self.ticket.key

    @property
    def has_expired(self) -> bool:
        return bool(self.token) and self._mine().expired().exists()

    @property
    def _page_has_key(self) -> bool:
        return self.request.method == "POST" and self.ticket.is_genuine

    def _ticket(self) -> Ticket:
        if self.request.method != "POST":
            return Ticket()
        return Ticket.read(self.request.POST.get("token", ""), self.salt)

    def _mine(self) -> DraftQuerySet:
        return Draft.objects.of(digest(self.token), self.journey, self.about)

    def _draft(self, was_stored: Callable[[UUID], bool]) -> Draft | None:
        drafts: Any = Draft.objects.none()
        if self._page_has_key:
            of_page = self._of_page()
            self.is_sent = of_page.is_sent if of_page else was_stored(self.ticket.key)
            if of_page or self.is_sent:
                return of_page
            drafts = self._mine().alive().not_sent()
        elif self.token:
            drafts = self._mine().alive()
        newest = drafts.order_by("reference", "-expires_at").first() if self.token else None
        if newest is None or not self._may_use(newest):
            return None
        self.is_sent = newest.is_sent
        return newest

    def _of_page(self) -> Draft | None:
        found = Draft.objects.alive().filter(key=self.ticket.key, journey=self.journey, about=self.about).first()
        return found if found and self._may_use(found) else None

    def _may_use(self, draft: Draft) -> bool:
        # What staff are entering is theirs: not for whoever sits at the computer after they have signed out.
        return draft.entered_by_id is None or draft.entered_by_id == self.request.user.pk

    # ---- changing

    def keep(self, slug: str, kept: Kept, *, is_trapped: bool) -> None:
        """Keep what one step was answered with. Two tabs that answer two questions at once are both heard."""
        try:
            with transaction.atomic():
                self._keep(slug, kept, is_trapped=is_trapped)
        except IntegrityError:
            # A double click on the first question: the other half has just made the draft.
            self.draft = self._of_page()
            with transaction.atomic():
                self._keep(slug, kept, is_trapped=is_trapped)

    def _keep(self, slug: str, kept: Kept, *, is_trapped: bool) -> None:
        draft = self.locked() or self._new()
        if draft.is_sent:
            return
        self.token = self.token or browser.token_for(draft.key)
        draft.browser = digest(self.token)
        draft.answers[slug] = kept
        draft.expires_at = a_day_from_now()
        draft.looks_automatic = draft.looks_automatic or (is_trapped and draft.entered_by_id is None)
        draft.save()
        self.draft = draft

    def locked(self) -> Draft | None:
        """Read the draft again, and let nobody else change it until the transaction ends."""
        if self.draft is not None:
            self.draft = Draft.objects.select_for_update(of=["self"]).filter(pk=self.draft.pk).first()
        return self.draft

    def _new(self) -> Draft:
        self.is_sent = False
        Draft.objects.expired().filter(key=self.ticket.key).delete()
        if self.token:
            self._mine().expired().delete()
        started_at = min(datetime.fromtimestamp(self.ticket.opened_at, tz=UTC), timezone.now())
        return Draft(
            key=self.ticket.key,
            journey=self.journey,
            about=self.about,
            started_at=started_at,
            looks_automatic=not self.ticket.is_genuine,
        )

    def begin(self, *, route: str, entered_by: Any) -> None:
        """Start anew for staff who enter what someone told them, in place of what they had not sent."""
        self.ticket = Ticket()
        self.token = self.token or browser.token_for(self.ticket.key)
        self._mine().not_sent().delete()
        self.draft = self._new()
        self.draft.browser = digest(self.token)
        self.draft.route, self.draft.entered_by = route, entered_by
        self.draft.save()

    def forget(self) -> None:
        if self.draft is not None and not self.draft.is_sent:
            self.draft.delete()
        self.draft = None

    def ticket_for_page(self, shown: tuple[int, ...]) -> str:
        if self.draft is not None and not self.draft.is_sent:
            ticket = Ticket(self.draft.key, self.draft.started_at.timestamp(), shown)
        elif self._page_has_key:
            ticket = Ticket(self.ticket.key, self.ticket.opened_at, shown)
        else:
            ticket = Ticket(shown=shown)
        return ticket.signed(self.salt)
