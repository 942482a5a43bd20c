"""What we ask of people who join, write or want to be called, and the words for each answer that is missing."""

from typing import Any, ClassVar

from django.http import QueryDict
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from coprod.forms import ChoiceField, ChoicesField, EmailField, GuardedForm, LineField, PhoneField, TextField, TickField
from coprod.guards import Ticket
from networks.models import ConsentStatement, Group, Network, Person, Region

Purpose = ConsentStatement.Purpose
ReachBy = Person.ReachBy
MYSELF, HELPING = "myself", "helping"
NO_GROUP, NOT_SAID = "no-group", "not-said"


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


class JoinForm(ConsentForm):
    purposes = (Purpose.JOIN, Purpose.HEALTH)

    for_whom = ChoiceField(
        label=_("Who is this for?"),
        choices=[(MYSELF, _("For myself")), (HELPING, _("I am helping someone else to join"))],
        missing=_("Choose who this is for"),
    )
    helper_name = LineField(label=_("Your own name"), longest=300)
    helper_relationship = LineField(
        label=_("How do you know the person?"), longest=200, spellcheck=True, help_text=_("For example “I am her son”.")
    )
    said_yes = ChoiceField(
        label=_("Has the person said yes to joining?"),
        choices=Person.SaidYes.choices,
        help_text=_("We always speak with the person as well."),
    )
    describes = ChoicesField(
        label=_("Which of these is true? (optional)"),
        choices=Person.Describes.choices,
        help_text=_("More than one may be true. You do not have to say."),
    )
    name = LineField(
        label=_("Full name"),
        missing=_("Enter your name"),
        longest=300,
        autocomplete="name",
        help_text=_("So that we know what to call you."),
    )
    reach_by = ChoicesField(
        label=_("How can we reach you?"),
        choices=ReachBy.choices,
        missing=_("Choose how we can reach you"),
        help_text=_("Choose one or more. You do not need e-mail."),
    )
    email = EmailField(label=_("E-mail address"), help_text=_("Only if you chose e-mail."))
    phone = PhoneField(label=_("Phone number"), help_text=_("Only if you chose phone or text message."))
    address = TextField(
        label=_("Postal address"), longest=1000, rows=4, help_text=_("Only if you chose post. Please add the postcode.")
    )
    region = ChoiceField(
        label=_("Which part of the country do you live in? (optional)"),
        choices=[*Region.choices, (NOT_SAID, _("I prefer not to say"))],
    )
    place = LineField(label=_("Town or area (optional)"), longest=200, autocomplete="address-level2")
    support = TextField(
        label=_("What helps you take part? (optional)"),
        longest=5000,
        rows=5,
        help_text=_("For example large print, a phone call the day before, or someone with you."),
    )
    agree_join = TickField(missing=_("Tick the box to say that we may keep your answers and contact you"))
    agree_health = TickField()

    def __init__(self, data: QueryDict | None = None, *, network: Network) -> None:
        super().__init__(data, network=network)
        for purpose, statement in self.statements.items():
            self.fields[f"agree_{purpose}"].label = statement.text
        self.groups = {str(group.pk): group for group in network.groups.filter(is_listed=True)}
        if self.groups:
            self.fields["group"] = _group_field(self.groups)

    def clean_region(self) -> str:
        region: str = self.cleaned_data["region"]
        return "" if region == NOT_SAID else region

    def clean_group(self) -> Group | None:
        return self.groups.get(self.cleaned_data["group"])

    def clean(self) -> dict[str, Any]:
        if self.cleaned_data.get("for_whom") == HELPING:
            self.must_have("helper_name", _("Enter your own name"))
            self.must_have("helper_relationship", _("Tell us how you know the person"))
            self.must_have("said_yes", _("Tell us if the person has said yes"))
        else:
            self.cleaned_data["said_yes"] = ""
        _must_have_what_was_chosen(self)
        if self._tells_of_health():
            self.must_have("agree_health", _("Tick the box about your health, or take out what you told us about it"))
        return self.cleaned_data

    def _tells_of_health(self) -> bool:
        answers = self.cleaned_data
        return bool(answers.get("support")) or Person.Describes.LIVING_WITH_DEMENTIA in answers.get("describes", [])


def _must_have_what_was_chosen(form: GuardedForm) -> None:
    chosen = set(form.cleaned_data.get("reach_by", []))
    if ReachBy.EMAIL in chosen:
        form.must_have("email", _("Enter your e-mail address"))
    if chosen & {ReachBy.PHONE, ReachBy.TEXT}:
        form.must_have("phone", _("Enter your phone number"))
    if ReachBy.POST in chosen:
        form.must_have("address", _("Enter your postal address"))


def _group_field(groups: dict[str, Group]) -> ChoiceField:
    regions: dict[str, list[tuple[str, str]]] = {}
    for key, group in groups.items():
        label = gettext("%(group)s (full now)") % {"group": group} if group.is_full else str(group)
        regions.setdefault(group.get_region_display(), []).append((key, label))
    return ChoiceField(
        label=_("Would you like to join a local group? (optional)"),
        choices=[(NO_GROUP, _("No group, or I am not sure")), *regions.items()],
        help_text=_("You can join the network without a group."),
    )
