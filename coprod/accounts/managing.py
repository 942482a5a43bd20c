"""What an administrator does with somebody's account: send a link for a password, take the second step away."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from coprod.accounts import emails, second_step
from coprod.accounts.roles import is_administrator
from coprod.inbox.moves import write_down


@require_POST
def account_invite(request: HttpRequest, pk: int) -> HttpResponse:
    """Send a link with which the person chooses a password. It works once, for a day."""
    user = _account(request, pk)
    if not user.is_active or not user.email:
        messages.warning(request, _("Nothing was sent: the account is turned off or has no e-mail address."))
        return _back(user)
    emails.account_invited(user)
    write_down(request, user, _("Sent a link to choose a password."))
    messages.success(request, _("The link is on its way to %s. It works once, for 24 hours.") % user.email)
    return _back(user)


@require_POST
def second_step_reset(request: HttpRequest, pk: int) -> HttpResponse:
    """Take somebody's second step away. They are logged out, and set up a phone when they log in next."""
    user = _account(request, pk)
    second_step.forget(user)
    emails.account_changed(user, emails.RESET)
    write_down(request, user, _("Took the second step away."))
    messages.success(request, _("The second step is taken away. They set up a phone when they log in next."))
    return _back(user)


def _account(request: HttpRequest, pk: int) -> Any:
    if not is_administrator(request.user):
        raise PermissionDenied
    return get_object_or_404(User, pk=pk)


def _back(user: User) -> HttpResponse:
    return redirect("admin:auth_user_change", user.pk)
