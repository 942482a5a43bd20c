"""Pastes into the editor what Word puts on the clipboard."""

from pathlib import Path

from playwright.sync_api import Page

WORD = Path(__file__).parent.parent / "coprod" / "tidying" / "fragments" / "word.html"
PASTE = """html => {
    const data = new DataTransfer();
    data.setData("text/html", html);
    const event = new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true });
    document.querySelector(".ProseMirror").dispatchEvent(event);
}"""


def paste_from_word(page: Page) -> None:
    page.locator(".ProseMirror").click()
    page.evaluate(PASTE, WORD.read_text())
