"""People whom we hold something about, and the links that they are sent."""

import re
from io import StringIO
from typing import Any
from uuid import uuid4

from django.core import mail
from django.core.management import call_command
from django.test import Client

from networks.models import ConsentStatement, Enquiry, Network, SignUp
from networks.receiving import receive_enquiry, receive_sign_up
from tests.factories import make_network
from tests.networks.letters import send

ADDRESS = "ann@example.org"
LINK = re.compile(r"http://testserver(/your-details/(link|not-me)/[\w-]+/)")


def agreed(*purposes: str) -> dict[ConsentStatement, bool]:
    return {ConsentStatement.current(purpose): True for purpose in purposes}


def signed_up(network: Network | None = None, *, status: str = "new", **answers: Any) -> SignUp:
    """Someone who has joined a network, and chose e-mail."""
    return receive_sign_up(
        network=network or make_network(),
        answers={"name": "Ann Lee", "reach_by": ["email"], "email": ADDRESS, **answers},
        agreed=agreed("join", "health"),
        key=uuid4(),
        looks_automatic=False,
        status=status,
    )


def wrote(network: Network | None = None, **answers: Any) -> Enquiry:
    return receive_enquiry(
        kind=Enquiry.Kind.MESSAGE,
        network=network,
        answers={"name": "Ann Lee", "reach_by": ["email"], "email": ADDRESS, "message": "When?", **answers},
        agreed=agreed("contact"),
        key=uuid4(),
        looks_automatic=False,
    )


def mail_sent() -> list[Any]:
    """Let the worker send what waits. Return what has been sent since the last time."""
    mail.outbox.clear()
    call_command("deliver_mail", stdout=StringIO())
    return list(mail.outbox)


def ask(address: str = ADDRESS, client: Client | None = None) -> Any:
    return send(client or Client(), "/your-details/", {"email": address})


def links_in(text: str) -> list[str]:
    return [address for address, _kind in LINK.findall(text)]


def details_links(address: str = ADDRESS) -> list[str]:
    """Ask for a link, and read the mail."""
    mail_sent()
    ask(address)
    (message,) = mail_sent()
    return links_in(message.body)


def opened(address: str = ADDRESS) -> Client:
    """A browser in which someone has pressed the button behind their only link."""
    (link,) = details_links(address)
    client = Client()
    assert client.post(link)["Location"] == "/your-details/yours/"
    return client
