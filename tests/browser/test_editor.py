"""The editor in a real browser: paste from Word, place a picture, be asked about a link, meet another editor."""

from typing import Any

from playwright.sync_api import Page, expect

from blog.models import Post, PostPicture, WorkingCopy
from tests.admin.forms import send
from tests.admin.rows import client_of_administrator
from tests.browser.pasting import paste_from_word
from tests.factories import make_picture, make_post

HIDE = """() => {
    Object.defineProperty(document, "hidden", { value: true, configurable: true });
    document.dispatchEvent(new Event("visibilitychange"));
}"""
TWO_FRAMES = "() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))"


def test_a_messy_fragment_and_a_picture_become_clean_html(staff: Page, live_server: Any, complaints: list[str]) -> None:
    post = make_post("The allotment", body="")
    row = PostPicture.objects.create(post=post, picture=make_picture(), alt="A heap of beans")
    staff.goto(f"{live_server.url}/admin/blog/post/{post.pk}/change/")
    paste_from_word(staff)
    expect(staff.locator(".paste-said")).to_contain_text("1 comment in the margin.")
    staff.keyboard.press("Control+End")
    staff.keyboard.press("Enter")
    staff.get_by_role("button", name="Put a picture here").click()
    staff.get_by_role("dialog", name="Which picture?").get_by_role("button", name="A heap of beans").click()
    expect(staff.get_by_role("img", name="Picture: A heap of beans")).to_be_visible()
    staff.get_by_role("button", name="Save", exact=True).click()
    expect(staff.locator(".messagelist")).to_contain_text("was changed successfully")
    body = Post.objects.get().body
    assert body.startswith("<h2>The allotment that remembered us</h2><p>We dig on <strong>Thursdays</strong>")
    assert "<ul><li><p>Beans</p><ul><li><p>runner beans</p></li>" in body
    assert f'<figure data-picture="{row.key}"></figure>' in body
    assert not any(mark in body for mark in ("style=", "class=", "Mso", "<span", "\u00a0"))
    staff.goto(live_server.url + post.get_absolute_url())
    expect(staff.get_by_role("img", name="A heap of beans")).to_be_visible()


def test_a_quotation_says_who_and_a_link_is_asked_about(staff: Page, live_server: Any, complaints: list[str]) -> None:
    staff.goto(f"{live_server.url}/admin/blog/post/add/")
    staff.locator(".ProseMirror").click()
    staff.keyboard.type("Nobody forgets a marrow.")
    staff.keyboard.press("Control+Shift+b")
    for key in ("End", "Enter", "Enter"):
        staff.keyboard.press(key)
    staff.keyboard.type("Wren, who grows them")
    staff.keyboard.press("Enter")
    staff.keyboard.type("See")
    staff.keyboard.press("Shift+Home")
    staff.wait_for_function("getSelection().toString() === 'See'")
    staff.evaluate(TWO_FRAMES)  # the editor hears of a selection a moment after the browser has made it
    staff.keyboard.press("Control+k")
    dialog = staff.get_by_role("dialog", name="Link")
    dialog.get_by_label("Web address", exact=False).fill("the page")
    staff.keyboard.press("Enter")
    expect(dialog.get_by_role("alert")).to_contain_text("There is a space in the address.")
    dialog.get_by_label("Web address", exact=False).fill("www.example.org")
    staff.keyboard.press("Enter")
    expect(dialog).to_have_count(0)
    expect(staff.locator(".word-count")).to_contain_text("9 words. About 1 minute to read.")
    expect(staff.locator("#id_body")).to_have_value(
        "<figure><blockquote><p>Nobody forgets a marrow.</p></blockquote><figcaption>Wren, who grows them</figcaption>"
        '</figure><p><a href="https://www.example.org">See</a></p>'
    )


def test_what_was_typed_is_kept_and_offered_and_another_save_is_told(
    staff: Page, live_server: Any, complaints: list[str]
) -> None:
    post = make_post("Ours", standfirst="As it was.")
    address = f"{live_server.url}/admin/blog/post/{post.pk}/change/"
    staff.goto(address)
    staff.get_by_role("textbox", name="Standfirst").fill("Mine, half do")
    staff.evaluate(HIDE)
    expect(staff.locator(".working-copy__said")).to_contain_text("Saved as a draft at ")
    send(client_of_administrator(), f"/admin/blog/post/{post.pk}/change/", "post_form", standfirst="Theirs.")
    staff.goto(address)
    expect(staff.get_by_role("heading", name="We kept what you wrote at")).to_be_visible()
    staff.get_by_role("link", name="Use it").click()
    expect(staff.get_by_role("textbox", name="Standfirst")).to_have_value("Mine, half do")
    staff.get_by_role("textbox", name="Standfirst").fill("Mine, done.")
    staff.get_by_role("button", name="Save", exact=True).click()
    conflict = staff.get_by_role("region", name="What is stored now is not what you had opened")
    expect(conflict.locator("del")).to_contain_text("Theirs.")
    expect(staff.get_by_role("textbox", name="Standfirst")).to_have_value("Mine, done.")
    conflict.get_by_label("I have seen this.", exact=False).check()
    staff.get_by_role("button", name="Save", exact=True).click()
    expect(staff.locator(".messagelist")).to_contain_text("was changed successfully")
    assert Post.objects.get().standfirst == "Mine, done."
    assert not WorkingCopy.objects.exists()
