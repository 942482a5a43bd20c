"""A journey: a declared list of questions, what one person has answered of them so far, and where they go next.

An app makes a subclass with its steps and addresses and with what to store, and thin views that hand it to
`coprod.journeys.pages`. One object lives as long as one request.
"""

from collections.abc import Sequence
from functools import cached_property
from typing import Any, ClassVar
from uuid import UUID

from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from coprod import guards
from coprod.forms import Words
from coprod.journeys import browser
from coprod.journeys.found import Found
from coprod.journeys.models import Draft, Kept
from coprod.journeys.steps import SHOWN, Step, StepForm, as_posted

TRAP = "website"  # the name of the box for robots


class Journey:
    """Subclasses name the journey and its steps, say where its pages are, and store what is sent."""

    name: ClassVar[str]
    steps: ClassVar[Sequence[Step]]
    send_words: Words = _("Send my answers")

    def __init__(self, request: HttpRequest, about: str = "") -> None:
        self.request = request
        self.about = about
        self.found = Found(request, self.name, about, self.was_stored)

    # ---- what an app says about its journey

    @property
    def heading(self) -> Words:
        """What someone is doing: “Join the Research Network”."""
        raise NotImplementedError

    @property
    def call_me_back(self) -> str:
        """The address of “Ask us to call you”, if there is one."""
        return ""

    @property
    def knows_its_length(self) -> bool:
        """Whether the answers so far tell about how many questions there are."""
        return True

    def address(self, page: str) -> str:
        """Return the address of “start”, of a step by its slug, of “check” and of “delete”."""
        raise NotImplementedError

    def done_address(self, key: UUID) -> str:
        raise NotImplementedError

    def was_stored(self, key: UUID) -> bool:
        """Say whether what this key sent is in the tables: the draft itself is forgotten after a day."""
        raise NotImplementedError

    def store(self, draft: Draft, *, looks_automatic: bool) -> str:
        """Store the answers and return their reference. Runs in the transaction in which the draft is emptied."""
        raise NotImplementedError

    def context(self) -> dict[str, Any]:
        """What the app's own templates ask for, beside the journey itself."""
        return {}

    # ---- what was answered

    @property
    def draft(self) -> Draft | None:
        return self.found.draft

    @cached_property
    def answers(self) -> dict[str, Kept]:
        return dict(self.draft.answers) if self.draft else {}

    def said(self, slug: str, field: str) -> str:
        """Return what was typed or chosen, or an empty text."""
        return next(iter(self.said_all(slug, field)), "")

    def said_all(self, slug: str, field: str) -> list[str]:
        return self.answers.get(slug, {}).get(field, [])

    def cleaned(self, slug: str) -> dict[str, Any]:
        """What one step was answered with, as its form understands it. Empty when it is not asked or not answered."""
        step = self.step_called(slug)
        form = self.kept_form(step)
        return dict(form.cleaned_data) if step.applies(self) and form.is_valid() else {}

    # ---- the steps

    def asked(self) -> list[Step]:
        """The steps that these answers make necessary, in order."""
        return [step for step in self.steps if step.applies(self)]

    def step_called(self, slug: str) -> Step:
        for step in self.steps:
            if step.slug == slug:
                return step
        raise Http404

    def shown_form(self, step: Step) -> StepForm:
        """The form as it is opened, filled in with what was answered."""
        kept = self.answers.get(step.slug, {})
        form = step.form(journey=self, shown=_numbers(kept))
        form.show(kept)
        return form

    def posted_form(self, step: Step) -> StepForm:
        if step.can_skip and "skip" in self.request.POST:
            return step.form(QueryDict(mutable=True), journey=self)
        return step.form(self.request.POST, self.request.FILES, journey=self, shown=self.found.ticket.shown)

    def kept_form(self, step: Step) -> StepForm:
        """The form bound to what was kept, to be checked again in the light of the other answers."""
        kept = self.answers.get(step.slug, {})
        return step.form(as_posted(kept), journey=self, shown=_numbers(kept))

    def first_missing(self, before: Step | None = None) -> Step | None:
        """The first step without an answer that we need, of all or of those before this one."""
        for step in self.asked():
            if step is before:
                return None
            if not self.kept_form(step).is_valid():
                return step
        return None

    def after(self, step: Step, *, changing: bool) -> str:
        """Return where someone goes who has answered this step: on, or back to the page of answers they came from."""
        missing = self.first_missing(None if changing else step)
        if missing is not None:
            return self.asking_for(missing, changing=changing)
        asked = self.asked()
        if changing:
            return self.row(step)
        rest = asked[asked.index(step) + 1 :] if step in asked else []
        return self.address(rest[0].slug if rest else "check")

    def row(self, step: Step) -> str:
        """Return where this answer stands on the page of answers."""
        return f"{self.address('check')}#row-{step.slug}"

    def progress(self, step: Step) -> str:
        """Say how far this question is. Later answers may ask for more or fewer."""
        asked = self.asked()
        if step not in asked:
            return ""
        numbers = {"number": asked.index(step) + 1, "total": len(asked)}
        if not self.knows_its_length:
            return gettext("Question %(number)s") % numbers
        return gettext("Question %(number)s of about %(total)s") % numbers

    def asking_for(self, missing: Step, *, changing: bool = False) -> str:
        return f"{self.address(missing.slug)}?why=missing{'&change=yes' if changing else ''}"

    def before(self, step: Step) -> str:
        """Return where “Back” goes."""
        asked = self.asked()
        place = asked.index(step) if step in asked else 0
        return self.address(asked[place - 1].slug if place else "start")

    def before_check(self) -> str:
        return self.address(self.asked()[-1].slug)

    # ---- addresses that the templates ask for

    @property
    def start_address(self) -> str:
        return self.address("start")

    @property
    def first_address(self) -> str:
        return self.address(self.steps[0].slug)

    @property
    def delete_address(self) -> str:
        return self.address("delete")

    @property
    def carry_on(self) -> str:
        """Where someone goes who has answered some questions: the first one without an answer, or all of them."""
        for step in self.asked():
            if step.slug not in self.answers:
                return self.address(step.slug)
        return self.address("check")

    # ---- keeping and sending

    @property
    def is_sent(self) -> bool:
        return self.found.is_sent

    def keep(self, step: Step, form: StepForm) -> None:
        """Keep a valid form."""
        kept = form.kept()
        if form.shown:
            kept[SHOWN] = [str(number) for number in form.shown]
        self.found.keep(step.slug, kept, is_trapped=bool(self.request.POST.get(TRAP)))
        self.__dict__.pop("answers", None)

    def keep_part(self, step: Step, form: StepForm) -> None:
        """Keep what is good in a form that is not complete and that a browser does not send twice: a file."""

    def send_once(self) -> bool:
        """Store the answers, all or nothing. A second press finds them stored. Say False when they are not there."""
        looks_automatic = self._looks_automatic()
        with transaction.atomic():
            draft = self.found.locked()
            self.__dict__.pop("answers", None)  # what another tab has changed meanwhile
            if draft is None or (not draft.is_sent and self.first_missing() is not None):
                return False
            if not draft.is_sent:
                draft.mark_sent(self.store(draft, looks_automatic=looks_automatic))
        return True

    def forget(self) -> None:
        """Delete what this browser has not sent."""
        self.found.forget()
        self.__dict__.pop("answers", None)

    def signed_ticket(self, form: StepForm | None = None) -> str:
        """What the page carries: whose answers these are, since when, and the words that it shows."""
        return self.found.ticket_for_page(form.shown if form else ())

    def remember(self, response: HttpResponse) -> HttpResponse:
        """Give the browser the cookie by which it finds its answers again."""
        if self.draft is not None:
            browser.remember(response, self.found.token)
        return response

    def _looks_automatic(self) -> bool:
        draft = self.draft
        if draft is None or draft.is_sent or draft.entered_by_id:
            return False
        ticket = guards.Ticket(draft.key, draft.started_at.timestamp())
        return guards.looks_automatic(self.request, ticket=ticket, trap="filled" if draft.looks_automatic else "")


def _numbers(kept: Kept) -> tuple[int, ...]:
    return tuple(int(number) for number in kept.get(SHOWN, []))
