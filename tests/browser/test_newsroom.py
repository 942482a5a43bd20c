"""A guest's piece on its whole way: an editor writes it down, a publisher lets it out, readers see it from its time on.

Each of the three has a browser of their own, and none of the browsers may complain.
"""

from collections.abc import Callable, Iterator
from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
from django.utils import timezone
from PIL import Image
from playwright.sync_api import Browser, BrowserContext, FilePayload, Page, expect

from blog.models import Post
from coprod.accounts.roles import EDITOR, PUBLISHER
from tests.browser.conftest import PASSWORD
from tests.browser.pasting import paste_from_word

TITLE = "The beans that came back"
CAMERA = b"Pocketphone"
LISTS = [
    *("/", "/blog/", "/blog/tag/allotments/", "/blog/author/gwen-gardener/", "/search/?q=beans", "/sitemap.xml"),
    *("/blog/feed/", "/blog/feed/rss/", "/blog/tag/allotments/feed/", "/blog/author/gwen-gardener/feed/"),
]
People = Callable[..., Page]


@pytest.fixture
def people(browser: Browser, live_server: Any) -> Iterator[People]:
    """Gives each person a browser; those with a role have logged in. No browser may have complained at the end."""
    said: list[str] = []
    opened: list[BrowserContext] = []

    def someone(role: str = "") -> Page:
        context = browser.new_context(base_url=live_server.url)
        context.on("console", lambda line: said.append(line.text) if line.type in {"error", "warning"} else None)
        context.on("weberror", lambda error: said.append(str(error.error)))
        opened.append(context)
        page = context.new_page()
        if role:
            log_in(page, role)
        return page

    yield someone
    for context in opened:
        # A form of a post says to the server that it closes: nothing may come when the tables are emptied.
        context.pages[0].goto("/about/", wait_until="networkidle")
        context.close()
    assert said == []


def log_in(page: Page, role: str) -> None:
    from django.contrib.auth.models import Group, User

    user = User.objects.create_user(role.lower(), password=PASSWORD, is_staff=True)
    user.groups.add(Group.objects.get(name=role))
    page.goto("/admin/")
    page.get_by_label("Username").fill(user.username)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Log in").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("What would you like to do?")


def phone_picture() -> FilePayload:
    """A picture as a phone takes it: on its side, with the name of the phone and the place where it was."""
    exif = Image.Exif()
    exif[0x010F], exif[0x0112] = CAMERA.decode(), 6
    exif.get_ifd(0x8825).update({1: "N", 2: (51.0, 37.0, 12.0), 3: "W", 4: (3.0, 56.0, 24.0)})
    data = BytesIO()
    Image.new("RGB", (1200, 900), "teal").save(data, "JPEG", exif=exif)
    assert CAMERA in data.getvalue()
    return {"name": "IMG_2041.jpg", "mimeType": "image/jpeg", "buffer": data.getvalue()}


def write_it_down(page: Page) -> None:
    """All of it but what the picture shows, and when the guest said yes."""
    page.get_by_role("link", name="Write a post").click()
    page.get_by_label("Title").fill(TITLE)
    page.get_by_label("Standfirst").fill("Five of us took on an allotment that nobody wanted.")
    page.get_by_label("Tags").fill("allotments")
    paste_from_word(page)
    author = page.locator("#by_line-0")
    author.get_by_label("Or someone new: their name").fill("Gwen Gardener")
    author.get_by_label("Role when they wrote this").fill("Carer")
    author.get_by_label("Who said yes to publishing").fill("Gwen Gardener")
    page.locator("#id_pictures-0-picture").set_input_files(phone_picture())
    page.locator(".ProseMirror td").last.click()
    page.get_by_role("button", name="Put a picture here").click()
    page.get_by_role("dialog", name="Which picture?").get_by_role("button", name="Picture 1").click()
    expect(page.get_by_role("img", name="Picture 1, which has no description yet")).to_be_visible()


