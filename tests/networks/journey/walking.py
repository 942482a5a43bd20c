"""Walking through the form as a browser does: each page is opened, and what it carries is sent with the answer."""

import re
from typing import Any

from django.test import Client

from networks.models import Network
from tests.walking import Answers, Walker

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


class Walk(Walker):
    """One person in one browser who joins one network."""

    def __init__(self, network: Network, client: Client | None = None) -> None:
        self.network = network
        super().__init__(f"/networks/{network.slug}/join/", client)

    def walk(self, answers: Answers, until: str = "check", start: str = "who") -> Any:
        """Answer whatever is asked. Return the page at which it stops."""
        return self.walk_from(start, answers, until)

    def join(self, answers: Answers | None = None, **changes: dict[str, Any]) -> Any:
        return self.send(self.walk({**(answers or MYSELF), **changes}))

    def reference(self, done: Any) -> str:
        """Open the page that someone was sent to, and read the reference there."""
        page = self.client.get(done["Location"])
        assert page.status_code == 200
        found = re.search(r'class="reference">([^<]+)<', page.content.decode())
        assert found
        return found[1]
