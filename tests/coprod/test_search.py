"""Looking for something: found, marked, grouped, put right, and never broken by what was typed."""

import html
import re

import pytest
from django.test import Client

from blog.models import Post
from coprod.models import Page
from tests.factories import make_author, make_group, make_network, make_post

pytestmark = pytest.mark.django_db


def search(client: Client, words: str, **more: str | int) -> str:
    answer = client.get("/search/", {"q": words, **more})
    assert answer.status_code == 200, words
    return answer.content.decode()


def found(page: str) -> list[str]:
    """The titles of what was found, the marks taken out."""
    titles = re.findall(r"<h3><a href=\"[^\"]+\"[^>]*>(.*?)</a></h3>", page)
    return [html.unescape(re.sub(r"</?mark>", "", title)) for title in titles]


def addresses(page: str) -> list[str]:
    return re.findall(r"<h3><a href=\"([^\"]+)\"[^>]*>", page)


def marked(page: str) -> list[str]:
    return re.findall(r"<mark>(.*?)</mark>", page)


def suggestion(page: str) -> str:
    said = re.search(r'Did you mean:[^<]*<a href="\?q=[^"]*">(.*?)</a>', page)
    return html.unescape(said[1]) if said else ""


def test_an_empty_search_shows_the_form_and_asks_nothing_of_anyone(client: Client) -> None:
    make_post("A story")
    for address in ("/search/", "/search/?q=", "/search/?q=%20%20", "/search/?kind=stories"):
        page = client.get(address).content.decode()
        assert '<input id="q" name="q"' in page
        assert "We found nothing" not in page
        assert found(page) == []


@pytest.mark.parametrize(
    ("words", "text"),
    [
        ("walking", "We walked to the sea."),
        ("WALK", "They were walking."),
        ("Sian", "With Siân and Llŷr."),
        ("siân", "With Sian."),
        ('"by the sea"', "We live by the sea."),
        ("sea -mountain", "We live by the sea."),
        ("sea OR mountain", "We live by the sea."),
        ("we live by the sea", "We live by the sea."),
    ],
)
def test_words_are_found_in_other_forms_and_without_accents(client: Client, words: str, text: str) -> None:
    make_post("The story", body=f"<p>{text}</p>", standfirst="")
    make_post(
        "No match", body="<p>By a mountain lake.</p>" if words == "sea -mountain" else "<p>Hm.</p>", standfirst=""
    )
    assert found(search(client, words)) == ["The story"]


def test_a_phrase_is_found_only_in_its_order(client: Client) -> None:
    make_post("In order", body="<p>the green house</p>")
    make_post("Out of order", body="<p>the house is green</p>")
    assert found(search(client, '"green house"')) == ["In order"]


def test_what_says_it_in_the_title_comes_first(client: Client) -> None:
    make_post("Something else", body="<p>A garden, once.</p>")
    make_post("In our garden", body="<p>Flowers.</p>")
    make_post("A third", body="<p>Hm.</p>", tags=["garden"])
    assert found(search(client, "garden")) == ["In our garden", "A third", "Something else"]


def test_authors_and_tags_find_their_stories(client: Client) -> None:
    make_post("A story", authors=[make_author("Gwendolen Price")], tags=["Beekeeping"])
    assert found(search(client, "gwendolen")) == ["A story"]
    assert found(search(client, "beekeeping")) == ["A story"]


def test_what_was_found_is_grouped_by_what_it_is(client: Client) -> None:
    network = make_network("The singers", about="<p>We sing together.</p>")
    group = make_group(network, "Singing in Neath", place="Neath")
    Page.objects.create(address="about", title="About singing", body="<p>Hm.</p>")
    make_post("A song to sing")
    page = search(client, "singing")
    assert sorted(found(page)) == ["A song to sing", "About singing", "Singing in Neath", "The singers"]
    assert set(addresses(page)) == {
        "/blog/a-song-to-sing/",
        network.get_absolute_url(),
        f"/networks/{network.slug}/groups/?region=wales#group-{group.pk}",
        "/about/",
    }
    kinds = re.findall(r'<h2 id="found-(\w+)">', page)
    assert kinds == ["stories", "networks", "groups", "pages"]


def test_what_matched_is_marked_in_title_and_text(client: Client) -> None:
    make_post(
        "Walks & talks",
        body="<p>Long ago we walked &amp; <strong>talked</strong> of a &lt;b&gt; tag.</p>",
        standfirst="",
    )
    page = search(client, "walking")
    assert marked(page) == ["Walks", "walked"]
    assert "Long ago we <mark>walked</mark> &amp;" in page
    assert "talked" in page
    assert "&lt;b&gt; tag" in page


@pytest.mark.parametrize(
    "hostile",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        '"><svg onload=alert(1)>',
        "</mark><b onmouseover=alert(1)>",
        "&lt;script&gt;alert(1)&lt;/script&gt;",
        "\ue000<script>alert(1)</script>\ue001",
        "\ue001\ue000\ue000x\ue001",
    ],
)
def test_nothing_that_is_found_or_typed_becomes_html(client: Client, hostile: str) -> None:
    post = make_post(f"Walking {hostile}", authors=[make_author(hostile)], standfirst=f"walking {hostile}")
    Post.objects.filter(pk=post.pk).update(body=f"<p>walking {hostile}</p>")
    for page in (search(client, "walking"), search(client, f"walking {hostile}"), search(client, hostile)):
        inside = re.sub(r"</?mark>", "", page)
        for tag in ("<script>alert", "<img src=x", "<svg onload", "<b onmouseover"):
            assert tag not in inside
        assert page.count("<mark>") == page.count("</mark>")


