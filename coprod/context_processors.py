"""What every template may ask for."""

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from coprod.models import Organisation

_last_read: Organisation | None = None


def organisation() -> Organisation:
    """Read the organisation's details, and remember them for the pages that must stand without a database."""
    global _last_read
    _last_read = Organisation.current()
    return _last_read


def remembered_organisation() -> Organisation:
    """Return the details as this process last read them, or the defaults. Asks the database nothing."""
    return _last_read or Organisation()


def site(request: HttpRequest) -> dict[str, object]:
    """The organisation, read from the database only if the template shows it, and this page's absolute address."""
    return {
        "organisation": SimpleLazyObject(organisation),
        "site_url": settings.SITE_URL,
        "page_url": settings.SITE_URL + request.path,
        "development": settings.DEVELOPMENT_PAGES,
    }
