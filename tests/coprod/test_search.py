"""Looking for something: found, marked, grouped, put right, and never broken by what was typed."""

import html
import re
import time
from datetime import UTC, datetime, timedelta
from itertools import product
from urllib.parse import quote

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from blog.models import Post
from coprod.matches import RANKED
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


@pytest.mark.parametrize(
    ("words", "text", "shown"),
    [
        ("kingfishers", "A kingfisher flew.", "kingfisher"),
        ("hoping", "We hope so.", "hope"),
        ("story", "Two stories.", "stories"),
        ("sian", "With Siân.", "Siân"),
        ("kingfisher heron", "A heron.", "heron"),
        ("strong", "A strong wind.", "strong"),
        ("gull", 'See <a href="https://example.org/gull/gull-gull/?gull=gull">the gull</a>.', "gull"),
    ],
)
def test_an_excerpt_finds_its_place_in_a_long_text(client: Client, words: str, text: str, shown: str) -> None:
    other = "<p>So <strong>many</strong> other words &gt; so many others &amp; more.</p>" * 500
    make_post("A kingfisher in one", standfirst="", body=f"{other}<p>{text}</p>{other}")
    excerpt = re.findall(r'<p dir="auto">(.*)</p>', search(client, words))[-1]
    assert marked(excerpt) == [shown]
    assert "gull/" not in excerpt


def test_plain_words_keep_their_signs_in_an_excerpt(client: Client) -> None:
    make_post("A story", standfirst="If 3 < 5 and 7 > 6, a kingfisher &amp; more.", body="")
    page = re.sub("</?mark>", "", search(client, "kingfisher"))
    assert "If 3 &lt; 5 and 7 &gt; 6, a kingfisher &amp;amp; more" in page


def test_an_excerpt_has_no_space_where_a_tag_stood(client: Client) -> None:
    make_post(
        "A story", standfirst="", body="<p>See <em>the kingfisher</em>, or <a href='/'>phone us</a>: we are here.</p>"
    )
    page = re.sub("</?mark>", "", search(client, "kingfisher"))
    assert "See the kingfisher, or phone us: we are here" in page


def test_a_heading_does_not_run_into_what_follows_it(client: Client) -> None:
    make_post("A story", standfirst="", body="<h2>What we saw</h2><p>A kingfisher.</p><h3>Why?</h3><p>We asked.</p>")
    page = re.sub("</?mark>", "", search(client, "kingfisher"))
    assert "What we saw: A kingfisher. Why? We asked" in page


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
        ("swanzea", "swansea"),
        ("living demenita", "living dementia"),
    ],
)
def test_a_slip_of_the_pen_is_put_right(client: Client, typed: str, meant: str) -> None:
    make_post("Living with dementia", authors=[make_author("Gwendolen Price")], tags=["Beekeeping"])
    make_group(make_network("The Research Network"), place="Swansea")
    page = search(client, typed)
    assert f"We searched for “{meant}” instead." in page
    assert found(page) == found(search(client, meant)) != []
    exactly = re.findall(r'<p class="notice">[^<]*<a href="([^"]+)">Search for “([^”]+)”', page)
    assert [html.unescape(words) for _address, words in exactly] == [typed]
    as_typed = client.get("/search/" + html.unescape(exactly[0][0])).content.decode()
    assert "We found nothing" in as_typed
    assert suggestion(as_typed) == meant


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("wlak", "walk"),
        ("hopsital", "hospital"),
        ("hosptal", "hospital"),
        ("hosspital", "hospital"),
        ("hospitel", "hospital"),
        ("swnasea", "swansea"),
        ("wlak to teh hopsital", "walk to the hospital"),
        ("trail hopsital", "trail hospital"),  # a word that is right stays, however near it is to a commoner one
    ],
)
def test_a_slip_in_a_word_that_stands_only_in_the_texts_is_put_right(client: Client, typed: str, meant: str) -> None:
    make_post("One", standfirst="", body="<p>We walk the trail to the hospital in Swansea.</p>")
    make_post("Two", standfirst="", body="<p>A trial, another trial.</p>")
    page = search(client, typed)
    assert f"We searched for “{meant}” instead." in page
    assert found(page) == ["One"]


@pytest.mark.parametrize("words", ["bath", "casual", "trial", "wales", "the of", "qwertyuiop"])
def test_a_word_that_only_looks_like_another_is_left_alone(client: Client, words: str) -> None:
    make_post("One", standfirst="", body="<p>The path; causes; a trail beside a whale; of the sea.</p>")
    if words in {"trial", "wales"}:  # it stands there, and has as much right to
        make_post("Two", standfirst="", body=f"<p>{words}</p>")
    page = search(client, words)
    assert "instead" not in page
    assert found(page) == (["Two"] if words in {"trial", "wales"} else [])


