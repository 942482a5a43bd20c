"""What editors left behind becomes clean HTML, and stays as it is when that is done again."""

import time

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from blog.importers.wordpress_text import as_html
from coprod.tidying.markup import Picture
from coprod.tidying.tidy import mended, tidy
from coprod.tidying.well_formed import TooDeep
from tests.blog.importers.samples import word

CASES = {
    "Word's paragraphs": (word("One.", "Two."), "<p>One.</p><p>Two.</p>"),
    "br runs": ("One<br /><br/>\n<br>Two<br>lines", "<p>One</p><p>Two<br>lines</p>"),
    "empty lines with spaces": ("One<br>&nbsp;<br>Two", "<p>One</p><p>Two</p>"),
    "nbsp runs": ("<p>a&nbsp;&nbsp; &nbsp;b</p><p>&nbsp;</p>", "<p>a b</p>"),
    "a bold-only line": ("<b><span>Why</span></b><br />\n<div>Because.</div>", "<h2>Why</h2><p>Because.</p>"),
    "a bold line by style": ('<span style="font-weight:700">Why?</span><br>So.', "<h2>Why?</h2><p>So.</p>"),
    "bold words in a line": ("<p><b>Tea</b> is good</p>", "<p><strong>Tea</strong> is good</p>"),
    "a bold sentence": ("<p><b>Tea is good.</b></p><p>x</p>", "<p><strong>Tea is good.</strong></p><p>x</p>"),
    "all bold": ("<b>One</b><br><b>Two</b>", "<p><strong>One</strong><br><strong>Two</strong></p>"),
    "Google's bold that is none": ('<b style="font-weight:normal"><p>x</p></b><p>y</p>', "<p>x</p><p>y</p>"),
    "typed bullets": (
        "We:<br>• bake<br>•&nbsp; eat<br><br>So.",
        "<p>We:</p><ul><li>bake</li><li>eat</li></ul><p>So.</p>",
    ),
    "bullets in paragraphs": ("<p>· a</p><p>&nbsp;</p><p>· b</p>", "<ul><li>a</li><li>b</li></ul>"),
    "typed dashes": ("<p>- a</p><p>- b</p><p>- </p>", "<ul><li>a</li><li>b</li></ul><p>-</p>"),
    "one dash is speech": ("<p>– Hello, she said.</p>", "<p>– Hello, she said.</p>"),
    "typed numbers": ("1. a<br>2) b<br>4. c", "<ol><li>a</li><li>b</li></ol><p>4. c</p>"),
    "Word's bullets": (
        '<p class="MsoListParagraph"><span style="mso-list:Ignore">o<span>&nbsp;&nbsp; </span></span>a</p>',
        "<ul><li>a</li></ul>",
    ),
    "a list with a bullet typed too": ("<ul><li>• a</li></ul>", "<ul><li>a</li></ul>"),
    "a list in a list": ("<ul><li>a</li><ul><li>b</li></ul></ul>", "<ul><li>a<ul><li>b</li></ul></li></ul>"),
    "heading gaps": ("<h1>A</h1><p>a</p><h4>B</h4><h6>C</h6>", "<h2>A</h2><p>a</p><h3>B</h3><h3>C</h3>"),
    "headings that begin low": ("<h4>A</h4>a<h4>B</h4>b<h2>C</h2>", "<h2>A</h2><p>a</p><h2>B</h2><p>b</p><h2>C</h2>"),
    "scripts and frames": ("a<script>alert(1)</script><iframe src='https://x.example'></iframe>b", "<p>ab</p>"),
    "links": (
        "<a href='https://x.example/?a=1&amp;b=2' onclick='x()'>x <i>y</i></a>",
        '<p><a href="https://x.example/?a=1&amp;b=2">x <em>y</em></a></p>',
    ),
    "a link that is a script": ("<a href='javascript:alert(1)'>x</a>", "<p>x</p>"),
    "fonts and office tags": ("<font color=red>a</font><o:p>b</o:p><!--[if gte mso 9]>c<![endif]-->", "<p>ab</p>"),
    "a table of data": (
        "<table border=1><tr><th>Day</th><th>Tea</th></tr><tr><td>Mon</td><td>Assam<br>Earl</td></tr></table>",
        '<table><tbody><tr><th scope="col">Day</th><th scope="col">Tea</th></tr>'
        "<tr><td>Mon</td><td>Assam<br>Earl</td></tr></tbody></table>",
    ),
    "a table for looks": ("<table><tr><td>a</td><td>b</td></tr></table>", "<p>a</p><p>b</p>"),
    "quotes": ("<blockquote>One.<br><br>Two.</blockquote>x", "<blockquote><p>One.</p><p>Two.</p></blockquote><p>x</p>"),
    "a quotation and who said it": (
        "<figure class=q><blockquote><p>One.</p></blockquote><figcaption><i>Ann</i>, carer</figcaption></figure>x",
        "<figure><blockquote><p>One.</p></blockquote><figcaption><em>Ann</em>, carer</figcaption></figure><p>x</p>",
    ),
    "who said it, inside": (
        '<blockquote class="q"><p>One.</p><p style="x"><cite>Ann</cite></p></blockquote>',
        "<figure><blockquote><p>One.</p></blockquote><figcaption>Ann</figcaption></figure>",
    ),
    "nothing": ("<div><br></div>&nbsp;<p> </p>", ""),
    "letters like tags": ("<p>1 &lt; 2 &amp; 3 &gt; 2 &quot;q&quot;</p>", '<p>1 &lt; 2 &amp; 3 &gt; 2 "q"</p>'),
}


