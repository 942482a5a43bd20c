"""What every template may ask for."""

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from coprod.models import Organisation
from coprod.page_cache.public import version_of

_last_read: tuple[str | None, Organisation] = None, Organisation()


def organisation(request: HttpRequest | None = None) -> Organisation:
    """Read the organisation's details, once for all the public pages of one version of the content.

    They are remembered for the pages that must stand without a database too.
    """
    global _last_read
    version, (known, found) = version_of(request), _last_read
    if version is None or version != known:
        found = Organisation.current()
        _last_read = version, found
    return found


def remembered_organisation() -> Organisation:
    """Return the details as this process last read them, or the defaults. Asks the database nothing."""
    return _last_read[1]


def site(request: HttpRequest) -> dict[str, object]:
    """The organisation, read from the database only if the template shows it, and this page's absolute address."""
    return {
        "organisation": SimpleLazyObject(lambda: organisation(request)),
        "site_url": settings.SITE_URL,
        "page_url": settings.SITE_URL + request.path,
        "development": settings.DEVELOPMENT_PAGES,
    }