def test_no_word_of_what_is_not_public_is_put_right(client: Client) -> None:
    post = make_post("A post", standfirst="", body="<p>Zanzibar</p>")
    assert "“zanzibar” instead" in search(client, "znazibar")

    def answer(words: str) -> str:
        return search(client, words).replace(words, "")

    now = timezone.now()
    for hidden in (
        {"status": Post.Status.DRAFT},
        {"status": Post.Status.WITHDRAWN},
        {"publish_at": now + timedelta(days=1)},
        {"publish_at": now - timedelta(days=2), "unpublish_at": now - timedelta(days=1)},
    ):
        was = {name: getattr(post, name) for name in hidden}
        Post.objects.filter(pk=post.pk).update(**hidden)
        assert answer("znazibar") == answer("zqanaibr")
        Post.objects.filter(pk=post.pk).update(**was)
    post.delete()
    assert answer("znazibar") == answer("zqanaibr")


def test_nothing_like_it_says_so_and_helps(client: Client) -> None:
    make_post("Living with dementia", tags=["Bees"])
    make_network("The keepers")
    page = search(client, "xyzzyx")
    assert suggestion(page) == ""
    assert "We found nothing for this." in page
    assert "01632 960000" in page
    assert ">Bees</a>" in page
    assert ">The keepers</a>" in page
    assert "Look at the spelling of each word." in page


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
    # Without a kind the filters of stories are not known either; with one, only to stories.
    names = ("order_by", "filter", "status", "words__startswith", "search", "tag", "author", "year", "tag__name")
    for name in names:
        assert search(client, "tea", **{name: "draft"}) == plain
    plain = search(client, "tea", kind="stories")
    for name in ("year", "as", "page", "body", "by_line__author__email"):
        assert search(client, "tea", kind="stories", **{name: "draft"}) == plain


TYPED = [
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
]


def test_anything_may_be_typed(client: Client) -> None:
    make_post("A story")
    for words, kind in product(TYPED, ("", "stories")):
        page = search(client, words, kind=kind)
        assert "49" not in re.findall(r'value="([^"]*)"', page)


@pytest.mark.parametrize(
    "query", ["q=%00", "q=a%00b", "q=%ff%fe", "q=%ed%a0%80", "q", "q=a&q=b", "q[]=a", "page=%00&q=a"]
)
def test_an_odd_address_is_answered(client: Client, query: str) -> None:
    assert client.get(f"/search/?{query}").status_code in {200, 400}


@pytest.mark.parametrize(
    "words", ["wal", "walki", "a wal", "walkin", "by wal", '"a walk" seas', "wal OR moun", "sea OR moun"]
)
def test_the_last_word_may_be_unfinished(client: Client, words: str) -> None:
    make_post("The story", body="<p>A walk by the seaside, walking in mountains.</p>", standfirst="")
    make_post("No match", body="<p>Hm.</p>", standfirst="")
    assert found(search(client, words)) == ["The story"]


@pytest.mark.parametrize("words", ["wal mountain", "wa", '"walk by the seasi', "mountain -sea wal"])
def test_only_the_last_word_may_be_and_not_within_a_phrase(client: Client, words: str) -> None:
    make_post("The story", body="<p>A walk by the seaside. The sea.</p>", standfirst="")
    assert found(search(client, words, **{"as": "typed"})) == []


def test_what_has_the_word_itself_comes_before_what_begins_with_it(client: Client) -> None:
    make_post("The artichoke", standfirst="", body="")
    make_post("The art", standfirst="", body="", publish_at=timezone.now() - timedelta(days=9))
    assert found(search(client, "art")) == ["The art", "The artichoke"]


def narrowing_links(page: str) -> dict[str, str]:
    links = re.findall(r'<li><a href="(\?q=[^"]*kind=stories[^"]*)" dir="auto">([^<]+)</a></li>', page)
    return {html.unescape(name): html.unescape(address) for address, name in links}


