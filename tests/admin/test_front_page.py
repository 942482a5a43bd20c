"""The front page of the staff side: what waits, what comes up, and how things are done."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import Group, User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from blog.checking.noting import note_what_readers_see
from blog.models import ByLine, LastCheck, Post
from coprod.keeping.purging import Daily
from tests.admin.forms import soup
from tests.admin.rows import client_of, client_of_administrator
from tests.factories import make_post

pytestmark = pytest.mark.django_db

FRONT = "/admin/"


def tasks(client: Client) -> dict[str, str]:
    """What waits, each with its address."""
    links = soup(client.get(FRONT)).select(".tasks a")
    return {" ".join(link.get_text().split()): str(link["href"]) for link in links}


def titles(client: Client, address: str) -> list[str]:
    return [cell.get_text(strip=True) for cell in soup(client.get(address)).select("#result_list .field-title")]


def agree(post: Post, **dates: Any) -> None:
    last_year = timezone.localdate() - timedelta(days=365)
    ByLine.objects.filter(post=post).update(consent_given_by="Ann", consented_on=last_year, **dates)


def test_what_comes_out_or_down_is_listed_day_by_day() -> None:
    noon = timezone.localtime().replace(hour=12, minute=0, second=0, microsecond=0) + timedelta(days=2)
    make_post("Tea for two", publish_at=noon)
    make_post("Old news", unpublish_at=noon + timedelta(hours=2))
    make_post("Later still", publish_at=noon + timedelta(days=1))
    make_post("Not yet", status="draft", publish_at=None)
    days = soup(client_of_administrator().get(FRONT)).select(".coming-up dl > div")
    said = [re.sub(r"\s+", " ", day.get_text(" ", strip=True)) for day in days]
    assert [len(day.select("dd")) for day in days] == [2, 1]
    assert "12 noon: Tea for two is published" in said[0] or "12pm: Tea for two is published" in said[0]
    assert "2pm: Old news is taken down" in said[0]
    assert "Later still" in said[1]
    assert "Not yet" not in " ".join(said)


def test_posts_with_something_missing_are_counted_and_lead_to_a_list_of_them() -> None:
    whole, lacking = make_post("Whole"), make_post("Lacking", standfirst="")
    agree(whole, consent_review_on=timezone.localdate() + timedelta(days=400))
    agree(lacking, consent_review_on=timezone.localdate() + timedelta(days=400))
    make_post("A draft", status="draft", standfirst="")
    note_what_readers_see()
    client = client_of_administrator()
    assert titles(client, tasks(client)["1 post has something missing"]) == ["Lacking"]


def test_the_worker_notices_that_a_consent_has_run_out() -> None:
    post = make_post("Tea")
    agree(post, consent_review_on=timezone.localdate() + timedelta(days=60))
    Daily().purge(may_go_on=lambda: True)
    assert LastCheck.objects.get(post=post).missing == 0
    agree(post, consent_review_on=timezone.localdate() - timedelta(days=1))
    Daily().purge(may_go_on=lambda: True)
    assert LastCheck.objects.get(post=post).missing == 1


def test_consents_to_ask_about_this_month_are_counted() -> None:
    for title, days in (("Now", 0), ("Next year", 400)):
        agree(make_post(title), consent_review_on=timezone.localdate() + timedelta(days=days))
    client = client_of_administrator()
    assert titles(client, tasks(client)["1 consent to ask about this month"]) == ["Now"]


def test_an_editor_is_told_how_to_do_what_an_editor_may_do() -> None:
    editor = User.objects.create_user("ed", is_staff=True)
    editor.groups.add(Group.objects.get(name="Editor"))
    page = client_of(editor).get("/admin/how-do-i/").content.decode()
    assert "start from a guest’s Word document" in page
    assert "Forget a person" not in page
    assert "Publish, now or on a day" not in page
    everything = soup(client_of_administrator().get("/admin/how-do-i/"))
    headings = {heading["id"] for heading in everything.select("#content-main h2")}
    assert {str(link["href"]).removeprefix("#") for link in everything.select("#content-main nav a")} == headings
    assert len(headings) >= 12


def test_the_front_page_asks_no_more_however_much_there_is() -> None:
    client = client_of_administrator()
    client.get(FRONT)
    counts = []
    for rows in (1, 12):
        for number in range(rows):
            make_post(f"Post {rows} {number}", publish_at=timezone.now() + timedelta(days=number + 1))
        with CaptureQueriesContext(connection) as asked:
            client.get(FRONT)
        counts.append(len(asked))
    assert counts[0] == counts[1] <= 20
