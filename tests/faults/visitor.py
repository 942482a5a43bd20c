"""People who use the site over HTTP, each with their own browser and address: the one place that knows the journey."""

import html
import http.client
import re
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

JOIN, JOIN_ANOTHER = "/networks/research/join/", "/networks/walking/join/"
PATIENCE = 30.0  # seconds that a browser waits
HIDDEN = re.compile(r'<input type="hidden" name="([^"]+)"(?: value="([^"]*)")?')
REFERENCE = re.compile(r'class="reference">([^<]+)<')


class Unanswered(Exception):
    """Nobody can tell whether the site got it: the connection broke, or the answer took too long."""


class Refused(Exception):
    """The site did not take the connection."""


@dataclass(frozen=True)
class Answer:
    status: int
    headers: Mapping[str, str]
    body: str
    seconds: float

    @property
    def location(self) -> str:
        return self.headers.get("location", "")

    @property
    def is_thanks(self) -> bool:
        return self.status == 302 and "/done/" in self.location

    def hidden(self) -> dict[str, str]:
        """What the form in the page carries without showing it."""
        return {name: html.unescape(value) for name, value in HIDDEN.findall(self.body)}


@dataclass(eq=False)
class Visitor:
    """Someone with a browser. `opened` is the page in front of them."""

    port: int
    number: int
    email: str = ""
    cookies: dict[str, str] = field(default_factory=dict)
    opened: Answer | None = None
    started: float = 0.0
    path: str = ""

    @property
    def name(self) -> str:
        return f"Visitor {self.number} Siân O’Connor-Llŷr 张伟 “😀” <b> & co"

    @property
    def words(self) -> str:
        return f"Dear all,\n\nthis is {self.name}. {'What I want to say is long. ' * 20}\n\tBye \u2019"

    @property
    def address(self) -> str:
        return f"10.{self.number >> 16 & 255}.{self.number >> 8 & 255}.{self.number & 255}"

    # ---- the browser

    def get(self, path: str) -> Answer:
        return self._ask("GET", path, b"")

    def post(self, path: str, fields: Mapping[str, Any]) -> Answer:
        return self._ask("POST", path, urlencode(fields, doseq=True).encode())

    def send_and_hang_up(self, path: str, fields: Mapping[str, Any]) -> None:
        """Lose the connection before the answer comes."""
        connection = self._connection()
        body = urlencode(fields, doseq=True).encode()
        connection.request("POST", path, body, self._headers("POST"))
        connection.close()

    def _connection(self) -> http.client.HTTPConnection:
        return http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)

    def _headers(self, method: str) -> dict[str, str]:
        headers = {"X-Forwarded-For": self.address, "Connection": "close"}
        if self.cookies:
            headers["Cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        if method == "POST":
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        return headers

    def _ask(self, method: str, path: str, body: bytes) -> Answer:
        start = time.monotonic()
        connection = self._connection()
        try:
            connection.connect()
        except OSError as problem:
            raise Refused(str(problem)) from problem
        try:
            connection.request(method, path, body or None, self._headers(method))
            got = connection.getresponse()
            text = got.read().decode()
        except (OSError, http.client.HTTPException) as problem:
            raise Unanswered(type(problem).__name__) from problem
        finally:
            connection.close()
        for name, value in got.getheaders():
            if name.lower() == "set-cookie":
                cookie, _, rest = value.partition("=")
                self.cookies[cookie] = rest.partition(";")[0]
        headers = {name.lower(): value for name, value in got.getheaders()}
        return Answer(got.status, headers, text, time.monotonic() - start)

    # ---- the journeys

    def answers(self) -> dict[str, dict[str, Any]]:
        """What they say to each question of any journey."""
        ways = ["email", "phone"] if self.email else ["phone"]
        reach = {"reach_by": ways, "email": self.email, "phone": "01632 960001"}
        return {
            "who": {"for_whom": "myself"},
            "describes": {"skip": "yes"},
            "name": {"name": self.name},
            "reach": reach,
            "where": {"skip": "yes"},
            "support": {"skip": "yes"},
            "consent": {"agree_join": "on", "agree_piece": "on"},
            "message": {"message": self.words},
            "piece": {"piece": self.words},
            "title": {"title": "A walk"},
            "by-line": {"name": self.name},
            "picture": {},
        }

    def walk(self, journey: str = JOIN, until: str = "check") -> Answer:
        """Answer one question after the other, and stop at a page that is open and not answered yet."""
        self.begin(journey)
        return self.walk_on(until)

    def walk_on(self, until: str = "check") -> Answer:
        for _step in range(20):
            self.opened = self.get(self.path)
            self.started = self.started or time.monotonic()
            assert self.opened.status == 200, (self.path, self.opened.status, self.opened.location)
            if self.step == until:
                return self.opened
            answered = self.continue_with(self.answers()[self.step])
            assert answered.status == 302, (self.path, answered.status)
            self.path = answered.location
        raise AssertionError("the journey does not end")

    def begin(self, journey: str) -> None:
        self.started = 0.0
        first = re.search(rf'href="({journey}[\w-]+/)"', self.get(journey).body)
        assert first, f"{journey} leads to no question"
        self.path = first[1]

    def hurry(self) -> Answer:
        """Join with the fewest questions, each answered from the first page: seven requests in place of many."""
        self.walk(until="who")
        for slug in ("who", "name", "reach", "consent"):
            self.path = f"{JOIN}{slug}/"
            answered = self.continue_with(self.answers()[slug])
            assert answered.status == 302, (slug, answered.status)
        self.path = f"{JOIN}check/"
        self.opened = self.get(self.path)
        assert self.opened.status == 200, self.opened.status
        return self.opened

    @property
    def step(self) -> str:
        return self.path.partition("?")[0].rstrip("/").rpartition("/")[2]

    def continue_with(self, answers: Mapping[str, Any]) -> Answer:
        """Press the button of the page that is open. It may be pressed again."""
        assert self.opened is not None
        return self.post(self.path, {**self.opened.hidden(), **answers})

    def send(self) -> Answer:
        """Press the last button, as often as one likes."""
        self.take_ones_time()
        return self.continue_with({})

    def take_ones_time(self) -> None:
        """Nobody fills in a form in three seconds: who does is taken for a robot and gets no mail."""
        time.sleep(max(0.0, self.started + 3.2 - time.monotonic()))

    def join(self, journey: str = JOIN) -> Answer:
        self.walk(journey)
        return self.send()

    def reference_at(self, location: str) -> str:
        page = self.get(location)
        found = REFERENCE.search(page.body)
        assert page.status == 200, page.status
        assert found
        return found[1]
