"""What we ask of people who want to be called, and the words for each answer that is missing."""

from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from coprod.forms import GuardedForm, LineField, PhoneField, PlainForm
from coprod.guards import Ticket
from networks.models import ConsentStatement, Network

CONTACT = ConsentStatement.Purpose.CONTACT


class CallBackForm(GuardedForm):
    """One small group of questions on one page, for someone who does not want to fill in a form.

    It shows a consent statement, and its ticket holds the version: what was shown is what is stored.
    """

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

    def __init__(self, data: QueryDict | None = None, *, network: Network | None = None) -> None:
        super().__init__(data, about=network.slug if network else "")
        self.network = network
        self.statement = self._statement_shown()
        self.carry(Ticket(self.ticket.key, self.ticket.opened_at, (self.statement.pk,), self.ticket.is_genuine))

    def _statement_shown(self) -> ConsentStatement:
        shown = ConsentStatement.objects.filter(pk__in=self.ticket.shown, purpose=CONTACT).first()
        return shown or ConsentStatement.current(CONTACT)

    def agreed(self) -> dict[ConsentStatement, bool]:
        """Asking for a call is a yes to being called."""
        return {self.statement: True}


class NearForm(PlainForm):
    """Where the groups near someone are asked for. What is typed is read where it is sent to, and not kept."""

    postcode = LineField(
        label=_("Postcode or town"),
        missing=_("Type a postcode or a town."),
        longest=100,
        autocomplete="postal-code",
        help_text=_("For example LL57, CF or Swansea. We do not keep it."),
    )
