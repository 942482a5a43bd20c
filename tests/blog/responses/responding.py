"""Writing a response as a browser does, and making rows of them."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone

from blog.models import Post, Response
from coprod import guards
from tests.factories import make_post
from tests.reading import token_of

ANSWERS = {"name": "Nora", "message": "Thank you.\nThis helped me."}
Status = Response.Status


def open_post(title: str = "By the sea", **fields: Any) -> Post:
    return make_post(title, responses_open=True, **fields)


def make_response(post: Post, status: str = Status.SHOWN, *, days: float = 0, **fields: Any) -> Response:
    fields = {"name": "Nora", "message": "Thank you.", "key": uuid4(), **fields}
    when = timezone.now() - timedelta(days=days)
    return Response.objects.create(post=post, status=status, received_at=when, **fields)


def form_of(post: Post) -> str:
    return f"{post.get_absolute_url()}respond/"


def send(client: Client, post: Post, **answers: str) -> Any:
    """Open the form and send it, as slowly as a person."""
    page = client.get(form_of(post))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(guards, "FASTEST_PERSON", 0.0)
        return client.post(form_of(post), {**ANSWERS, "token": token_of(page), **answers})
