"""Fetches the pictures of an old blog over https: from the export's own hosts, and from no address inside a house.

Every name is resolved here, each of its addresses has to be a public one, and the connection goes to the address that
was looked at: a name that answers differently the second time gains nothing. A redirect is looked at like the first
address. Size, number and time are limited.
"""

import http.client
import ipaddress
import socket
import ssl
import time
from collections.abc import Callable
from http import HTTPStatus
from urllib.parse import quote, urljoin, urlsplit

from django.utils.translation import gettext as _

from coprod.redrawing import MAX_BYTES

MAX_PICTURES = 3000
MAX_REDIRECTS = 4
SECONDS_EACH = 30
SECONDS_IN_ALL = 60 * 60
CHUNK = 64 * 1024
# Public in a register, and yet a way to addresses that are not: IPv6 that carries an IPv4 address, and what sites used
# inside before there was a better way.
CARRIERS = [
    ipaddress.ip_network(one)
    for one in ("::/96", "64:ff9b::/96", "64:ff9b:1::/48", "2002::/16", "2001::/32", "fec0::/10")
]
REDIRECTS = {301, 302, 303, 307, 308}

Connect = Callable[[str, str, float], http.client.HTTPConnection]
Resolve = Callable[[str], list[str]]


class NotHad(Exception):
    """One picture cannot be had. The message says why, for the report."""


def resolved(host: str) -> list[str]:
    found = socket.getaddrinfo(host, 443, type=socket.SOCK_STREAM)
    return [str(place[4][0]) for place in found]


class _Pinned(http.client.HTTPSConnection):
    """Talks to one address, whatever the name says by now. The certificate has to be the name's all the same."""

    def __init__(self, host: str, address: str, timeout: float) -> None:
        super().__init__(host, timeout=timeout, context=ssl.create_default_context())
        self.address = address

    def connect(self) -> None:
        plain = socket.create_connection((self.address, 443), self.timeout)
        self.sock = ssl.create_default_context().wrap_socket(plain, server_hostname=self.host)


class Fetcher:
    def __init__(self, hosts: frozenset[str], *, resolve: Resolve = resolved, connect: Connect = _Pinned) -> None:
        """`hosts` are names, or endings of names where they begin with a dot."""
        self.hosts, self.resolve, self.connect = hosts, resolve, connect
        self.count, self.until = 0, time.monotonic() + SECONDS_IN_ALL

    def fetch(self, address: str) -> bytes:
        """Return what is at the address. Raises NotHad."""
        self.count += 1
        if self.count > MAX_PICTURES:
            raise NotHad(_("there are too many pictures"))
        until = min(self.until, time.monotonic() + SECONDS_EACH)
        for _redirect in range(MAX_REDIRECTS + 1):
            try:
                found = self._ask(address, until)
                if isinstance(found, bytes):
                    return found
                address = urljoin(address, found)
            except (OSError, http.client.HTTPException, ValueError) as error:
                raise NotHad(_("it could not be fetched: %(why)s") % {"why": error or type(error).__name__}) from error
        raise NotHad(_("it leads from one address to the next"))

    def _ask(self, address: str, until: float) -> bytes | str:
        """Return the bytes, or where they are instead."""
        host, path = self._allowed(address)
        connection = self.connect(host, self._public_address_of(host), _left(until))
        try:
            connection.request("GET", path, headers={"Accept": "image/*", "Accept-Encoding": "identity"})
            answer = connection.getresponse()
            if answer.status in REDIRECTS:
                return answer.headers.get("Location", "")
            if answer.status != HTTPStatus.OK:
                raise NotHad(_("the old blog answers %(status)s") % {"status": answer.status})
            return _read(answer, until)
        finally:
            connection.close()

    def _allowed(self, address: str) -> tuple[str, str]:
        parts = urlsplit(address)
        host = (parts.hostname or "").rstrip(".")
        if parts.scheme != "https" or parts.port not in {None, 443} or "@" in parts.netloc:
            raise NotHad(_("its address is not one of https"))
        if host not in self.hosts and not any(one.startswith(".") and host.endswith(one) for one in self.hosts):
            raise NotHad(_("it is not on the old blog"))
        query = f"?{quote(parts.query, safe='%/:@!$&()*+,;=~?')}" if parts.query else ""
        return host, (quote(parts.path, safe="%/:@!$&()*+,;=~") or "/") + query

    def _public_address_of(self, host: str) -> str:
        addresses = self.resolve(host)
        if not addresses or not all(is_public(address) for address in addresses):
            raise NotHad(_("its name leads to an address that is not public"))
        return addresses[0]


def is_public(address: str) -> bool:
    ip = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(ip, ipaddress.IPv6Address):
        if ip.ipv4_mapped:
            return is_public(str(ip.ipv4_mapped))
        if any(ip in network for network in CARRIERS):
            return False
    return ip.is_global and not ip.is_multicast


def _left(until: float) -> float:
    left = until - time.monotonic()
    if left <= 0:
        raise NotHad(_("it took too long"))
    return left


def _read(answer: http.client.HTTPResponse, until: float) -> bytes:
    parts: list[bytes] = []
    size = 0
    while part := answer.read1(CHUNK):
        _left(until)
        size += len(part)
        if size > MAX_BYTES:
            raise NotHad(_("it is over 25 MB"))
        parts.append(part)
    return b"".join(parts)
