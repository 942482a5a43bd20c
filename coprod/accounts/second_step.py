"""The second step of the log-in: a code from the person's phone, or one of the recovery codes that they printed.

Until it is done the person is not logged in: the session only says who gave the right password, for ten minutes.
"""

import base64
import secrets
import time
from typing import Any
from urllib.parse import quote

import segno
from django.contrib.auth.models import User
from django.contrib.auth.signals import user_login_failed
from django.db import transaction
from django.http import HttpRequest
from django_otp.oath import TOTP
from django_otp.plugins.otp_static.models import StaticDevice
from django_otp.plugins.otp_totp.models import TOTPDevice
from django_otp.util import random_hex

from coprod.models import Organisation

HALF, KEY, NEW_CODES = "half", "new-key", "new-codes"
HALF_FOR = 10 * 60
LONG_TO_SET_UP = 30 * 60  # finding an app for the phone takes a while
CODE_LENGTH, RECOVERY_LENGTH, HOW_MANY = 6, 10, 10


def begin(request: HttpRequest, user: User) -> None:
    """The password was right. A new id for the session, so that nobody who knew the old one comes along."""
    request.session.cycle_key()
    request.session[HALF] = {"user": user.pk, "hash": user.get_session_auth_hash(), "at": time.time()}


def half_way(request: HttpRequest) -> User | None:
    """Whoever gave the right password a short while ago."""
    half: dict[str, Any] | None = request.session.get(HALF)
    if not half:
        return None
    user = User.objects.filter(pk=half["user"], is_active=True, is_staff=True).first()
    allowed = HALF_FOR if user and is_set_up(user) else LONG_TO_SET_UP
    if user is None or user.get_session_auth_hash() != half["hash"] or time.time() - half["at"] > allowed:
        del request.session[HALF]
        return None
    return user


def is_set_up(user: User) -> bool:
    return TOTPDevice.objects.filter(user=user, confirmed=True).exists()


def accepted(request: HttpRequest, user: User, typed: str) -> Any:
    """Return what accepted the code, or nothing. Each code works once; wrong ones make one wait, longer each time."""
    code = digits(typed)
    model = StaticDevice if len(code) == RECOVERY_LENGTH else TOTPDevice
    with transaction.atomic():
        for device in model.objects.select_for_update().filter(user=user, confirmed=True):
            if device.verify_token(code):
                return device
    user_login_failed.send(__name__, credentials={"username": user.get_username()}, request=request)
    return None


def must_wait(user: User) -> bool:
    return not all(device.verify_is_allowed()[0] for device in TOTPDevice.objects.filter(user=user))


def key_for(request: HttpRequest) -> str:
    """The secret of a phone that is being set up. It is kept in the session until a code has proved it."""
    key: str = request.session.setdefault(KEY, random_hex(20))
    return key


def address_for_phone(user: User, key: str) -> str:
    """What the square says to the phone."""
    device = TOTPDevice(user=user, key=key)
    return f"{device.config_url}&issuer={quote(Organisation.current().name)}"


def square(address: str) -> str:
    """A picture of the address, for the phone's camera."""
    return str(segno.make(address, error="m").svg_data_uri(scale=6, border=4, light="#fff", dark="#000"))


def in_groups(key: str) -> str:
    """The same key, to type."""
    text = base64.b32encode(bytes.fromhex(key)).decode()
    return " ".join(text[start : start + 4] for start in range(0, len(text), 4))


def set_up(request: HttpRequest, user: User, typed: str) -> TOTPDevice | None:
    """Make this phone the person's second step if the code is right. A phone of before does not work any more."""
    key = key_for(request)
    totp = TOTP(bytes.fromhex(key))
    totp.time = time.time()
    code = digits(typed)
    if len(code) != CODE_LENGTH or not totp.verify(int(code), tolerance=1):
        return None
    with transaction.atomic():
        TOTPDevice.objects.filter(user=user).delete()
        device = TOTPDevice.objects.create(user=user, name="Phone", key=key, last_t=totp.t(), drift=totp.drift)
    del request.session[KEY]
    return device


def make_codes(request: HttpRequest, user: User) -> None:
    """Make ten new recovery codes. Those of before do not work any more. The session shows them until they are kept."""
    codes = [str(secrets.randbelow(10**RECOVERY_LENGTH)).zfill(RECOVERY_LENGTH) for _number in range(HOW_MANY)]
    with transaction.atomic():
        device, _made = StaticDevice.objects.get_or_create(user=user, defaults={"name": "Recovery codes"})
        device.token_set.all().delete()
        for code in codes:
            device.token_set.create(token=code)
    request.session[NEW_CODES] = [f"{code[:5]} {code[5:]}" for code in codes]


def codes_left(user: User) -> int:
    return sum(device.token_set.count() for device in StaticDevice.objects.filter(user=user))


def forget(user: User) -> None:
    """Take the second step away: the person is logged out, and sets up a phone at the next log-in."""
    with transaction.atomic():
        TOTPDevice.objects.filter(user=user).delete()
        StaticDevice.objects.filter(user=user).delete()


def digits(typed: str) -> str:
    return "".join(character for character in typed if character in "0123456789")
