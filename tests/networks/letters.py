"""What a person would send through each form. A test names only the answer that it is about."""

import html
import re
from typing import Any

from django.test import Client

from networks.models import Network

Answers = dict[str, Any]

MESSAGE: Answers = {
    "message": "When do you meet?",
    "name": "Ann Lee",
    "reach_by": ["email"],
    "email": "ann@example.org",
}
CALL: Answers = {"name": "Ann Lee", "phone": "01632 960001"}
JOIN: Answers = {
    "for_whom": "myself",
    "name": "Ann Lee",
    "reach_by": ["email"],
    "email": "ann@example.org",
    "agree_join": "on",
}
HELPED: Answers = {
    **JOIN,
    "for_whom": "helping",
    "helper_name": "Bo Lee",
    "helper_relationship": "I am her son",
    "said_yes": "talked",
}


def page_of(network: Network, form: str) -> str:
    return f"/networks/{network.slug}/{form}/"


def forms_of(network: Network) -> dict[str, Answers]:
    """Every form of the site, with answers that are fine."""
    return {
        "/contact/": MESSAGE,
        page_of(network, "contact"): MESSAGE,
        page_of(network, "call-me-back"): CALL,
        page_of(network, "join"): JOIN,
    }


def token_of(page: Any) -> str:
    found = re.search(r'name="token" value="([^"]+)"', page.content.decode())
    assert found, "the page carries no ticket"
    return html.unescape(found[1])


def send(client: Client, address: str, answers: Answers, /, **changes: Any) -> Any:
    """Open the form and send it, as a browser would."""
    return client.post(address, {"token": token_of(client.get(address)), **answers, **changes})


def errors_in(page: Any) -> list[str]:
    """The lines of “There is a problem”, each of which must be a link to its field."""
    links = re.findall(r'<li><a href="#([^"]+)">(.*?)</a></li>', page.content.decode())
    for anchor, _words in links:
        assert f'id="{anchor}"' in page.content.decode(), f"nothing to jump to: {anchor}"
    return [html.unescape(words) for _anchor, words in links]
