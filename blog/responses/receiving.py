"""Storing a response. It is held until staff show it, so nobody else hears of it yet."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from blog.models import Post, Response
from coprod.received import store_once


def receive_response(
    *, post: Post, answers: Mapping[str, Any], consent_version: int, key: UUID, looks_automatic: bool
) -> Response:
    """Store it, or return the row that the same form made before."""

    def store() -> Response:
        return Response.objects.create(
            post=post, key=key, consent_version=consent_version, looks_automatic=looks_automatic, **answers
        )

    return store_once(Response, key, store)
