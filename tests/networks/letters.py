"""What a person would send through each form. A test names only the answer that it is about."""

from typing import Any

from django.test import Client

from networks.models import Network
from tests.reading import token_of

Answers = dict[str, Any]

MESSAGE: Answers = {
    "message": "When do you meet?",
    "name": "Ann Lee",
    "reach_by": ["email"],
    "email": "ann@example.org",
}
CALL: Answers = {"name": "Ann Lee", "phone": "01632 960001"}


def page_of(network: Network, form: str) -> str:
    return f"/networks/{network.slug}/{form}/"


def forms_of(network: Network) -> dict[str, Answers]:
    """Every form through which someone writes or asks for a call, with answers that are fine."""
    return {"/contact/": MESSAGE, page_of(network, "contact"): MESSAGE, **calls_of(network)}


def calls_of(network: Network) -> dict[str, Answers]:
    """The forms of one page."""
    return {"/contact/call-me-back/": CALL, page_of(network, "call-me-back"): CALL}


def send(client: Client, address: str, answers: Answers, /, **changes: Any) -> Any:
    """Open the form and send it, as a browser would: one page, or one question after the other."""
    if address.endswith("/contact/"):
        return write(client, address, answers, **changes)
    return client.post(address, {"token": token_of(client.get(address)), **answers, **changes})


def write(client: Client, start: str, answers: Answers, /, **changes: Any) -> Any:
    """Answer each question, and send the message. Return the last answer: the way to the reference, or a mistake."""
    client.post(f"{start}delete/")  # what was begun and not sent: this is another message
    answered = begin(client, start, answers, **changes)
    if answered.status_code != 302:
        return answered
    return client.post(f"{start}check/", {"token": token_of(client.get(f"{start}check/"))})


def begin(client: Client, start: str, answers: Answers, /, **changes: Any) -> Any:
    """Answer each question of a message. Return what leads to the page of answers, or a mistake."""
    page = f"{start}message/"
    for _page in range(5):
        answered = client.post(page, {"token": token_of(client.get(page)), **answers, **changes})
        if answered.status_code != 302 or answered["Location"] == f"{start}check/":
            return answered
        page = answered["Location"]
    raise AssertionError("the form does not end")
