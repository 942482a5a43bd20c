"""Walking through the form as a browser does: each page is opened, and what it carries is sent with the answer."""

import re
from typing import Any

from django.test import Client

from networks.models import Network
from tests.reading import errors_in, token_of

Answers = dict[str, dict[str, Any]]

MYSELF: Answers = {
    "who": {"for_whom": "myself"},
    "describes": {"skip": "yes"},
    "name": {"name": "Ann Lee"},
    "reach": {"reach_by": ["phone"], "phone": "01632 960001"},
    "where": {"skip": "yes"},
    "group": {"skip": "yes"},
    "support": {"skip": "yes"},
    "consent": {"agree_join": "on"},
}
HELPING: Answers = {
    **MYSELF,
    "who": {"for_whom": "helping"},
    "helper": {
        "helper_name": "Bo Lee",
        "helper_relationship": "I am her son",
        "helper_email": "bo@example.org",
        "helper_phone": "",
    },
    "said-yes": {"said_yes": "talked"},
}


class Walk:
    """One person in one browser who joins one network."""

    def __init__(self, network: Network, client: Client | None = None) -> None:
        self.network = network
        self.client = client or Client()

    def address(self, page: str = "") -> str:
        return f"/networks/{self.network.slug}/join/" + (f"{page}/" if page else "")

    def open(self, page: str = "", query: str = "") -> Any:
        return self.client.get(self.address(page) + query)

    def post(self, page: str, answers: dict[str, Any], opened: Any = None, query: str = "") -> Any:
        """Send an answer from a page that was opened just now, or earlier."""
        opened = opened or self.open(page, query)
        return self.client.post(self.address(page) + query, {"token": token_of(opened), **answers})

    def walk(self, answers: Answers, until: str = "check", start: str = "who") -> Any:
        """Answer whatever is asked, one page after the other. Return the page at which it stops."""
        page = self.address(start)
        for _step in range(20):
            opened = self.client.get(page)
            assert opened.status_code == 200, (page, opened.status_code, opened.headers.get("Location"))
            slug = page.rstrip("/").rsplit("/", 1)[1]
            if slug == until:
                return opened
            answered = self.post(slug, answers[slug], opened)
            assert answered.status_code == 302, (slug, errors_in(answered))
            page = answered["Location"].split("?")[0]
        raise AssertionError("the form does not end")

    def send(self, opened: Any = None) -> Any:
        return self.post("check", {}, opened)

    def join(self, answers: Answers | None = None, **changes: dict[str, Any]) -> Any:
        return self.send(self.walk({**(answers or MYSELF), **changes}))

    def reference(self, done: Any) -> str:
        """Open the page that someone was sent to, and read the reference there."""
        page = self.client.get(done["Location"])
        assert page.status_code == 200
        found = re.search(r'class="reference">([^<]+)<', page.content.decode())
        assert found
        return found[1]
