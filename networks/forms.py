"""What we ask of people who write or want to be called, and the words for each answer that is missing."""

from typing import Any, ClassVar

from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from coprod.forms import ChoicesField, EmailField, GuardedForm, LineField, PhoneField, TextField
from coprod.guards import Ticket
from networks.models import ConsentStatement, Network, Person

Purpose = ConsentStatement.Purpose
ReachBy = Person.ReachBy


class ConsentForm(GuardedForm):
    """A form that shows consent statements. Its ticket holds their versions: what was shown is what is stored."""

    purposes: ClassVar[tuple[str, ...]] = (Purpose.CONTACT,)

    def __init__(self, data: QueryDict | None = None, *, network: Network | None = None) -> None:
        super().__init__(data, about=network.slug if network else "")
        self.network = network
        self.statements = self._statements_shown()
        shown = tuple(statement.pk for statement in self.statements.values())
        self.carry(Ticket(self.ticket.key, self.ticket.opened_at, shown, self.ticket.is_genuine))

    def _statements_shown(self) -> dict[str, ConsentStatement]:
        statements = ConsentStatement.objects
        if self.ticket.shown:
            return {row.purpose: row for row in statements.filter(pk__in=self.ticket.shown)}
        return {row.purpose: row for row in statements.current(*self.purposes)}

    def agreed(self) -> dict[ConsentStatement, bool]:
        """What the person was shown, and whether they said yes. Sending a message is a yes to being answered."""
        return {row: bool(self.cleaned_data.get(f"agree_{purpose}", True)) for purpose, row in self.statements.items()}


class MessageForm(ConsentForm):
    message = TextField(label=_("Your message"), missing=_("Write your message"), longest=10_000, rows=8)
    name = LineField(
        label=_("Your full name"),
        missing=_("Enter your name"),
        longest=300,
        autocomplete="name",
        help_text=_("So that we know what to call you."),
    )
    reach_by = ChoicesField(
        label=_("How can we answer you?"),
        choices=[(ReachBy.EMAIL, ReachBy.EMAIL.label), (ReachBy.PHONE, ReachBy.PHONE.label)],
        missing=_("Choose how we can answer you"),
    )
    email = EmailField(label=_("E-mail address"), help_text=_("Only if you chose e-mail."))
    phone = PhoneField(label=_("Phone number"), help_text=_("Only if you chose phone."))

    def clean(self) -> dict[str, Any]:
        _must_have_what_was_chosen(self)
        return self.cleaned_data


class CallBackForm(ConsentForm):
    name = LineField(
        label=_("Your full name"),
        missing=_("Enter your name"),
        longest=300,
        autocomplete="name",
        help_text=_("So that we know who to ask for."),
    )
    phone = PhoneField(label=_("Your phone number"), missing=_("Enter your phone number"))
    best_time = LineField(
        label=_("Best time to call (optional)"),
        longest=200,
        spellcheck=True,
        help_text=_("For example “Tuesday morning”."),
    )


def _must_have_what_was_chosen(form: GuardedForm) -> None:
    chosen = set(form.cleaned_data.get("reach_by", []))
    if ReachBy.EMAIL in chosen:
        form.must_have("email", _("Enter your e-mail address"))
    if chosen & {ReachBy.PHONE, ReachBy.TEXT}:
        form.must_have("phone", _("Enter your phone number"))
    if ReachBy.POST in chosen:
        form.must_have("address", _("Enter your postal address"))
