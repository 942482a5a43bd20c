"""A post before it is public, in a real browser: three widths for staff, and a guest who says yes on a phone."""

from typing import Any

import pytest
from django.test import Client
from playwright.sync_api import Page, expect

from blog.models import GuestAnswer, Post, PreviewLink
from tests.admin.rows import EDITOR
from tests.browser.barriers import serious_barriers
from tests.factories import give_picture, make_author, make_post, make_staff


@pytest.fixture
def post(live_server: Any) -> Post:
    post = make_post("My garden", authors=[make_author("Greta Guest")], status=Post.Status.DRAFT)
    give_picture(post)
    return post


def test_staff_see_three_widths_and_the_policy_stops_nothing(
    page: Page, live_server: Any, post: Post, complaints: list[str]
) -> None:
    client = Client()
    client.force_login(make_staff(*EDITOR))
    cookie = client.cookies["session" if "session" in client.cookies else "sessionid"]
    page.context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": live_server.url}])
    page.goto(f"{live_server.url}/admin/blog/post/{post.pk}/preview/")
    for width in (320, 768, 1280):
        frame = page.frame_locator(f"iframe[width='{width}']")
        expect(frame.get_by_role("heading", level=1)).to_have_text("My garden")
        assert frame.locator("html").evaluate("page => page.scrollWidth <= page.clientWidth")
        assert frame.locator("html").evaluate("() => innerWidth") == width
    assert serious_barriers(page) == []


def test_a_guest_sees_the_picture_and_axe_finds_no_fault(page: Page, live_server: Any, post: Post) -> None:
    _link, token = PreviewLink.make(post, name="Greta Guest", by=None)
    page.goto(f"{live_server.url}/blog/preview/{token}/")
    assert page.locator("article img").first.evaluate("picture => picture.naturalWidth") > 0
    assert serious_barriers(page) == []


def test_a_guest_says_yes_on_a_phone(narrow: Page, live_server: Any, post: Post, _people_take_their_time: None) -> None:
    _link, token = PreviewLink.make(post, name="Greta Guest", by=None)
    narrow.goto(f"{live_server.url}/blog/preview/{token}/")
    expect(narrow.get_by_role("heading", level=1)).to_have_text("My garden")
    assert narrow.evaluate("document.documentElement.scrollWidth") <= 320
    narrow.get_by_role("button", name="I am happy with it").click()
    expect(narrow).to_have_title("Error: To read before it is published: My garden – Coprod")
    narrow.locator("#approve_name").fill("Greta")
    narrow.get_by_role("button", name="I am happy with it").click()
    expect(narrow.get_by_role("heading", level=1)).to_have_text("Thank you, we have your answer")
    answer = GuestAnswer.objects.get()
    assert (answer.kind, answer.name, answer.looks_automatic) == ("approved", "Greta", False)
