"""Being logged in: it begins with a new session, and ends after an hour without use, or after twelve hours anyhow.

Whoever is sent to the log-in page for that is told why, and where they were going is kept. What they were sending is
kept too, in the session of that browser, and offered once the same person has logged in again.
"""

import time
from typing import Any
from urllib.parse import urlencode, urlsplit

from django.conf import settings
from django.contrib.auth import SESSION_KEY, get_user, login
from django.contrib.auth.middleware import AuthenticationMiddleware
from django.contrib.auth.models import AbstractUser, AnonymousUser, User
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import SimpleLazyObject
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy as _
from django_otp import DEVICE_ID_SESSION_KEY
from django_otp.models import Device

from coprod.accounts import roles, throttle
from coprod.models import StaffAccess

IDLE = 60 * 60
LONGEST = 12 * 60 * 60
NOTED_EVERY = 60  # seconds: a row is not written for each picture of a page
BEGAN, SEEN, KEPT = "began", "seen", "kept"
MOST_KEPT = 500_000  # characters
NEVER_KEPT = {"csrfmiddlewaretoken", "password", "old_password", "new_password1", "new_password2", "code"}

WHY = {
    "idle": _("You were logged out because you did nothing here for an hour. Please log in again."),
    "long": _("You have been logged in for twelve hours. Please log in again."),
    "changed": _("You were logged out because your account changed. Please log in again."),
    "step": _("You were logged out because your second step changed. Please log in again."),
    "out": _("You are not logged in any more. Please log in again."),
}


class StaffSessions(AuthenticationMiddleware):
    """Looks at the limits when someone asks who the user is: a page that does not ask costs nothing."""

    def process_request(self, request: HttpRequest) -> None:
        super().process_request(request)
        request.user = SimpleLazyObject(lambda: _user_of(request))  # type: ignore[assignment]


def _user_of(request: Any) -> AbstractUser | AnonymousUser:
    if not hasattr(request, "_cached_user"):
        was = request.session.get(SESSION_KEY)
        user = get_user(request)
        why = _why_over(request.session, user) if was else ""
        if why:
            request.session.flush()
            request.ended, request.was = why, was
            user = AnonymousUser()
        request._cached_user = user
    found: AbstractUser | AnonymousUser = request._cached_user
    return found


def _why_over(session: Any, user: Any) -> str:
    now = time.time()
    if not user.is_authenticated:
        return "changed"  # another password, or the account is turned off
    if now - session.get(SEEN, now) > IDLE:
        return "idle"
    if now - session.setdefault(BEGAN, now) > LONGEST:
        return "long"
    if settings.SECOND_STEP and not _has_device(session, user):
        return "step"
    if now - session.get(SEEN, 0) > NOTED_EVERY:
        session[SEEN] = now
    return ""


def _has_device(session: Any, user: User) -> bool:
    device = Device.from_persistent_id(session.get(DEVICE_ID_SESSION_KEY, ""))
    return device is not None and device.user_id == user.pk


def log_in(request: HttpRequest, user: User, device: Any = None) -> None:
    """Begin a session with a new id, and note it."""
    login(request, user, roles.BACKEND)
    now = time.time()
    request.session[BEGAN] = request.session[SEEN] = now
    if device is not None:
        request.session[DEVICE_ID_SESSION_KEY] = device.persistent_id
    throttle.forgive(request, user)
    throttle.note(request, StaffAccess.Action.LOGGED_IN, user.get_username())


def to_log_in(request: Any) -> HttpResponse:
    """Send someone to the log-in page, and keep where they were going and what they were sending."""
    bool(request.user.is_authenticated)  # looks at the limits, if nobody has yet
    going = request.get_full_path()
    query = {"next": going}
    why = getattr(request, "ended", "out" if settings.SESSION_COOKIE_NAME in request.COOKIES else "")
    if request.method == "POST":
        query["next"] = _page_of(request) or going
        query["lost"] = "kept" if _keep(request, going) else "lost"
    if why:
        query["why"] = why
    return redirect(f"{reverse('admin:login')}?{urlencode(query, safe='/')}")


def _page_of(request: HttpRequest) -> str:
    """The page that something was sent from. Where it was sent to may have nothing to show."""
    came = urlsplit(request.headers.get("Referer", ""))
    own = came.netloc == request.get_host() and came.path.startswith(reverse("admin:index"))
    return f"{came.path}?{came.query}".rstrip("?") if own else ""


def _keep(request: Any, path: str) -> bool:
    """Keep what was sent for whoever was logged in here. Files and passwords are never kept."""
    if not getattr(request, "was", None) or request.headers.get("Accept") == "application/json":
        return False  # a page that asks by itself still has what it asked with
    fields = [[name, value] for name, values in request.POST.lists() if name not in NEVER_KEPT for value in values]
    if not fields or sum(len(name) + len(value) for name, value in fields) > MOST_KEPT:
        return False
    request.session[KEPT] = {"user": request.was, "path": path, "fields": fields, "files": bool(request.FILES)}
    return True


def kept_for(request: HttpRequest) -> dict[str, Any] | None:
    """What this person was sending when their session ended."""
    kept: dict[str, Any] | None = request.session.get(KEPT)
    return kept if kept and kept["user"] == str(request.user.pk) else None


def typed_in(kept: dict[str, Any]) -> list[tuple[str, str]]:
    """The texts among what was kept, so that one sees what it is about."""
    return [(name.replace("_", " ").capitalize(), value) for name, value in kept["fields"] if " " in value.strip()]


def safe_next(request: HttpRequest) -> str:
    """Where to go after the log-in: a page of ours, whatever the address says."""
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    ours = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure())
    return wanted if ours and not wanted.startswith(reverse("admin:login")) else reverse("admin:index")


def go_on(request: HttpRequest, going: str) -> HttpResponseRedirect:
    """After the last step of the log-in."""
    kept = kept_for(request)
    if kept and not kept.get("offered"):
        request.session[KEPT] = {**kept, "offered": True}
        return HttpResponseRedirect(f"{reverse('admin:kept')}?{urlencode({'next': going}, safe='/')}")
    return HttpResponseRedirect(going)
