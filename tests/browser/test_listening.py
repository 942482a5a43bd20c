"""The device reads a story aloud. Without a screen Chromium has no voices: a made-up one notes what it says."""

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.barriers import barriers
from tests.factories import make_post

VOICES = """
    const said = [];
    class Words { constructor(text) { this.text = text; } }
    const speech = {
        voices: [{ lang: "en-GB", localService: %s, name: "Ann" }],
        getVoices() { return this.voices; },
        addEventListener() {},
        speak(words) { said.push([words.text, words.rate]); this.now = words; },
        cancel() {}, pause() { this.paused = true; }, resume() { this.paused = false; },
    };
    Object.defineProperty(window, "speechSynthesis", { value: speech });
    Object.defineProperty(window, "SpeechSynthesisUtterance", { value: Words });
    window.said = said;
"""


@pytest.fixture
def story(live_server: Any) -> str:
    make_post("Tea", slug="tea", standfirst="We meet.", body="<h2>Why</h2><ul><li>One</li><li><p>Two</p></li></ul>")
    return f"{live_server.url}/blog/tea/"


def test_a_story_is_read_aloud_and_the_text_is_followed(page: Page, story: str, complaints: list[str]) -> None:
    page.add_init_script(VOICES % "true")
    page.goto(story)
    assert page.evaluate("said") == []  # nothing starts by itself
    page.get_by_role("button", name="Listen").click()
    expect(page.locator("[data-listening]")).to_have_text("Tea")
    expect(page.get_by_role("button", name="Pause")).to_be_focused()
    for _block in range(4):
        page.evaluate("speechSynthesis.now.onend()")
    assert [text for text, _rate in page.evaluate("said")] == ["Tea", "We meet.", "Why", "One", "Two"]
    expect(page.locator("[data-listening]")).to_have_text("Two")
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Go on")).to_be_focused()
    page.keyboard.press("Enter")
    page.get_by_label("Read slowly").check()
    page.get_by_role("button", name="Go back a bit").click()
    assert page.evaluate("said.at(-1)") == ["One", 0.8]
    assert barriers(page) == []
    page.get_by_role("button", name="Stop").click()
    expect(page.locator("[data-listening]")).to_have_count(0)
    expect(page.get_by_role("button", name="Listen")).to_be_focused()


def test_a_voice_that_sends_the_words_away_is_not_offered(page: Page, story: str) -> None:
    page.add_init_script(VOICES % "false")
    page.goto(story)
    expect(page.get_by_role("button", name="Print this page")).to_be_visible()
    expect(page.get_by_role("button", name="Listen")).to_have_count(0)
