"""Addresses of the way in, below /admin/. Only what is for people who are logged in goes through the admin's door."""

from collections.abc import Callable
from typing import Any

from django.urls import URLPattern, path

from coprod.accounts import managing, passwords, views


def patterns(wrap: Callable[[Any], Any]) -> list[URLPattern]:
    return [
        path("login/code/", views.second_step_page, name="second_step"),
        path("login/phone/", views.second_step_set_up, name="second_step_set_up"),
        path("login/kept/", wrap(views.kept), name="kept"),
        path("login/second-step/", wrap(views.recovery_codes), name="recovery_codes"),
        path("password/", passwords.password_forgotten, name="password_forgotten"),
        path("password/sent/", passwords.password_sent, name="password_sent"),
        path("password/done/", passwords.password_done, name="password_done"),
        path("password/<uidb64>/<token>/", passwords.PasswordSet.as_view(), name="password_set"),
        path("auth/user/<int:pk>/invite/", wrap(managing.account_invite), name="account_invite"),
        path("auth/user/<int:pk>/second-step/", wrap(managing.second_step_reset), name="second_step_reset"),
    ]
