"""A reader reports a response in one step: it stays, staff see it at once, and the answer tells nothing."""

import pytest
from django.test import Client

from blog.models import Response
from coprod import guards
from tests.blog.responses.responding import Status, make_response, open_post
from tests.reading import text_of

pytestmark = pytest.mark.django_db


def test_one_press_of_a_button_reports_it_and_it_stays(client: Client) -> None:
    post = open_post(slug="sea")
    row = make_response(post)
    address = f"/blog/sea/responses/{row.pk}/report/"
    assert f'href="{address}"' in text_of(client.get("/blog/sea/"))
    page = client.get(address)
    assert "no-store" in page["Cache-Control"]
    assert Response.objects.get().reports == 0, "a link never acts"
    answer = client.post(address)
    assert "Thank you for telling us" in text_of(client.get(answer["Location"]))
    client.post(address)
    row.refresh_from_db()
    assert (row.status, row.reports) == (Status.REPORTED, 2)
    assert row.reported_at is not None
    assert "<bdi>Nora</bdi>" in text_of(client.get("/blog/sea/"))


def test_reporting_tells_nobody_what_is_hidden(client: Client) -> None:
    post, other = open_post(slug="sea"), open_post("Hills")
    rows = [make_response(post, status) for status in (Status.NEW, Status.REFUSED, Status.HIDDEN)]
    numbers = [*(row.pk for row in rows), make_response(other).pk, 999_999]
    addresses = [f"/blog/sea/responses/{number}/report/" for number in numbers]
    looks = [client.get(address) for address in addresses]
    assert {answer.status_code for answer in looks} == {404}
    pages = {text_of(answer).replace(address, "") for answer, address in zip(looks, addresses, strict=True)}
    assert len(pages) == 1
    sent = [client.post(address) for address in addresses]
    assert {answer["Location"] for answer in sent} == {"/blog/sea/responses/reported/"}
    assert set(Response.objects.values_list("reports", flat=True)) == {0}
    assert [Response.objects.get(pk=row.pk).status for row in rows] == [row.status for row in rows]


def test_a_number_that_no_row_can_have_is_an_answer_like_any_other(client: Client) -> None:
    open_post(slug="sea")
    for number in ("9" * 30, "0"):
        assert client.get(f"/blog/sea/responses/{number}/report/").status_code == 404
        assert client.post(f"/blog/sea/responses/{number}/report/").status_code == 302


def test_few_people_have_many_reports_to_make(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(guards, "MANY_REPORTS", 1)
    address = f"/blog/sea/responses/{make_response(open_post(slug='sea')).pk}/report/"
    assert [client.post(address).status_code for _time in range(2)] == [302, 429]
    assert Response.objects.get().reports == 1


def test_a_report_without_its_safety_code_shows_the_button_again() -> None:
    row = make_response(open_post(slug="sea"))
    strict = Client(enforce_csrf_checks=True)
    answer = strict.post(f"/blog/sea/responses/{row.pk}/report/")
    assert answer.status_code == 403
    assert "Report this response" in text_of(answer)
    assert Response.objects.get().reports == 0
