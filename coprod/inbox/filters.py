"""What someone asked the inbox to show, as it stands in the page's address."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from blog.models import GuestAnswer, Response, Submission
from coprod.received import Received
from networks.models import Enquiry, SignUp

Choices = list[tuple[str, Any]]
KINDS: Choices = [
    ("sign-up", _("Sign-ups")),
    ("message", _("Messages")),
    ("call-back", _("Call-backs")),
    ("guest-piece", _("Guest pieces")),
    ("response", _("Responses")),
    ("guest-answer", _("Answers from guests")),
]
# What is called the same in several lists is one choice here.
STATUSES: Choices = list({**Received.status_names(), **Submission.status_names(), **Response.status_names()}.items())
OF_KIND: dict[str, type[Received]] = {
    "sign-up": SignUp,
    "message": Enquiry,
    "call-back": Enquiry,
    "guest-piece": Submission,
    "response": Response,
    "guest-answer": GuestAnswer,
}
ALL = "all"
WHO: Choices = [("me", _("I have it")), ("nobody", _("Nobody has it"))]
LONGER_THAN: Choices = [("2", _("2 days")), ("7", _("A week")), ("14", _("Two weeks")), ("30", _("A month"))]
LONGEST_NUMBER = 9  # digits of a row's number: what is longer names no row


def _one_of(choices: Choices, value: str | None) -> str:
    return value if value and value in dict(choices) else ""


def _number(value: str | None) -> int | None:
    return int(value) if value and value.isascii() and value.isdigit() and len(value) <= LONGEST_NUMBER else None


def offered_to(user: Any) -> dict[str, Any]:
    """The filters that can find something for this person: by the kinds of record that they may look at."""
    rights = {kind: f"{model._meta.app_label}.view_{model._meta.model_name}" for kind, model in OF_KIND.items()}
    kinds = [(kind, words) for kind, words in KINDS if user.has_perm(rights[kind])]
    names = {name for kind, _words in kinds for name in OF_KIND[kind].status_names()}
    return {
        "kinds": kinds,
        "statuses": [pair for pair in STATUSES if pair[0] in names],
        "may_call": any(OF_KIND[kind] is not Response for kind, _words in kinds),  # a reader gives no number
    }


@dataclass(frozen=True)
class Filters:
    words: str = ""
    kind: str = ""
    status: str = Received.Status.NEW
    who: str = ""
    network: int | None = None
    longer_than: str = ""
    call: bool = False
    robots: bool = False
    order: str = ""

    @classmethod
    def read(cls, query: QueryDict) -> "Filters":
        """Read the address. What it does not know there it leaves out, so that no link leads to an error."""
        who = query.get("who")
        return cls(
            words=" ".join(query.get("q", "").replace("\0", "").split())[:200],
            kind=_one_of(KINDS, query.get("kind")),
            status=_one_of([*STATUSES, (ALL, ALL)], query.get("status")) or Received.Status.NEW,
            who=_one_of(WHO, who) or str(_number(who) or ""),
            network=_number(query.get("network")),
            longer_than=_one_of(LONGER_THAN, query.get("longer_than")),
            call=query.get("call") == "1",
            robots=query.get("robots") == "1",
            order=_one_of([("newest", "")], query.get("order")),
        )

    @property
    def oldest_first(self) -> bool:
        return not self.order

    def address(self, **other: Any) -> str:
        """Return these filters, some of them changed, as a part of an address."""
        now = {
            "q": self.words,
            "kind": self.kind,
            "status": "" if self.status == Received.Status.NEW else self.status,
            "who": self.who,
            "network": self.network,
            "longer_than": self.longer_than,
            "call": "1" if self.call else "",
            "robots": "1" if self.robots else "",
            "order": self.order,
        }
        return urlencode({name: value for name, value in {**now, **other}.items() if value})
