"""The messages about a preview: the link, to the guest, and to staff that an answer came. Never what it says."""

from django.conf import settings
from django.urls import reverse

from blog.models import GuestAnswer, PreviewLink
from coprod import outbox
from coprod.models import Organisation, OutgoingMail


def preview_link_made(link: PreviewLink, address: str, *, recipient: str) -> OutgoingMail:
    """Send the guest their link. The outbox takes it out of the message once that has gone."""
    context = {"organisation": Organisation.current(), "link": link, "address": address}
    return outbox.queue(event="preview_link_made", recipient=recipient, context=context, is_unverified=True)


def guest_answered(answer: GuestAnswer) -> None:
    """Tell who made the link. Without their address, the organisation."""
    organisation = Organisation.current()
    maker = answer.link.created_by if answer.link else None
    recipient = maker.email if maker and maker.is_active and maker.email else organisation.email
    if recipient:
        context = {"organisation": organisation, "link": settings.SITE_URL + reverse("admin:index")}
        outbox.queue(event="guest_answered", recipient=recipient, context=context, reference=answer.reference)
