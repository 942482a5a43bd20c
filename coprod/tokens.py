"""Secrets in a link or a cookie, in place of a password. A table keeps their digest: who reads it can open nothing."""

import hashlib
import secrets


def new_token() -> str:
    """Return 256 random bits, in the letters of an address."""
    return secrets.token_urlsafe(32)


def digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