@pytest.mark.parametrize("name", CASES)
def test_mess_becomes_what_was_meant(name: str) -> None:
    source, wanted = CASES[name]
    assert tidy(source) == wanted


def test_pictures_and_frames_are_noted_and_reader_counters_are_not() -> None:
    text = mended(
        "<img src='https://x.example/a.png' alt='A  pot'><img src='data:image/png;base64,AAAA'>"
        "<img src='https://count.example/1' width='1' height='1'><iframe src='https://video.example/v'></iframe>"
    )
    assert text.pictures[0] == Picture("https://x.example/a.png", "A pot")
    assert len(text.pictures) == 2
    assert text.frames == ["https://video.example/v"]


def test_a_caption_goes_where_its_picture_goes() -> None:
    blogger = (
        '<table class="tr-caption-container"><tr><td><a href="x"><img src="https://x.example/b.png"></a></td></tr>'
        '<tr><td class="tr-caption">A <i>kettle</i></td></tr></table>'
    )
    text = mended(
        f"{blogger}<figure><img src='https://x.example/c.png'><figcaption>A cup</figcaption></figure><p>x</p>"
    )
    assert [one.caption for one in text.pictures] == ["A kettle", "A cup"]
    assert [block.text for block in text.blocks if block.kind != "picture"] == ["x"]


def test_a_text_that_is_nested_without_end_is_refused_quickly() -> None:
    with pytest.raises(TooDeep):
        tidy("<div>" * 100_000 + "x")


@pytest.mark.parametrize("piece", ["[caption]", "[caption ", "[embed ", "[embed]          ", "<pre>", "<!--"])
def test_what_is_never_closed_is_read_quickly(piece: str) -> None:
    start = time.process_time()
    as_html(piece * 5_000)
    assert time.process_time() - start < 2


TAGS = ["figure", "figcaption", "cite", "p", "div", "b", "i", "span", "ul", "ol", "li", "h1", "h3", "h5"]
TAGS += ["blockquote", "table", "tr", "td", "th", "a"]
PIECES = st.one_of(
    st.sampled_from([f"<{tag}>" for tag in TAGS] + [f"</{tag}>" for tag in TAGS]),
    st.sampled_from(
        ["<br>", "<br><br>", "&nbsp;", "• ", "- ", "1. ", "2. ", "a", "b c", " ", "\n", "&lt;", "By Jo Roe", "."]
    ),
    st.sampled_from(["<a href='https://x.example'>", "<span style='font-weight:bold'>", "<img src='x'>", "<pre>"]),
    st.text(max_size=5),
)


@settings(max_examples=300, deadline=None)
@given(st.lists(PIECES, max_size=25).map("".join))
@example("- • <figure><img src='x'>- • ")
def test_doing_it_twice_changes_nothing(source: str) -> None:
    once = tidy(source)
    assert tidy(once) == once
    assert "<div" not in once
    assert "<span" not in once
    assert "style=" not in once
    assert "\u00a0" not in once
