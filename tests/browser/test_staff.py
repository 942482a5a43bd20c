"""Staff in a real browser: writing with the editor, and pages that neither axe nor the policy complains about."""

from typing import Any

import pytest
from django.conf import settings
from playwright.sync_api import Page, expect

from blog.models import Author, ImportRun, Post
from tests.admin.rows import make_enquiry, make_sign_up
from tests.browser.barriers import PARTS, serious_barriers
from tests.factories import make_author, make_group, make_network, make_post


def editor(page: Page) -> Any:
    return page.get_by_role("textbox", name="Text", exact=False).and_(page.locator(".ProseMirror"))


def test_a_post_is_written_with_the_editor_and_the_site_shows_clean_html(
    staff: Page, live_server: Any, complaints: list[str]
) -> None:
    staff.goto(f"{live_server.url}/admin/blog/post/add/")
    staff.get_by_label("Title").fill("Written by hand")
    editor(staff).click()
    staff.get_by_role("button", name="Heading", exact=True).click()
    staff.keyboard.type("How it began")
    staff.keyboard.press("Enter")
    staff.keyboard.type("It was  raining, and we ")
    staff.get_by_role("button", name="Bold").click()
    staff.keyboard.type("laughed")
    staff.get_by_role("button", name="Bold").click()
    staff.keyboard.type(" a lot.")
    staff.keyboard.press("Enter")
    staff.get_by_role("button", name="List with bullets").click()
    staff.keyboard.type("Tea")
    staff.keyboard.press("Enter")
    staff.keyboard.type("Cake")
    staff.keyboard.press("Shift+Home")
    staff.get_by_role("button", name="Add or change a link", exact=False).click()
    dialog = staff.get_by_role("dialog", name="Link")
    dialog.get_by_label("Web address", exact=False).fill("https://example.org/cake")
    dialog.get_by_role("button", name="Done").click()
    expect(staff.locator(".ProseMirror a")).to_have_text("Cake")
    staff.get_by_role("button", name="Save", exact=True).click()
    expect(staff.locator(".messagelist")).to_contain_text("was added successfully")

    assert Post.objects.get().body == (
        "<h2>How it began</h2><p>It was  raining, and we <strong>laughed</strong> a lot.</p>"
        '<ul><li><p>Tea</p></li><li><p><a href="https://example.org/cake">Cake</a></p></li></ul>'
    )
    staff.goto(f"{live_server.url}/blog/written-by-hand/")
    expect(staff.get_by_role("heading", name="How it began", level=2)).to_be_visible()


def test_the_editor_works_with_the_keyboard_alone_and_says_what_it_is(
    staff: Page, live_server: Any, complaints: list[str]
) -> None:
    staff.goto(f"{live_server.url}/admin/blog/post/add/")
    expect(editor(staff)).to_have_attribute("aria-multiline", "true")
    staff.get_by_label("Standfirst").focus()
    names: list[str] = []
    for _ in range(20):
        staff.keyboard.press("Tab")
        if staff.evaluate("document.activeElement.classList.contains('ProseMirror')"):
            break
        names.append(staff.evaluate("document.activeElement.getAttribute('aria-label')"))
    assert names[:3] == ["Heading", "Smaller heading", "Ordinary paragraph"]
    assert all(names)
    staff.keyboard.type("Typed")
    staff.keyboard.press("Control+b")
    staff.keyboard.type(" by keys")
    expect(staff.locator("#id_body")).to_have_value("<p>Typed<strong> by keys</strong></p>")


def test_a_table_and_undo_break_no_rule_of_the_policy(staff: Page, live_server: Any, complaints: list[str]) -> None:
    staff.goto(f"{live_server.url}/admin/blog/post/add/")
    editor(staff).click()
    staff.keyboard.type("Before")
    staff.locator('.prose-menubar button[aria-label*="table" i]').first.click()
    dialog = staff.get_by_role("dialog")
    if dialog.count():
        dialog.locator("button[type=submit]").click()
    expect(staff.locator(".ProseMirror table")).to_have_count(1)
    staff.get_by_role("button", name="Undo").click()
    expect(staff.locator(".ProseMirror table")).to_have_count(0)