def be_refused_and_mend_it(page: Page) -> None:
    page.get_by_role("button", name="Save", exact=True).click()
    problems = page.get_by_role("alert", name="There is a problem")
    expect(problems).to_be_focused()
    assert not Post.objects.exists()
    problems.get_by_role("link", name="Enter the day on which they said yes.").click()
    expect(page.locator("#id_by_line-0-consented_on")).to_be_focused()
    page.locator("#id_by_line-0-consented_on").fill(timezone.localdate().isoformat())
    problems.get_by_role("link", name="Say what the picture shows").click()
    expect(page.locator("#id_pictures-0-alt")).to_be_focused()
    page.keyboard.type("A bowl of beans")
    page.get_by_label("Note").fill("Gwen asks for the weekend.")
    page.get_by_role("button", name="Send for review").click()
    expect(page.locator(".messagelist")).to_contain_text(f"“{TITLE}”: In review")
    expect(page.get_by_role("button", name="Approve")).to_have_count(0)


def look_approve_and_schedule(page: Page) -> None:
    page.get_by_role("link", name="1 post in review").click()
    page.get_by_role("link", name=TITLE).click()
    expect(page.get_by_text("Gwen asks for the weekend.")).to_be_visible()
    page.get_by_role("link", name="Preview", exact=True).click()
    for width in (320, 768, 1280):
        shown = page.frame_locator(f"iframe[width='{width}']")
        expect(shown.get_by_role("heading", level=1)).to_have_text(TITLE)
        expect(shown.get_by_role("img", name="A bowl of beans")).to_be_visible()
    page.get_by_role("link", name="Back to the form").click()
    page.get_by_role("button", name="Approve").click()
    expect(page.locator(".messagelist")).to_contain_text(f"“{TITLE}”: Approved")
    page.get_by_label("Day and time").fill(f"{timezone.localdate() + timedelta(days=2)}T10:30")
    page.get_by_role("button", name="Schedule").click()
    expect(page.locator(".messagelist")).to_contain_text(f"“{TITLE}”: Scheduled for ")


def where_seen(reader: Page, post: Post) -> set[str]:
    """At which of the addresses a reader meets the post, the page and the files of its picture included."""
    at = {post.get_absolute_url(), *LISTS, f"/blog/{timezone.localdate():%Y/%m}/", *files_of(post)}
    found = set()
    for address in at:
        answer = reader.request.get(address)
        if answer.ok and (address.startswith("/media/") or post.slug in answer.text()):
            found.add(address)
    return found


def files_of(post: Post) -> list[str]:
    picture: Any = post.pictures.get().picture
    return [picture.url, *(part.split()[0] for one in picture.sources for part in one.srcset.split(", "))]


def test_a_guests_piece_goes_from_word_to_its_readers_through_two_people(people: People) -> None:
    editor, publisher, reader = people(EDITOR), people(PUBLISHER), people()
    write_it_down(editor)
    be_refused_and_mend_it(editor)
    publisher.reload()
    look_approve_and_schedule(publisher)

    post = Post.objects.get()
    assert post.body.startswith("<h2>The allotment that remembered us</h2><p>We dig on <strong>Thursdays</strong>")
    assert post.body.endswith(f'</table><figure data-picture="{post.pictures.get().key}"></figure>')
    assert where_seen(reader, post) == set()

    Post.objects.update(publish_at=timezone.now() - timedelta(seconds=1))
    reader.goto(post.get_absolute_url())
    expect(reader.get_by_role("img", name="A bowl of beans")).to_be_visible()
    expect(reader.get_by_text("Gwen Gardener, Carer").first).to_be_visible()
    month = f"/blog/{timezone.localdate():%Y/%m}/"
    assert where_seen(reader, post) == {post.get_absolute_url(), *LISTS, month, *files_of(post)}
    for address in files_of(post):
        served = reader.request.get(address).body()
        assert CAMERA not in served
        assert not Image.open(BytesIO(served)).getexif(), address
