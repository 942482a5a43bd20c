"""Lists of the staff pages, asked for days that no calendar has and for more words than anybody types."""

import pytest
from django.test import Client

from blog.models import Post
from coprod.models import Erasure, StaffAccess
from tests.admin.forms import answers_in, rows_in
from tests.admin.rows import client_of_administrator, make_sign_up
from tests.factories import make_author, make_network, make_post

pytestmark = pytest.mark.django_db
DAYS = [
    "{0}__year=99999999999",
    "{0}__year=9999",
    "{0}__year=9999&{0}__month=12",
    "{0}__year=9999&{0}__month=12&{0}__day=31",
    "{0}__year=2027&{0}__month=99999999999",
    "{0}__year=0",
    "{0}__year=-1",
    "{0}__year=",
    "{0}__year=soon",
    "{0}__year__gte=99999999999",
    "{0}__gte=99999-01-01",
]
SEARCHED = [
    "blog/post",
    "blog/author",
    "blog/submission",
    "blog/response",
    "networks/signup",
    "networks/person",
    "networks/enquiry",
]


@pytest.fixture
def staff() -> Client:
    return client_of_administrator()


@pytest.mark.parametrize("asked", DAYS)
def test_a_day_that_no_calendar_has_shows_the_whole_list(staff: Client, asked: str) -> None:
    make_post("A pot of tea")
    Erasure.objects.create()
    StaffAccess.objects.create(username="someone", action=StaffAccess.Action.VIEWED, rows=[])
    for address, day in (("blog/post", "publish_at"), ("coprod/erasure", "at"), ("coprod/staffaccess", "at")):
        page = staff.get(f"/admin/{address}/?{asked.format(day)}", follow=True)
        assert (page.status_code, len(rows_in(page))) == (200, 1), address


@pytest.mark.parametrize(
    "day",
    [
        "{0}__month=99999999999",
        "{0}__day=-1",
        "{0}__year=1",
        "{0}__year=2027&{0}__day=31",
        "{0}__year__in=99999999999,1",
    ],
)
def test_a_day_without_a_year_and_a_day_long_ago_are_answered(staff: Client, day: str) -> None:
    make_post("A pot of tea")
    assert staff.get(f"/admin/blog/post/?{day.format('publish_at')}", follow=True).status_code == 200


def test_keys_that_no_form_of_ours_carries_find_nothing_and_break_nothing(staff: Client) -> None:
    carried = {"copy_key": "a\0b", "pictures-0-held": "a\0b"}
    page = answers_in(staff.get("/admin/blog/post/add/"), "post_form")
    answer = staff.post("/admin/blog/post/add/", {**page, "title": "Tea", **carried, "_save": "Save"})
    assert answer.status_code == 302
    assert Post.objects.get().title == "Tea"


@pytest.mark.parametrize("ticked", ["a\0b", "soon", "9" * 30])
def test_what_no_list_has_to_tick_is_refused(staff: Client, ticked: str) -> None:
    make_post("A pot of tea")
    answer = staff.post("/admin/blog/post/", {"action": "put_in_bin", "_selected_action": [ticked]})
    assert answer.status_code == 400


@pytest.mark.parametrize("address", [*SEARCHED, "inbox"])
def test_three_thousand_words_are_searched_for_without_an_error(staff: Client, address: str) -> None:
    make_sign_up(make_network("Research Network"), "Edith Example")
    assert staff.get(f"/admin/{address}/", {"q": "tea " * 3000}).status_code == 200


def test_many_words_find_what_has_the_first_of_them(staff: Client) -> None:
    make_post("A pot of tea", authors=[make_author("Zoe")])
    assert len(rows_in(staff.get("/admin/blog/post/", {"q": "tea " * 3000}))) == 1
    assert len(rows_in(staff.get("/admin/blog/post/", {"q": "coffee " * 3000}))) == 0