def test_an_excerpt_shows_what_stands_around_the_words(client: Client) -> None:
    before, after = "so many other words " * 30, " and yet more of them" * 30
    make_post("A story", standfirst="", body=f"<p>Once {before}a kingfisher flew{after}.</p>")
    make_post("Short", standfirst="", body="<p>A kingfisher.</p>")
    page = search(client, "kingfishers")
    assert re.search(r'<p dir="auto">… [a-z ]*words a <mark>kingfisher</mark> flew and yet [a-z ]+ …</p>', page)
    assert '<p dir="auto">A <mark>kingfisher</mark></p>' in page


def test_plain_words_keep_their_signs_in_an_excerpt(client: Client) -> None:
    make_post("A story", standfirst="If 3 < 5 and 7 > 6, a kingfisher &amp; more.", body="")
    page = re.sub("</?mark>", "", search(client, "kingfisher"))
    assert "If 3 &lt; 5 and 7 &gt; 6, a kingfisher &amp;amp; more" in page


def test_only_a_few_are_shown_at_first_and_the_rest_is_a_page_away(client: Client) -> None:
    for number in range(13):
        make_post(f"Tea time {number}")
    page = search(client, "tea")
    assert len(found(page)) == 5
    assert "(13)" in page
    assert "?q=tea&amp;kind=stories" in page
    first, second = search(client, "tea", kind="stories"), search(client, "tea", kind="stories", page=2)
    assert (len(found(first)), len(found(second))) == (10, 3)
    assert "kind=stories" in re.findall(r'rel="next" href="([^"]+)"', first)[0]
    assert set(found(first)) | set(found(second)) == {f"Tea time {number}" for number in range(13)}


def test_a_kind_that_is_none_shows_every_kind(client: Client) -> None:
    make_post("Tea time")
    assert found(search(client, "tea", kind="users")) == ["Tea time"]


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("demenita", "dementia"),
        ("DEMENSIA", "dementia"),
        ("reserch", "research"),
        ("gwendolin", "gwendolen"),
        ("beekeping", "beekeeping"),
        ("swansee", "swansea"),
        ("living demenita", "living dementia"),
    ],
)
def test_a_slip_of_the_pen_is_put_right(client: Client, typed: str, meant: str) -> None:
    make_post("Living with dementia", authors=[make_author("Gwendolen Price")], tags=["Beekeeping"])
    make_group(make_network("The Research Network"), place="Swansea")
    page = search(client, typed)
    assert "We found nothing" in page
    assert suggestion(page) == meant
    assert found(search(client, meant))


def test_nothing_like_it_says_so_and_helps(client: Client) -> None:
    make_post("Living with dementia")
    page = search(client, "xyzzyx")
    assert suggestion(page) == ""
    assert "We found nothing for this." in page
    assert "01632 960000" in page
    assert ">Living with dementia</a>" in page


def test_what_is_not_public_is_neither_found_nor_suggested(client: Client) -> None:
    make_post("Zanzibar", status=Post.Status.DRAFT)
    network = make_network("Zanzibar", is_listed=False)
    make_group(network, "Zanzibar", place="Zanzibar")
    make_group(make_network("Listed"), "Zanzibar", is_listed=False)
    page = search(client, "Zanzibar")
    assert found(page) == []
    assert suggestion(search(client, "Zanzibat")) == ""
    assert search(client, "Zanzibar").replace("Zanzibar", "") == search(client, "Quagga").replace("Quagga", "")


def test_other_parameters_change_nothing(client: Client) -> None:
    make_post("Tea time")
    plain = search(client, "tea")
    for name in ("order_by", "filter", "status", "words__startswith", "search"):
        assert search(client, "tea", **{name: "draft"}) == plain


@pytest.mark.parametrize(
    "words",
    [
        "a" * 10_000,
        "word " * 2_000,
        '"' * 500,
        "😀🦊",
        "' OR 1=1; --",
        "a & b | !c <-> d:* (",
        ":*",
        "!!!",
        "\\",
        "%",
        "{{ 7*7 }} {% debug %}",
        "%s %(x)s {0}",
        "مرحبا",
        "\u202eabc",
        "\x01\x1b",
        "the and of",
        "-",
        '-"',
        "OR OR OR",
        "🏴󠁧󠁢󠁷󠁬󠁳󠁿",
        "ﷺ" * 300,
    ],
)
def test_anything_may_be_typed(client: Client, words: str) -> None:
    make_post("A story")
    for kind in ("", "stories"):
        page = search(client, words, kind=kind)
        assert "49" not in re.findall(r'value="([^"]*)"', page)


@pytest.mark.parametrize(
    "query", ["q=%00", "q=a%00b", "q=%ff%fe", "q=%ed%a0%80", "q", "q=a&q=b", "q[]=a", "page=%00&q=a"]
)
def test_an_odd_address_is_answered(client: Client, query: str) -> None:
    assert client.get(f"/search/?{query}").status_code in {200, 400}


def test_search_engines_leave_results_alone(client: Client) -> None:
    assert client.get("/search/?q=tea")["X-Robots-Tag"] == "noindex"
    assert client.post("/search/").status_code == 405
