"""The messages about staff accounts: a link to choose a password, and a word when something changed."""

from typing import Any

from django.conf import settings
from django.contrib.auth.models import User
from django.contrib.auth.tokens import default_token_generator
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode
from django.utils.translation import gettext_lazy as _

from coprod import outbox
from coprod.accounts.roles import administrators
from coprod.models import Organisation

SET_UP = _("A phone was set up as the second step of your log-in.")
NEW_CODES = _("New recovery codes were made. The ones of before do not work any more.")
RESET = _("An administrator took your second step away. You set up a phone when you log in next.")
PASSWORD = _("Your password was changed.")


def addresses_of(users: "QuerySet[User]", organisation: Organisation) -> list[str]:
    """Where to tell these. Without any, the organisation; without its address, the administrators."""
    return _given(users) or ([organisation.email] if organisation.email else _given(administrators()))


def _given(users: "QuerySet[User]") -> list[str]:
    return sorted({*users.exclude(email="").values_list("email", flat=True)})


def account_changed(user: User, what: Any) -> None:
    """Tell the owner, in case it was someone else."""
    if user.email:
        context = {"organisation": Organisation.current(), "what": what, "username": user.get_username()}
        outbox.queue(event="account_changed", recipient=user.email, context=context)


def account_invited(user: User) -> None:
    """Send a new member of staff a link with which they choose their password."""
    outbox.queue(event="account_invited", recipient=user.email, context=_with_link(user))


def password_link_asked(address: str) -> None:
    """Leave it to the worker to look who this is: the page answers the same, and as fast, for every address."""
    outbox.queue_unwritten(event="password_link_asked", recipient=address, subject=str(_("A link for a new password")))


@outbox.writes("password_link_asked")
def password_link_sent(address: str) -> None:
    """Send a link for each account that has this address. Any other address gets no mail."""
    for user in User.objects.filter(email__iexact=address, is_active=True, is_staff=True):
        outbox.queue(event="password_link_sent", recipient=user.email, context=_with_link(user), is_unverified=True)


def _with_link(user: User) -> dict[str, Any]:
    parts = [urlsafe_base64_encode(force_bytes(user.pk)), default_token_generator.make_token(user)]
    return {
        "organisation": Organisation.current(),
        "username": user.get_username(),
        "link": settings.SITE_URL + reverse("admin:password_set", args=parts),
    }
