"""The journey of someone who writes a message: its questions in order, and what is stored when it is sent."""

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
from coprod.journeys.steps import SHOWN, Step
from networks.models import ConsentStatement, Enquiry, Network
from networks.receiving import receive_enquiry
from networks.writing import forms

CONTACT = ConsentStatement.Purpose.CONTACT


class Message(Journey):
    name = "message"
    send_words = _("Send my message")
    steps: ClassVar = [
        Step("message", forms.MessageForm, _("Your message")),
        Step("name", forms.NameForm, _("Name")),
        Step("reach", forms.ReachForm, _("Ways to answer you"), template="networks/message/reach.html"),
    ]

    def __init__(self, request: HttpRequest, network: Network | None = None) -> None:
        self.network = network
        super().__init__(request, about=network.slug if network else "")

    # ---- where its pages are

    def address(self, page: str) -> str:
        name, about = ("contact_network", [self.network.slug]) if self.network else ("contact", [])
        return reverse(name, args=about) if page == "start" else reverse(f"{name}_step", args=[*about, page])

    def done_address(self, key: UUID) -> str:
        if self.network:
            return reverse("contact_network_done", args=[self.network.slug, key])
        return reverse("contact_done", args=[key])

    @property
    def call_me_back(self) -> str:
        return reverse("call_me_back", args=[self.network.slug]) if self.network else reverse("contact_call_me_back")

    @property
    def heading(self) -> Words:
        if self.network:
            return gettext("Write to the %(network)s") % {"network": self.network}
        return gettext("Contact us")

    # ---- what is agreed to, and what is stored

    def statement_in(self, numbers: Iterable[int]) -> ConsentStatement:
        """The words of this number, or, for a page that is opened for the first time, the newest."""
        shown = [self._statements[number] for number in numbers if number in self._statements]
        return shown[0] if shown else self._newest

    @property
    def agreed_to(self) -> ConsentStatement:
        """The words that the last question showed: the page of answers shows them once more."""
        return self.statement_in(int(number) for number in self.said_all("reach", SHOWN))

    @cached_property
    def _statements(self) -> dict[int, ConsentStatement]:
        return ConsentStatement.objects.filter(purpose=CONTACT).in_bulk()

    @cached_property
    def _newest(self) -> ConsentStatement:
        return ConsentStatement.current(CONTACT)

    def was_stored(self, key: UUID) -> bool:
        return Enquiry.objects.filter(key=key, network=self.network, kind=Enquiry.Kind.MESSAGE).exists()

    def store(self, draft: Draft, *, looks_automatic: bool) -> str:
        answers: dict[str, Any] = {}
        for step in self.asked():
            answers |= self.cleaned(step.slug)
        enquiry = receive_enquiry(
            kind=Enquiry.Kind.MESSAGE,
            network=self.network,
            answers=answers,
            agreed={self.agreed_to: True},
            key=draft.key,
            looks_automatic=looks_automatic,
        )
        return enquiry.reference
