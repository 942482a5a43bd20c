"""Guards of the public forms that a person never meets: no puzzle, no time limit, nobody turned away for being slow.

A form carries a signed ticket: a key made when it was opened, by which the same form sent twice is stored once, and
the time, by which a robot gives itself away. What looks automatic is stored and marked for staff; only a flood is
refused.
"""

import ipaddress
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import wraps
from typing import Concatenate, ParamSpec
from uuid import UUID, uuid4

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import add_never_cache_headers
from django.utils.crypto import salted_hmac

from coprod.models import Draft, Organisation, Tally

FASTEST_PERSON = 3.0  # seconds between opening a form and sending it
MANY_FORMS = 60  # an hour from one address: twice what a full care home sends
MANY_REPORTS = 20  # an hour from one address
FLOOD = 600  # posts an hour from one address: beyond any use that people make of a form
FLOOD_OF_STEPS = 20 * FLOOD  # the same where a form is one question a page, each its own post, some of them twice
MANY_PICTURES = 60  # an hour from one address: to draw one anew keeps a worker busy for a second or two
HOUR = 60 * 60

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponse]


def _now() -> float:
    return time.time()


@dataclass(frozen=True)
class Ticket:
    """What a form carries from the moment it was opened: its key, the time, and which words were shown."""

    key: UUID = field(default_factory=uuid4)
    opened_at: float = field(default_factory=_now)
    shown: tuple[int, ...] = ()
    is_genuine: bool = True

    def signed(self, salt: str) -> str:
        return signing.dumps([self.key.hex, self.opened_at, self.shown], salt=salt)

    @classmethod
    def read(cls, token: str, salt: str) -> "Ticket":
        """Return the ticket that we signed, however long ago. Anything else gets a new key and is not genuine."""
        try:
            key, opened_at, shown = signing.loads(token, salt=salt)
        except signing.BadSignature:
            return cls(is_genuine=False)
        return cls(UUID(key), opened_at, tuple(shown))

    @property
    def was_quick(self) -> bool:
        return _now() - self.opened_at < FASTEST_PERSON


def looks_automatic(request: HttpRequest, *, ticket: Ticket, trap: str) -> bool:
    """Say whether a robot is likelier than a person to have sent this. The form counts towards its sender's hour."""
    sent = Tally.objects.add("form", _sender(request))
    return bool(trap) or not ticket.is_genuine or ticket.was_quick or sent > MANY_FORMS


def asked_for_many(request: HttpRequest) -> bool:
    """Count a wish for an e-mail, and say whether its sender has had more of them this hour than a full care home."""
    return Tally.objects.add("mail", _sender(request)) > MANY_FORMS


def reports_too_often(request: HttpRequest) -> bool:
    """Count a report of what another reader wrote: each gives staff work, and few people have many to make."""
    return Tally.objects.add("report", _sender(request)) > MANY_REPORTS


def no_floods(view: "View[P]") -> "View[P]":
    """Answer a flood of posts from one address with the page that gives the phone number."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        if request.method == "POST" and Tally.objects.add("post", _sender(request)) > FLOOD:
            return too_many(request)
        return view(request, *args, **kwargs)

    return guarded


def too_many_steps(request: HttpRequest, draft: Draft | None) -> HttpResponse | None:
    """Answer a flood of single answers from one address. Staff who enter what they were told are not counted."""
    if draft is not None and draft.entered_by_id:
        return None
    event, most = ("picture", MANY_PICTURES) if request.FILES else ("step", FLOOD_OF_STEPS)
    return too_many(request) if Tally.objects.add(event, _sender(request)) > most else None


def too_many(request: HttpRequest) -> HttpResponse:
    """Answer with the page that gives the phone number."""
    response = render(request, "429.html", {"phone": Organisation.current().phone}, status=429)
    response["Retry-After"] = str(HOUR)
    add_never_cache_headers(response)
    return response


def _sender(request: HttpRequest) -> str:
    """Return a name for who is asking that cannot be turned back into their address."""
    return salted_hmac("coprod.guards", network_of(client_address(request)), algorithm="sha256").hexdigest()[:48]


def client_address(request: HttpRequest) -> str:
    """Return the address of who is asking. A forwarded one is believed only where our own proxies wrote it."""
    if settings.TRUSTED_PROXIES:
        hops = request.headers.get("X-Forwarded-For", "").split(",")
        return hops[-min(len(hops), settings.TRUSTED_PROXIES)].strip()
    return str(request.META.get("REMOTE_ADDR", ""))


def network_of(address: str) -> str:
    # One household or server has a whole /64 of IPv6 addresses and changes them at will.
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return address
    if parsed.version == 4:
        return str(parsed)
    # A server that listens for both writes an address of the old kind as one of the new.
    return str(parsed.ipv4_mapped or ipaddress.ip_network((parsed, 64), strict=False))