def test_stories_can_be_narrowed_by_subject_author_and_year(client: Client) -> None:
    ann, bo = make_author("Ann Lee"), make_author("Bo Lee")
    make_post("Tea one", authors=[ann], tags=["Music"], publish_at=datetime(2019, 5, 1, tzinfo=UTC))
    make_post("Tea two", authors=[bo], tags=["Music", "Walks"], publish_at=datetime(2020, 5, 1, tzinfo=UTC))
    make_post("Tea three", authors=[ann, bo], publish_at=datetime(2020, 6, 1, tzinfo=UTC))
    page = search(client, "tea", kind="stories")
    links = narrowing_links(page)
    assert set(links) == {"Music", "Walks", "Ann Lee", "Bo Lee", "2019", "2020"}
    for name, titles in {
        "Music": {"Tea one", "Tea two"},
        "Walks": {"Tea two"},
        "Ann Lee": {"Tea one", "Tea three"},
        "2020": {"Tea two", "Tea three"},
    }.items():
        narrower = client.get("/search/" + links[name]).content.decode()
        assert set(found(narrower)) == titles, name
        (back,) = re.findall(rf'<b dir="auto">{name}</b>. <a href="([^"]+)">Show every', narrower)
        assert set(found(client.get("/search/" + html.unescape(back)).content.decode())) == set(found(page))
    both = client.get("/search/" + narrowing_links(client.get("/search/" + links["Music"]).content.decode())["2020"])
    assert found(both.content.decode()) == ["Tea two"]


def test_nothing_of_a_subject_leads_back_to_all_the_stories(client: Client) -> None:
    make_post("Tea one", tags=["Music"])
    for narrower in ({"tag": "none"}, {"author": "none"}, {"year": "1990"}, {"tag": "music", "year": "1990"}):
        page = search(client, "tea", kind="stories", **narrower)
        assert found(page) == []
        assert '<a href="?q=tea&amp;kind=stories">See all the stories for “tea”</a>' in page
    assert "instead" not in search(client, "tae", kind="stories", tag="music")


def test_the_filters_tell_nothing_that_is_not_public(client: Client) -> None:
    shy = make_author("Zanzibar Smith")
    post = make_post("Tea one", authors=[shy, make_author("Ann Lee")])
    make_post("Tea two", authors=[make_author("Bo Lee")])
    make_post("Tea three", tags=["Zanzibar"], authors=[shy], status=Post.Status.DRAFT)
    post.by_line.filter(author=shy).update(name_withheld=True)
    Post.objects.all().index_words()
    assert "Zanzibar" not in search(client, "tea", kind="stories")

    def answer(**narrower: str) -> str:
        return search(client, "tea", kind="stories", **narrower)

    assert answer(author=shy.slug).replace(shy.slug, "x") == answer(author="nobody").replace("nobody", "x")
    assert answer(tag="zanzibar").replace("zanzibar", "x") == answer(tag="nobody").replace("nobody", "x")


def test_more_than_can_be_ranked_is_said_to_be_more(client: Client) -> None:
    Post.objects.bulk_create(
        [
            Post(title="Tea", slug=f"tea-{number}", status=Post.Status.PUBLISHED, publish_at=timezone.now())
            for number in range(RANKED)
        ]
    )
    assert f"({RANKED})" in search(client, "tea")
    make_post("Tea")
    assert f"(more than {RANKED})" in search(client, "tea")
    page = search(client, "tea", kind="stories", page=99)
    assert f"(more than {RANKED})" in page
    assert "Page 20 of 20" in page
    assert "Type one more word" in page


SIX_LONG = " ".join(f"extraordinaril{letter}" for letter in "abcdef")
NARROWER = ["", "&kind=stories", "&kind=stories&page=999999999999999999999"]
NARROWER += ["&kind=stories&year=2020&tag=x&author=y", "&kind=stories&tag=" + "a" * 5000]
NARROWER += ["&kind=stories&author=%F0%9F%98%80", "&kind=stories&year=9999"]


@pytest.mark.parametrize("words", ["story", "stroy zxcvb " * 30, '"' * 99 + "story", "(((((" * 40, "a" * 200, SIX_LONG])
def test_any_search_is_answered_soon_with_few_queries(client: Client, words: str) -> None:
    for number in range(5):
        make_post(f"Story {number} zxcvbn", tags=["Music"], body="<p>" + "story words " * 2000 + "</p>")
    for query in NARROWER:
        started = time.process_time()
        with CaptureQueriesContext(connection) as queries:
            answer = client.get(f"/search/?q={quote(words)}{query}")
        assert answer.status_code == 200
        at_once = answer.context["sections"] and "instead" not in answer.context
        assert len(queries) <= (4 if at_once else 7), query
        assert time.process_time() - started + sum(float(query["time"]) for query in queries) < 2, query


def test_what_was_not_wanted_is_not_put_among_what_was(client: Client) -> None:
    make_post("The hospital in Swansea")
    assert found(search(client, "hosptal")) == ["The hospital in Swansea"]
    assert found(search(client, "hosptal -swansea")) == []


def test_search_engines_leave_results_alone(client: Client) -> None:
    assert client.get("/search/?q=tea")["X-Robots-Tag"] == "noindex"
    assert client.post("/search/").status_code == 405
