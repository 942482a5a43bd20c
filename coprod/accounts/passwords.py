"""Passwords: what is refused as too easy to guess, and the pages on which one is asked for, chosen and changed."""

import re
from typing import Any

from django.conf import settings
from django.contrib import admin
from django.contrib.auth.models import User
from django.contrib.auth.password_validation import CommonPasswordValidator
from django.contrib.auth.views import PasswordChangeView, PasswordResetConfirmView
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from coprod import guards
from coprod.accounts import emails
from coprod.accounts.forms import AddressForm
from coprod.models import Organisation

OUR_WORDS = frozenset({
    *("coprod", "coproduction", "coproduce", "production", "dementia", "alzheimer", "alzheimers", "carer", "carers"),
    *("caring", "network", "networks", "research", "volunteer", "volunteering", "together", "charity", "society"),
    *("admin", "administrator", "staff", "editor", "publisher", "facilitator", "password", "passwort", "welcome"),
    *("letmein", "login", "january", "february", "march", "april", "june", "july", "august", "september", "october"),
    *("november", "december", "spring", "summer", "autumn", "winter"),
})  # fmt: skip
FEWEST_OWN_LETTERS = 6
FEWEST_DIFFERENT = 6
ROWS = ("0123456789", "qwertyuiopasdfghjklzxcvbnm", "abcdefghijklmnopqrstuvwxyz")
COMMON = CommonPasswordValidator()


class NotEasilyGuessed:
    """Refuses what is our own words, a word that everybody uses, or a row of keys, with digits or signs put to it."""

    def validate(self, password: str, user: User | None = None) -> None:
        letters = re.sub(r"[\W\d_]+", " ", password.lower())
        for word in sorted(_our_words(), key=len, reverse=True):
            letters = letters.replace(word, " ")
        own = letters.replace(" ", "")
        if len(own) >= FEWEST_OWN_LETTERS and own not in COMMON.passwords and not _is_a_row(password):
            return
        if not own and not re.search(r"[^\W\d_]", password) and not _is_a_row(password):
            return  # digits and signs only, and many of them: as good as letters
        raise ValidationError(self.get_help_text(), code="easily_guessed")

    def get_help_text(self) -> str:
        return str(_("Not a common word, our organisation’s name or a word of our work. Three odd words do well."))


def _our_words() -> frozenset[str]:
    name = re.findall(r"[^\W\d_]{3,}", f"{Organisation.current().name} {settings.SITE_URL.partition('://')[2]}".lower())
    return OUR_WORDS | frozenset(name)


def _is_a_row(password: str) -> bool:
    text = password.lower()
    rows = [way * 4 for row in ROWS for way in (row, row[::-1])]
    return len(set(text)) < FEWEST_DIFFERENT or any(text in row for row in rows)


def _draw(request: HttpRequest, name: str, title: Any, **more: Any) -> HttpResponse:
    return render(request, f"admin/accounts/{name}.html", {**admin.site.each_context(request), "title": title, **more})


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@guards.no_floods
def password_forgotten(request: HttpRequest) -> HttpResponse:
    """Ask where to send the link. What comes next is the same for every address."""
    form = AddressForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        if not guards.asked_for_many(request):
            emails.password_link_asked(form.cleaned_data["email"])
        return redirect("admin:password_sent")
    return _draw(request, "password_forgotten", _("Forgotten your password?"), form=form)


@never_cache
@require_safe
def password_sent(request: HttpRequest) -> HttpResponse:
    return _draw(request, "password_sent", _("Look at your e-mail"))


@never_cache
@require_safe
def password_done(request: HttpRequest) -> HttpResponse:
    return _draw(request, "password_done", _("Your new password is set"))


class PasswordSet(PasswordResetConfirmView):
    """The page behind the link. It works once, and nobody is logged in by it."""

    template_name = "admin/accounts/password_set.html"
    success_url = reverse_lazy("admin:password_done")
    title = _("Choose a password")

    def get_user(self, uidb64: str) -> Any:
        user: Any = super().get_user(uidb64)
        return user if user and user.is_active and user.is_staff else None

    def form_valid(self, form: Any) -> HttpResponse:
        answer = super().form_valid(form)
        emails.account_changed(form.user, emails.PASSWORD)
        return answer

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = {**admin.site.each_context(self.request), **super().get_context_data(**kwargs)}
        return context if self.validlink else {**context, "title": _("This link does not work any more")}


class PasswordChange(PasswordChangeView):
    """Someone changes their own password. Whoever else is logged in with the old one is logged out."""

    template_name = "admin/accounts/password_change.html"
    success_url = reverse_lazy("admin:password_change_done")
    title = _("Change your password")

    def form_valid(self, form: Any) -> HttpResponse:
        answer = super().form_valid(form)
        emails.account_changed(form.user, emails.PASSWORD)
        return answer

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {**admin.site.each_context(self.request), **super().get_context_data(**kwargs)}
