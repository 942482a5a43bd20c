"""The way in for staff: password, second step, and what is offered to someone whose session had ended."""

from typing import Any

from axes.handlers.proxy import AxesProxyHandler
from django.conf import settings
from django.contrib import admin
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from coprod.accounts import emails, second_step, sessions
from coprod.accounts.forms import CodeForm, LogInForm, NewPhoneForm, OwnPasswordForm

PAGE = ["GET", "HEAD", "POST"]


def _draw(request: HttpRequest, name: str, title: str, status: int = 200, **more: Any) -> HttpResponse:
    context = {**admin.site.each_context(request), "title": title, "next": sessions.safe_next(request), **more}
    return render(request, f"admin/{name}.html", context, status=status)


@never_cache
@sensitive_post_parameters("password")
@require_http_methods(PAGE)
def log_in(request: HttpRequest) -> HttpResponse:
    """Ask for account and password."""
    going = sessions.safe_next(request)
    if request.method != "POST" and admin.site.has_permission(request):
        return sessions.go_on(request, going)
    form = LogInForm(request, request.POST if request.method == "POST" else None)
    if form.is_valid():
        user: Any = form.get_user()
        if settings.SECOND_STEP:
            second_step.begin(request, user)
            return _forward("second_step" if second_step.is_set_up(user) else "second_step_set_up", going)
        sessions.log_in(request, user)
        return sessions.go_on(request, going)
    why = sessions.WHY.get(request.GET.get("why", "")) if request.method != "POST" else None
    locked = getattr(request, "axes_locked_out", False)
    lost = request.GET.get("lost", "") if request.method != "POST" else ""
    return _draw(request, "login", _("Log in"), 429 if locked else 200, form=form, why=why, lost=lost)


def _forward(name: str, going: str) -> HttpResponse:
    return redirect(reverse(f"admin:{name}", query={"next": going}))


@never_cache
@require_http_methods(PAGE)
def second_step_page(request: HttpRequest) -> HttpResponse:
    """Ask for the code of the phone, or for a recovery code."""
    going = sessions.safe_next(request)
    user = second_step.half_way(request)
    if user is None:
        return _forward("login", going)
    if not second_step.is_set_up(user):
        return _forward("second_step_set_up", going)
    form = CodeForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        device = _device(request, user, form)
        if device is not None:
            return _in(request, user, device, going)
    return _draw(request, "accounts/second_step", _("Enter your code"), form=form)


def _device(request: HttpRequest, user: User, form: CodeForm) -> Any:
    """What accepted the code. Otherwise the form says why not."""
    if not AxesProxyHandler.is_allowed(request, {"username": user.get_username()}):
        form.add_error("code", LogInForm.locked)
        return None
    if second_step.must_wait(user) and len(second_step.digits(form.cleaned_data["code"])) == second_step.CODE_LENGTH:
        form.add_error("code", _("Wait a minute before you try again. Then use the newest code."))
        return None
    device = second_step.accepted(request, user, form.cleaned_data["code"])
    if device is None:
        form.add_error("code", _("This code is wrong, or it was used before. Wait for the next one and try again."))
    return device


def _in(request: HttpRequest, user: User, device: Any, going: str) -> HttpResponse:
    request.session.pop(second_step.HALF, None)
    sessions.log_in(request, user, device)
    return sessions.go_on(request, going)


@never_cache
@sensitive_post_parameters("password")
@require_http_methods(PAGE)
def second_step_set_up(request: HttpRequest) -> HttpResponse:
    """Set up a phone: at the first log-in, or by someone who is logged in, has a new one and says the password."""
    going = sessions.safe_next(request)
    inside = admin.site.has_permission(request)
    user: Any = request.user if inside else second_step.half_way(request)
    if user is None or (not inside and second_step.is_set_up(user)):
        return _forward("login", going)
    sent = request.POST if request.method == "POST" else None
    form = NewPhoneForm(request, sent) if inside else CodeForm(sent)
    if form.is_valid():
        device = second_step.set_up(request, user, form.cleaned_data["code"])
        if device is not None:
            emails.account_changed(user, emails.SET_UP)
            second_step.make_codes(request, user)
            _in(request, user, device, going)
            return _forward("recovery_codes", going)
        form.add_error("code", _("This code is not the one for this square. Wait for the next one and try again."))
    key = second_step.key_for(request)
    drawn: Any = {
        "square": second_step.square(second_step.address_for_phone(user, key)),
        "key": second_step.in_groups(key),
    }
    return _draw(request, "accounts/set_up", _("Set up your phone"), form=form, inside=inside, **drawn)


@sensitive_post_parameters("password")
@require_http_methods(PAGE)
def recovery_codes(request: HttpRequest) -> HttpResponse:
    """Show new recovery codes until the person says that they have them, or how many are left."""
    user: Any = request.user
    going = sessions.safe_next(request)
    form = OwnPasswordForm(request, request.POST if request.method == "POST" and "kept" not in request.POST else None)
    if request.method == "POST":
        if "kept" in request.POST:
            request.session.pop(second_step.NEW_CODES, None)
            return sessions.go_on(request, going)
        if not second_step.is_set_up(user):
            return _forward("recovery_codes", going)
        if form.is_valid():
            second_step.make_codes(request, user)
            emails.account_changed(user, emails.NEW_CODES)
            return _forward("recovery_codes", going)
    return _draw(
        request,
        "accounts/recovery_codes",
        _("Your second step"),
        form=form,
        codes=request.session.get(second_step.NEW_CODES, []),
        left=second_step.codes_left(user),
        is_set_up=second_step.is_set_up(user),
        is_required=settings.SECOND_STEP,
    )


@require_http_methods(PAGE)
def kept(request: HttpRequest) -> HttpResponse:
    """Offer what someone was sending when their session ended: once more to send, or to throw away."""
    found = sessions.kept_for(request)
    if request.method == "POST" or found is None:
        request.session.pop(sessions.KEPT, None)
        return HttpResponseRedirect(sessions.safe_next(request))
    return _draw(request, "accounts/kept", _("What you were sending"), kept=found, shown=sessions.typed_in(found))
