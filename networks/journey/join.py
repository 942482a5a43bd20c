"""The journey of someone who joins a network: its questions in order, and what is stored when it is sent."""

from collections.abc import Iterable
from functools import cached_property
from typing import Any, ClassVar
from uuid import UUID

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from coprod.forms import Words
from coprod.journeys.journey import Journey
from coprod.journeys.models import Draft
from coprod.journeys.steps import Step, StepForm
from networks.journey import agreeing, people, places, reaching
from networks.models import Consent, ConsentStatement, Group, Network, Person, SignUp
from networks.receiving import receive_sign_up

Question = Network.Question
REFUSED = {Person.SaidYes.NOT_YET, Person.SaidYes.NOT_POSSIBLE}


def helping(journey: "Join") -> bool:
    return journey.is_helping


def health(question: Question) -> Any:
    """Asked only when the person themselves has said yes: otherwise we ask them, not their helper."""
    return lambda journey: journey.asks(question) and journey.has_said_yes


class Join(Journey):
    name = "join"
    steps: ClassVar = [
        Step("who", people.WhoForm, _("Who this is for")),
        Step("helper", people.HelperForm, _("Your name"), helping),
        Step("said-yes", people.SaidYesForm, _("Has the person said yes?"), helping),
        Step("describes", people.DescribesForm, _("What is true for you"), health(Question.DESCRIBES), can_skip=True),
        Step("name", people.NameForm, _("Name")),
        Step("reach", reaching.ReachForm, _("Ways to reach you"), template="networks/join/reach.html"),
        Step(
            "where", places.WhereForm, _("Where you live"), lambda journey: journey.asks(Question.WHERE), can_skip=True
        ),
        Step(
            "group",
            places.GroupForm,
            _("Local group"),
            lambda journey: journey.offers_groups,
            can_skip=True,
            template="networks/join/group.html",
        ),
        Step("full", places.FullGroupForm, _("Because the group is full"), lambda journey: journey.chose_full_group),
        Step("support", places.SupportForm, _("What helps you take part"), health(Question.SUPPORT), can_skip=True),
        Step(
            "consent",
            agreeing.ConsentForm,
            _("Joining"),
            lambda journey: journey.has_said_yes,
            template="networks/join/consent.html",
        ),
    ]

    def __init__(self, request: HttpRequest, network: Network) -> None:
        self.network = network
        super().__init__(request, about=network.slug)

    # ---- where its pages are

    def address(self, page: str) -> str:
        if page == "start":
            return reverse("join", args=[self.network.slug])
        return reverse("join_step", args=[self.network.slug, page])

    def done_address(self, key: UUID) -> str:
        return reverse("join_done", args=[self.network.slug, key])

    @property
    def call_me_back(self) -> str:
        return reverse("call_me_back", args=[self.network.slug])

    @property
    def heading(self) -> Words:
        if self.network.is_open:
            return gettext("Join the %(network)s") % {"network": self.network}
        return gettext("Hear when the %(network)s opens") % {"network": self.network}

    # ---- what the questions ask of one another

    def asked(self) -> list[Step]:
        """For a helper the name comes before all that is about the person: the questions then speak of them by it."""
        asked = super().asked()
        if self.is_helping:
            name = self.step_called("name")
            asked.remove(name)
            asked.insert(asked.index(self.step_called("helper")) + 1, name)
        return asked

    @property
    def knows_its_length(self) -> bool:
        return bool(self.said("who", "for_whom"))

    @property
    def is_helping(self) -> bool:
        return self.said("who", "for_whom") == people.HELPING

    @property
    def person_name(self) -> str:
        return self.said("name", "name").strip() or gettext("the person")

    @property
    def helper_name(self) -> str:
        return self.said("helper", "helper_name").strip()

    @property
    def has_said_yes(self) -> bool:
        return not self.is_helping or self.said("said-yes", "said_yes") not in REFUSED

    @property
    def told_of_health(self) -> list[Words]:
        """The answers that say something about the person's health: they are asked if we may keep these."""
        told: list[Words] = []
        if Person.Describes.LIVING_WITH_DEMENTIA in self.cleaned("describes").get("describes", []):
            told.append(people.lives_with_dementia(is_helping=self.is_helping))
        if support := self.cleaned("support").get("support"):
            told.append(support)
        return told

    @property
    def region(self) -> str:
        return self.said("where", "region")

    # ---- the group that someone chose before they began

    @cached_property
    def wanted_group(self) -> Group | None:
        """The group whose own link led here: the start and the first question have it in their address."""
        return self.group_called(self.request.GET.get("group", "")) if self.asks(Question.GROUP) else None

    @property
    def first_address(self) -> str:
        wanted = f"?group={self.wanted_group.pk}" if self.wanted_group else ""
        return f"{super().first_address}{wanted}"

    def keep(self, step: Step, form: StepForm) -> None:
        super().keep(step, form)
        if step is self.steps[0] and self.wanted_group:
            self.found.keep("group", {"group": [str(self.wanted_group.pk)]}, is_trapped=False)

    def asks(self, question: Question) -> bool:
        """Whether this network asks it. One that is closed asks only who someone is and how to reach them."""
        return self.network.is_open and question not in self.network.questions_off

    @cached_property
    def groups(self) -> list[Group]:
        return list(self.network.groups.filter(is_listed=True).defer("search"))

    @property
    def offers_groups(self) -> bool:
        return self.asks(Question.GROUP) and bool(self.groups)

    def group_called(self, key: str) -> Group | None:
        return next((group for group in self.groups if str(group.pk) == key), None)

    @property
    def chosen_group(self) -> Group | None:
        return self.group_called(self.said("group", "group")) if self.offers_groups else None

    @property
    def chose_full_group(self) -> bool:
        return self.chosen_group is not None and self.chosen_group.is_full

    def statements_in(self, numbers: Iterable[int]) -> list[ConsentStatement]:
        return [statement for number, statement in self._statements.items() if number in set(numbers)]

    @cached_property
    def _statements(self) -> dict[int, ConsentStatement]:
        return ConsentStatement.objects.in_bulk()

    # ---- what is stored

    @property
    def is_waiting(self) -> bool:
        """Whether there is no place now, and the person asked to be told when there is."""
        return not self.network.is_open or self.cleaned("full").get("instead") == places.TELL_ME

    def group_to_join(self) -> Group | None:
        if not self.chose_full_group:
            return self.chosen_group
        instead = self.cleaned("full").get("instead", "")
        return self.chosen_group if instead == places.TELL_ME else self.group_called(instead)

    def agreed(self) -> dict[ConsentStatement, bool]:
        step = self.step_called("consent")
        form = self.kept_form(step)
        if not step.applies(self) or not form.is_valid() or not isinstance(form, agreeing.ConsentForm):
            return {}
        return form.agreed()

    def to_store(self) -> dict[str, Any]:
        """All answers, without what the person does not want us to keep about their health."""
        answers: dict[str, Any] = {}
        for step in self.asked():
            answers |= self.cleaned(step.slug)
        if answers.get("agree_health") == agreeing.NO:
            of_health = Person.Describes.LIVING_WITH_DEMENTIA
            kept = [value for value in answers.get("describes", []) if value != of_health]
            answers |= {"support": "", "describes": kept}
        return {**answers, "group": self.group_to_join()}

    def was_stored(self, key: UUID) -> bool:
        return SignUp.objects.filter(key=key, network=self.network).exists()

    def store(self, draft: Draft, *, looks_automatic: bool) -> str:
        sign_up = receive_sign_up(
            network=self.network,
            answers=self.to_store(),
            agreed=self.agreed(),
            key=draft.key,
            looks_automatic=looks_automatic,
            status=SignUp.Status.WAITING if self.is_waiting else SignUp.Status.NEW,
            route=Consent.Route(draft.route),
            entered_by=draft.entered_by,
        )
        return sign_up.reference
