"""The messages about what came in. They say that something came, never what: no name, text or link of the sender's."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.contrib.auth.models import User
from django.urls import reverse
from django.utils.translation import gettext as _

from coprod import outbox
from coprod.accounts.emails import addresses_of
from coprod.models import Organisation, OutgoingMail
from networks.journey import afterwards
from networks.models import AccessLink, Enquiry, Network, Person, SignUp

TO_THE_PERSON = ("sign_up_received", "message_received", "address_changed")
ABOUT_LINKS = ("details_link_asked", "details_link_sent", "details_link_of_helper", "details_link_not_found")
NOT_ME_FOR = timedelta(days=30)  # people read their mail late
MOST_RECORDS = 10  # in one e-mail with links


def sign_up_received(sign_up: SignUp) -> None:
    """Tell the person what happens next, if they chose e-mail."""
    next_steps = afterwards.next_steps(sign_up, to_helper=_goes_to_helper(sign_up.person))
    _answer("sign_up_received", sign_up, next_steps=next_steps)


def told_by_mail(sign_up: SignUp) -> str:
    """Say who gets that message, “person” or “helper”, or nothing where none has gone out."""
    gone = OutgoingMail.objects.filter(event="sign_up_received", reference=sign_up.reference, failed_at=None)
    if not gone.exists():
        return ""
    return "helper" if _goes_to_helper(sign_up.person) else "person"


def message_received(enquiry: Enquiry) -> None:
    """Tell the person that we have their message, if they chose e-mail."""
    _answer("message_received", enquiry)


def someone_joined(sign_up: SignUp) -> None:
    """Tell the network's facilitators that someone wants to join."""
    _tell_staff("someone_joined", sign_up.network, sign_up.reference)


def someone_wrote(enquiry: Enquiry) -> None:
    """Tell the network's facilitators, or the organisation, that a message or a wish to be called came in."""
    asked_for_a_call = enquiry.kind == Enquiry.Kind.CALL_BACK
    _tell_staff("call_requested" if asked_for_a_call else "someone_wrote", enquiry.network, enquiry.reference)


def details_changed(person: Person, network: Network | None = None) -> None:
    """Tell those who look after this person's networks, or after the one, that the record changed."""
    for row in _one_for_each_network(person):
        if network is None or row.network == network:
            _tell_staff("details_changed", row.network, row.reference)


def not_me_said(person: Person) -> None:
    """Tell staff that what came in under this person's name was not sent by the owner of the address."""
    for row in _one_for_each_network(person):
        _tell_staff("not_me_said", row.network, row.reference)


def address_changed(person: Person, old_address: str) -> None:
    """Tell the old address that it is not used any more, in case someone else changed it."""
    row = next(_newest_first(person), None)
    reference = row.reference if row else ""
    context = {"organisation": Organisation.current()}
    # Not one of the few that a typed address gets in an hour: a link that went there was opened.
    outbox.queue(event="address_changed", recipient=old_address, context=context, reference=reference)


def details_link_asked(address: str) -> None:
    """Leave it to the worker to look who this is: the page answers the same, and as fast, for every address."""
    outbox.queue_unwritten(event="details_link_asked", recipient=address, subject=_("A link to your details"))


@outbox.writes("details_link_asked")
def details_link_sent(address: str) -> None:
    """Send a link for each record that has this address. To a helper's and to any other, say what we know of it."""
    records = [_with_link(person) for person in Person.objects.with_address(address)[:MOST_RECORDS]]
    helped = [row for person in Person.objects.helped_from(address)[:MOST_RECORDS] for row in _newest_first(person)]
    references = {record["reference"] for record in records} or {row.reference for row in helped}
    otherwise = "details_link_of_helper" if helped else "details_link_not_found"
    outbox.queue(
        event="details_link_sent" if records else otherwise,
        recipient=address,
        context={
            "records": records,
            "helped": helped,
            "organisation": Organisation.current(),
            "ask": _page("your_details"),
        },
        reference=references.pop() if len(references) == 1 else "",
        is_unverified=True,
    )


def sent_to(person: Person) -> "list[OutgoingMail]":
    """What we wrote to this person, newest first."""
    about_them = OutgoingMail.objects.filter(
        event__in=TO_THE_PERSON, reference__in=[row.reference for row in _newest_first(person)]
    )
    links = OutgoingMail.objects.filter(event__in=ABOUT_LINKS, recipient__iexact=person.email or "-")
    return list((about_them | links).defer("text", "html"))


def forget_waiting(person: Person, *, address: str = "") -> None:
    """Take back what has not been sent to this person yet. What is on its way at this moment cannot be."""
    waiting = OutgoingMail.objects.waiting().filter(
        event__in=TO_THE_PERSON, reference__in=[row.reference for row in _newest_first(person)]
    )
    if address:
        waiting = waiting.filter(recipient__iexact=address)
    free = waiting.select_for_update(skip_locked=True).values_list("pk", flat=True)
    OutgoingMail.objects.filter(pk__in=list(free)).delete()


def _answer(event: str, row: SignUp | Enquiry, **more: Any) -> None:
    person = row.person
    if not person.mail_address:
        return
    token = AccessLink.make(person, AccessLink.Purpose.NOT_ME, lifetime=NOT_ME_FOR, sent_to=person.mail_address)
    context = {
        "network": row.network,
        "organisation": Organisation.current(),
        "to_helper": _goes_to_helper(person),
        "your_details": _page("your_details"),
        "not_me": _page("not_me", token),
        **more,
    }
    outbox.queue(
        event=event, recipient=person.mail_address, context=context, reference=row.reference, is_unverified=True
    )


def _goes_to_helper(person: Person) -> bool:
    return person.mail_address != person.email


def _with_link(person: Person) -> dict[str, Any]:
    row = next(_newest_first(person), None)
    link = _page("your_details_link", AccessLink.make(person, AccessLink.Purpose.DETAILS))
    return {"link": link, "row": row, "reference": row.reference if row else ""}


def _newest_first(person: Person) -> Iterator[SignUp | Enquiry]:
    rows = [*person.sign_ups.select_related("network"), *person.enquiries.select_related("network")]
    yield from sorted(rows, key=lambda row: row.received_at, reverse=True)


def _one_for_each_network(person: Person) -> list[SignUp | Enquiry]:
    newest_last = reversed(list(_newest_first(person)))
    return list({row.network_id: row for row in newest_last}.values())


def _page(name: str, *args: str) -> str:
    return settings.SITE_URL + reverse(name, args=args)


def _tell_staff(event: str, network: Network | None, reference: str) -> None:
    organisation = Organisation.current()
    context = {"network": network, "organisation": organisation, "link": _page("admin:index")}
    facilitators = network.facilitators.filter(is_active=True) if network else User.objects.none()
    for address in addresses_of(facilitators, organisation):
        outbox.queue(event=event, recipient=address, context=context, reference=reference)
