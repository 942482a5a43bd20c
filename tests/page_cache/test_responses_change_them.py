"""What readers see of responses makes kept pages old at once. What anyone may send does not, however often."""

import pytest
from django.test import Client

from blog.models import Response
from coprod.page_cache.version import Clock
from tests.blog.responses.responding import Status, make_response, open_post, send

pytestmark = pytest.mark.django_db(transaction=True)


def version() -> str:
    reading = Clock().now()
    assert reading
    return reading.version


def test_only_what_staff_let_through_makes_kept_pages_old(client: Client) -> None:
    post = open_post(slug="sea")
    before = version()
    send(client, post)
    row = Response.objects.get()
    row.move(status=Status.REFUSED, assignee_id=None)
    assert version() == before
    for status in (Status.SHOWN, Status.HIDDEN, Status.SHOWN):
        row.move(status=status, assignee_id=None)
        assert version() != before
        before = version()
    client.post(f"/blog/sea/responses/{row.pk}/report/")
    assert Response.objects.get().status == Status.REPORTED
    assert version() == before
    Response.objects.update(name="N.")
    assert version() != before
    before = version()
    row.delete()
    assert version() != before
    before = version()
    make_response(post)
    assert version() != before


def test_a_hidden_response_leaves_a_kept_page_at_once(client: Client) -> None:
    row = make_response(open_post(slug="sea"))
    assert b"Nora" in client.get("/blog/sea/").content
    row.move(status=Status.HIDDEN, assignee_id=None)
    assert b"Nora" not in client.get("/blog/sea/").content
    assert client.get("/blog/sea/responses/").status_code == 404
