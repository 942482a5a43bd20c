"""What every template may ask for."""

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from coprod.models import Organisation


def site(request: HttpRequest) -> dict[str, object]:
    """The organisation, read from the database only if the template shows it, and this page's absolute address."""
    return {
        "organisation": SimpleLazyObject(Organisation.current),
        "site_url": settings.SITE_URL,
        "page_url": settings.SITE_URL + request.path,
        "development": settings.DEVELOPMENT_PAGES,
    }
