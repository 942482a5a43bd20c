"""The messages about what came in. They say that something came, never what: no name, text or link of the sender's."""

from collections.abc import Iterator

from django.conf import settings
from django.contrib.auth import get_user_model
from django.urls import reverse

from coprod import outbox
from coprod.models import Organisation
from networks.models import Enquiry, Network, Person, SignUp


def sign_up_received(sign_up: SignUp) -> None:
    """Tell the person what happens next, if they chose e-mail."""
    _answer("sign_up_received", sign_up)


def message_received(enquiry: Enquiry) -> None:
    """Tell the person that we have their message, if they chose e-mail."""
    _answer("message_received", enquiry)


def someone_joined(sign_up: SignUp) -> None:
    """Tell the network's facilitators that someone wants to join."""
    _tell_staff("someone_joined", sign_up)


def someone_wrote(enquiry: Enquiry) -> None:
    """Tell the network's facilitators, or the organisation, that a message or a wish to be called came in."""
    asked_for_a_call = enquiry.kind == Enquiry.Kind.CALL_BACK
    _tell_staff("call_requested" if asked_for_a_call else "someone_wrote", enquiry)


def _answer(event: str, row: SignUp | Enquiry) -> None:
    if Person.ReachBy.EMAIL not in row.person.reach_by:
        return
    context = {"network": row.network, "organisation": Organisation.current()}
    outbox.queue(event=event, recipient=row.person.email, context=context, reference=row.reference, is_unverified=True)


def _tell_staff(event: str, row: SignUp | Enquiry) -> None:
    organisation = Organisation.current()
    context = {
        "network": row.network,
        "organisation": organisation,
        "link": settings.SITE_URL + reverse("admin:index"),
    }
    for address in _staff_addresses(row.network, organisation):
        outbox.queue(event=event, recipient=address, context=context, reference=row.reference)


def _staff_addresses(network: Network | None, organisation: Organisation) -> Iterator[str]:
    """The network's facilitators. Without any, the organisation; without its address, the administrators."""
    with_mail = get_user_model().objects.filter(is_active=True).exclude(email="")
    addresses = set(with_mail.filter(networks=network).values_list("email", flat=True)) if network else set()
    if not addresses and organisation.email:
        addresses = {organisation.email}
    if not addresses:
        addresses = set(with_mail.filter(is_superuser=True).values_list("email", flat=True))
    yield from sorted(addresses)
