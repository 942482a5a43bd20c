"""The address of a link as people type it: mended where it is clear what was meant, else refused in words."""

import re
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.urls import Resolver404, resolve
from django.utils.translation import gettext_lazy as _

LONGEST = 2_000
SCHEMES = {"http", "https", "mailto", "tel"}

_SPACE = re.compile(r"[\s\u00a0\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
_SCHEME = re.compile(r"([a-z][a-z0-9+.-]*):", re.IGNORECASE)
_HOST = re.compile(r"(?:[\w-]+\.)+[^\W\d_][\w-]+(?::\d+)?(?:[/?#].*)?", re.IGNORECASE)
_NUMBER = re.compile(r"\+?[0-9()./-]{3,30}")

EMPTY = _("Enter the address that the link leads to.")
SPACED = _("There is a space in the address. Copy it again from the page that you mean.")
UNKNOWN = _("We cannot use an address that starts with “%(scheme)s:”. Use one that starts with https://")
WORDS = _("This is not a web address. Copy it from the top of the page that you mean: it starts with https://")
NO_PAGE = _("There is no such page on this site. Look at the address again.")


def mended(typed: str) -> str:
    """Return the whole address. Raises ValidationError, in plain words, for what leads nowhere."""
    address = typed.strip()
    if not address or len(address) > LONGEST:
        raise ValidationError(WORDS if address else EMPTY)
    if _SPACE.search(address):
        raise ValidationError(SPACED)
    if address.startswith("/") and not address.startswith(("//", "/\\")):
        return address
    if _is_mail(address):
        return f"mailto:{address}"
    if _HOST.fullmatch(address):
        return f"https://{address}"
    return _with_scheme(address)


def path_here(address: str) -> str:
    """The path of an address of this site, as a request has it; nothing for any other, and for what is no address."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return ""
    here = parts.netloc == urlsplit(settings.SITE_URL).netloc if parts.netloc else not parts.scheme
    return unquote(parts.path).replace("\0", "\ufffd") if here else ""  # PostgreSQL cannot look for a NUL


def leads_nowhere(address: str) -> bool:
    """Whether an address on this site belongs to no page: nothing is asked of any other site."""
    path = path_here(address)
    if not path:
        return False
    try:
        match = resolve(path)
    except Resolver404:
        return True
    return match.url_name == "post" and not _has_post(str(match.kwargs.get("slug", "")))


def _with_scheme(address: str) -> str:
    found = _SCHEME.match(address)
    if found is None:
        raise ValidationError(WORDS)
    scheme, rest = found[1].lower(), address[found.end() :]
    if scheme not in SCHEMES:
        raise ValidationError(UNKNOWN, params={"scheme": found[1]})
    good = {"mailto": _is_mail(rest.partition("?")[0]), "tel": bool(_NUMBER.fullmatch(rest))}
    if not good.get(scheme, rest.startswith("//") and _has_host(address)):
        raise ValidationError(WORDS)
    return f"{scheme}:{rest}"


def _has_host(address: str) -> bool:
    try:
        return bool(urlsplit(address).hostname)
    except ValueError:
        return False


def _is_mail(address: str) -> bool:
    try:
        validate_email(address)
    except ValidationError:
        return False
    return True


def _has_post(slug: str) -> bool:
    from blog.models import OldAddress, Post  # this package is read before the apps are

    path = f"/blog/{slug}/"
    return Post.objects.filter(slug=slug).exists() or OldAddress.objects.filter(path=path).exists()
