"""Links of an old blog: those between its own posts go on working here, whatever becomes of the old blog."""

from collections.abc import Callable
from urllib.parse import urljoin, urlsplit

from blog.importers.entries import address_path


def linker(*, base: str, hosts: frozenset[str], paths: set[str], here: str) -> Callable[[str], str]:
    """Return a function that gives a link's address in a post, for its address in the old post at `here`."""
    own = {_blog(host) for host in hosts}

    def link(address: str) -> str:
        if not address or address.startswith("#"):
            return ""  # a place in the text itself: the marks for those are not kept
        try:
            parts = urlsplit(urljoin(here or "/", address))
            if parts.scheme and _blog(parts.hostname or "") not in own:
                return address
            path = address_path(parts._replace(scheme="", netloc="").geturl())
            # An old post's path answers 301 here, so it is the link that lasts.
            return path if path in paths else urljoin(urljoin(base, here), address)
        except ValueError:
            return ""

    return link


def _blog(host: str) -> str:
    """Return what is the same in all the names of one blog: Blogger has one for each country."""
    name, found, _country = host.lower().removeprefix("www.").partition(".blogspot.")
    return f"{name}.blogspot" if found else name