def test_someone_new_and_someone_known_share_a_by_line(staff: Page, live_server: Any, complaints: list[str]) -> None:
    make_author("Ann Known")
    staff.goto(f"{live_server.url}/admin/blog/post/add/")
    staff.get_by_label("Title").fill("With an author")
    staff.locator("#by_line-0").get_by_label("Or someone new: their name").fill("Dee New")
    staff.get_by_text("Add another Author").click()
    box = staff.locator("#by_line-1").get_by_role("combobox", name="Someone who has written before")
    box.focus()
    staff.keyboard.press("Enter")
    staff.get_by_role("searchbox", name="Type to search").fill("known")
    staff.get_by_role("option", name="Ann Known").click()
    staff.get_by_role("button", name="Save", exact=True).click()
    expect(staff.locator(".messagelist")).to_contain_text("was added successfully")
    assert [line.author.name for line in Post.objects.get().by_line.all()] == ["Dee New", "Ann Known"]


@pytest.mark.parametrize("part", range(PARTS))
def test_no_page_of_the_staff_side_has_a_serious_barrier_or_breaks_the_policy(
    staff: Page, live_server: Any, complaints: list[str], part: int
) -> None:
    network = make_network()
    post, group = make_post(tags=["care"]), make_group(network)
    sign_up, enquiry = make_sign_up(network, helper_name="Hal"), make_enquiry(network, message="Hello")
    moving = ImportRun.objects.create(name="feed.atom", file="x", state="running", done=3, total=9)
    lines = {"title": "Please check", "lines": [f"{settings.SITE_URL}/blog/x/ its title was too long"], "more": 0}
    found = {"counts": [["New posts", 1]], "lists": [lines], "posts": [post.pk], "needing": 1}
    moved = ImportRun.objects.create(name="feed.atom", file="x", state="done", found=found, said="Imported: 1.")
    paths = [
        *("blog/importrun/", "blog/importrun/add/", *(f"blog/importrun/{run.pk}/change/" for run in (moving, moved))),
        *("", "blog/post/", "blog/post/add/", f"blog/post/{post.pk}/change/", f"blog/post/{post.pk}/delete/"),
        *(
            f"blog/post/{post.pk}/versions/",
            f"blog/post/{post.pk}/history/",
            "blog/author/",
            "blog/author/add/",
            "taggit/tag/",
            "blog/oldaddress/add/",
        ),
        *("networks/signup/", f"networks/signup/{sign_up.pk}/change/", f"networks/enquiry/{enquiry.pk}/change/"),
        *(f"networks/person/{sign_up.person_id}/{page}/" for page in ("change", "put-right")),
        *(f"networks/signup/{sign_up.pk}/left/", f"networks/network/{network.pk}/change/"),
        *("networks/group/", f"networks/group/{group.pk}/change/", "networks/consentstatement/add/"),
        *("coprod/organisation/1/change/", "coprod/page/", "coprod/outgoingmail/", "auth/user/"),
    ]
    barriers = {}
    for path in paths[part::PARTS]:
        staff.goto(f"{live_server.url}/admin/{path}")
        staff.wait_for_load_state("networkidle")
        assert complaints == [], path
        barriers[path] = serious_barriers(staff)
        complaints.clear()  # axe itself adds styles to look at the page
    assert barriers == {path: [] for path in paths[part::PARTS]}


def test_the_log_in_page_has_no_serious_barrier(page: Page, live_server: Any, complaints: list[str]) -> None:
    page.goto(f"{live_server.url}/admin/login/")
    assert complaints == []
    assert serious_barriers(page) == []
    complaints.clear()


def test_back_after_a_save_leads_to_what_was_saved_and_another_save_makes_no_second_one(
    staff: Page, live_server: Any, complaints: list[str]
) -> None:
    staff.goto(f"{live_server.url}/admin/blog/author/add/")
    staff.get_by_label("Name").fill("Gwen Gardener")
    staff.get_by_role("button", name="Save", exact=True).click()
    expect(staff.locator(".messagelist")).to_contain_text("was added successfully")
    staff.go_back()
    expect(staff.locator(".messagelist")).to_contain_text("You have saved this already. Here you can change it.")
    staff.get_by_label("Name").fill("Gwen A. Gardener")
    staff.get_by_role("button", name="Save", exact=True).click()
    expect(staff.locator(".messagelist")).to_contain_text("was changed successfully")
    assert [author.name for author in Author.objects.all()] == ["Gwen A. Gardener"]
