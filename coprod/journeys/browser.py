"""The cookie by which a browser finds its own answers again. It is set when someone starts a journey, not before."""

from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.crypto import salted_hmac

from coprod.journeys.models import KEPT

COOKIE = "__Host-answers" if settings.HTTPS else "answers"


def token_of(request: HttpRequest) -> str:
    return request.COOKIES.get(COOKIE, "")


def token_for(key: UUID) -> str:
    """Make the cookie of someone who starts. Both halves of a double click make the same, and nobody else can."""
    return salted_hmac("coprod.journeys.browser", key.hex, algorithm="sha256").hexdigest()


def remember(response: HttpResponse, token: str) -> None:
    """Keep the cookie for another day: as long as the answers themselves."""
    age = int(KEPT.total_seconds())
    response.set_cookie(COOKIE, token, max_age=age, secure=settings.HTTPS, httponly=True, samesite="Lax")
