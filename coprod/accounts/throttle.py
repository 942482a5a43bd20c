"""Slows down whoever guesses passwords, and writes each try into the access log.

django-axes counts: after six wrong tries one account is closed to one address for a quarter of an hour. A shared
address is never closed as such, and the owner still logs in from elsewhere. When many addresses try one account, it
is closed to those from which its owner has not logged in of late.
"""

import ipaddress
from datetime import timedelta
from typing import Any

from axes.backends import AxesStandaloneBackend
from axes.handlers.database import AxesDatabaseHandler
from axes.handlers.proxy import AxesProxyHandler
from axes.models import AccessAttempt
from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.models import User
from django.db.models import Sum
from django.http import HttpRequest
from django.utils import timezone
from django.utils.crypto import salted_hmac

from coprod.guards import client_address, network_of
from coprod.models import StaffAccess

MANY_TRIES = 30  # at one account in the cool-off, from whatever addresses
KIND = "auth.user"
Action = StaffAccess.Action


def address_of(request: HttpRequest) -> str | None:
    """Where someone asks from: of IPv6 the network of the household, of what is no address nothing."""
    try:
        return str(ipaddress.ip_network(network_of(client_address(request))).network_address)
    except ValueError:
        return None


def account_of(request: HttpRequest, credentials: dict[str, Any] | None = None) -> str:
    """The account that is tried. People type a password in this field by mistake: what is no account stays a digest."""
    typed = str((credentials or {}).get("username") or request.POST.get("username", ""))[:150].replace("\0", "")
    if get_user_model()._default_manager.filter(username=typed).exists():
        return typed
    return "?" + salted_hmac("coprod.accounts.throttle", typed, algorithm="sha256").hexdigest()[:20]


class Throttle(AxesStandaloneBackend):
    """Refuses before the password is looked at."""

    def authenticate(self, request: HttpRequest | None, *args: Any, **kwargs: Any) -> None:
        if request is not None:  # a test that logs in by itself
            super().authenticate(request, *args, **kwargs)


class Handler(AxesDatabaseHandler):
    def is_locked(self, request: Any, credentials: dict[str, Any] | None = None) -> bool:
        return super().is_locked(request, credentials) or self._is_attacked(request, credentials)

    def _is_attacked(self, request: Any, credentials: dict[str, Any] | None) -> bool:
        account = account_of(request, credentials)
        since = timezone.now() - settings.AXES_COOLOFF_TIME
        tries = AccessAttempt.objects.filter(username=account, attempt_time__gte=since)
        if (tries.aggregate(Sum("failures_since_start"))["failures_since_start__sum"] or 0) < MANY_TRIES:
            return False
        own = StaffAccess.objects.filter(action=Action.LOGGED_IN, username=account, about=request.axes_ip_address or "")
        return not own.exists()

    def user_login_failed(self, sender: Any, credentials: dict[str, Any], request: Any = None, **kwargs: Any) -> None:
        if request is None:
            return
        was_refused = getattr(request, "axes_locked_out", False)
        super().user_login_failed(sender, credentials, request, **kwargs)
        note(request, Action.REFUSED if was_refused else Action.FAILED, account_of(request, credentials))

    # Of these two sessions.py makes its own note: a test that logs someone in by itself leaves none.
    def user_logged_in(self, sender: Any, request: Any, user: Any, **kwargs: Any) -> None: ...

    def user_logged_out(self, sender: Any, request: Any, user: Any, **kwargs: Any) -> None: ...


def note(request: HttpRequest, action: str, account: str) -> None:
    """Write one line of the access log. A flood of refusals is one line a quarter of an hour."""
    about = address_of(request) or ""
    row = {"action": action, "kind": KIND, "username": account, "about": about}
    recent = timezone.now() - timedelta(minutes=15)
    if action == Action.REFUSED and StaffAccess.objects.since(recent).filter(**row).exists():
        return
    user = User.objects.filter(username=account).first()
    StaffAccess.objects.create(**row, user=user, rows=[user.pk] if user else [])


def forgive(request: HttpRequest, user: User) -> None:
    """Someone got in: what they mistyped before does not count any more."""
    AxesProxyHandler.update_request(request)
    tries = AccessAttempt.objects.filter(username=user.get_username(), ip_address=address_of(request))
    tries.delete()
