"""What an editor, an import or an attacker sends, and what is left of it for readers."""

import re
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coprod import richtext

HOSTILE = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<svg/onload=alert(1)>",
    '<a href="java\tscript:alert(1)">x</a>',
    "<a href='vbscript:x'>x</a>",
    '<iframe srcdoc="<script>alert(1)</script>"></iframe>',
    "<p onclick=alert(1)>x</p>",
    "<p style='background:url(//evil.test)'>x</p>",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>",
    "<scr<script>ipt>alert(1)</script>",
    "<math><mtext></mtext><mglyph><style><!--</style><img title='--><img src=x onerror=alert(1)>'>",
    "<form action=//evil.test><input name=password></form>",
    "<a href='data:text/html,<script>alert(1)</script>'>x</a>",
]
TAG = re.compile(r"<(\w+)([^>]*)>")


@pytest.mark.parametrize("source", HOSTILE)
def test_nothing_that_could_run_is_left(source: str) -> None:
    cleaned = richtext.clean(source)
    assert {name for name, _ in TAG.findall(cleaned)} <= {"p", "a"}
    assert not any(attributes for _, attributes in TAG.findall(cleaned))


def test_what_the_editor_can_write_stays_as_it_is() -> None:
    written = (
        "<h2>Heading</h2><p>Some <strong>bold</strong> and <em>soft</em> words,<br>a "
        '<a href="https://example.org/">link</a>.</p><ul><li><p>One</p></li></ul>'
        "<blockquote><p>Said so.</p></blockquote>"
        "<figure><blockquote><p>And so.</p></blockquote><figcaption>Ann <em>Bell</em></figcaption></figure>"
        '<figure data-picture="aB3_-x"></figure>'
        '<table><tbody><tr><th colspan="2">A</th><td>B</td></tr></tbody></table>'
    )
    assert richtext.clean(written) == written


def test_empty_paragraphs_and_headings_go() -> None:
    assert (
        richtext.clean("<h2> </h2><p>One</p><p>&nbsp;</p><p><strong><br></strong></p><p>Two</p>")
        == "<p>One</p><p>Two</p>"
    )


FIGURES = {
    "<p>a<figure data-picture='k1' onclick='x()'><img src=x onerror=x()>words</figure>b</p>": (
        '<p>a</p><figure data-picture="k1"></figure>b<p></p>'
    ),
    "<figure data-picture='a b'>words</figure>": "words",
    "<figure data-picture='../x'></figure>": "",
    "<figure><p>Only</p></figure><figcaption>Alone</figcaption>": "<p>Only</p><p>Alone</p>",
    "<figure><figure data-picture='k'></figure><figcaption>c</figcaption></figure>": (
        '<figure data-picture="k"></figure><p>c</p>'
    ),
    "<figure><blockquote> </blockquote><figcaption>Ann</figcaption></figure>": "<p>Ann</p>",
    "<figure><blockquote>Hi</blockquote><figcaption> </figcaption></figure>": "<blockquote>Hi</blockquote>",
    "<figure><blockquote>Hi</blockquote><figcaption><p>Ann</p><p>Bob</p></figcaption></figure>": (
        "<figure><blockquote>Hi</blockquote><figcaption>Ann Bob</figcaption></figure>"
    ),
    "<blockquote><p>Hi</p><p><cite>Ann</cite></p></blockquote>": (
        "<figure><blockquote><p>Hi</p></blockquote><figcaption>Ann</figcaption></figure>"
    ),
}


@pytest.mark.parametrize("source", FIGURES)
def test_a_figure_is_a_quotation_with_who_said_it_or_the_place_of_a_picture(source: str) -> None:
    assert richtext.clean(source) == FIGURES[source].replace("<p></p>", "")


@pytest.mark.parametrize("piece", ["<figure>", "<blockquote><cite>", "<blockquote>", "<figure><blockquote>a"])
def test_tags_in_tags_without_end_are_cleaned_quickly(piece: str) -> None:
    start = time.process_time()
    assert "<" not in richtext.clean(piece * 20_000)
    assert time.process_time() - start < 2


def test_a_paragraph_that_begins_with_many_hard_spaces_is_cleaned_quickly() -> None:
    """People indent with them, and Word does. Each could be read in two ways: forty took days."""
    started = time.process_time()
    assert richtext.clean("<p>" + "&nbsp;" * 400 + "Words</p>").endswith("Words</p>")
    assert richtext.clean("<p>" + "&nbsp;" * 400 + "</p>") == ""
    assert time.process_time() - started < 1


def test_a_nul_is_dropped_because_postgres_cannot_hold_one() -> None:
    assert richtext.clean("<p>a\0b</p>") == "<p>ab</p>"


PIECES = ["figure", "figcaption", "blockquote", "cite", "p", "strong"]
TAGS = st.sampled_from([f"{mark}{name}>" for name in PIECES for mark in ("<", "</")] + ["a", " ", "\0", "&nbsp;"])
LETTERS = st.text(alphabet=st.sampled_from('<>/"= abcdphimgsrcon\0\u00a0&;!-\n'), max_size=80)
PICTURE = st.just('<figure data-picture="k">')


@given(LETTERS | st.lists(TAGS | PICTURE, max_size=20).map("".join))
def test_cleaning_twice_changes_nothing(source: str) -> None:
    once = richtext.clean(source)
    assert richtext.clean(once) == once


def test_plain_words_keep_apart_what_stood_in_separate_blocks() -> None:
    assert richtext.plain("<h2>Tea</h2><p>One &amp; two<br>three</p>") == "Tea One & two three"


@pytest.mark.parametrize(("words", "minutes"), [(0, 1), (10, 1), (200, 1), (700, 4)])
def test_reading_time_is_whole_minutes_and_never_less_than_one(words: int, minutes: int) -> None:
    assert richtext.reading_minutes(richtext.word_count(f"<p>{'word ' * words}</p>")) == minutes
