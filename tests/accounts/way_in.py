"""Logging in as people do it: the pages, a phone that shows codes, and a clock that can be put forward."""

import time
from typing import Any

from django.contrib.auth.models import Group, User
from django.test import Client
from django_otp.oath import TOTP
from django_otp.plugins.otp_totp.models import TOTPDevice

PASSWORD = "seven teapots sing low"
LOG_IN = "/admin/login/"


def make_account(username: str = "bea", *roles: str, **fields: Any) -> User:
    fields = {"email": f"{username}@example.org", "is_staff": True, **fields}
    user = User.objects.create_user(username, password=PASSWORD, **fields)
    user.groups.set(Group.objects.filter(name__in=roles or ["Editor"]))
    return user


def try_password(client: Client, username: str = "bea", password: str = PASSWORD, query: str = "", **more: Any) -> Any:
    return client.post(LOG_IN + query, {"username": username, "password": password}, **more)


class Phone:
    """Shows a new code every 30 seconds. Its owner is always quick enough to have the next one."""

    def __init__(self, key: str) -> None:
        self.key, self.ahead = key, 0

    @classmethod
    def of(cls, user: User) -> "Phone":
        return cls(TOTPDevice.objects.create(user=user, name="Phone").key)

    def code(self) -> str:
        totp = TOTP(bytes.fromhex(self.key))
        totp.time = time.time() + 30 * self.ahead
        self.ahead += 1
        return str(totp.token()).zfill(6)


def is_in(client: Client) -> bool:
    return bool(client.get("/admin/").status_code == 200)
