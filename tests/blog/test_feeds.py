"""The feeds, as a feed reader reads them."""

from datetime import timedelta
from typing import Any
from xml.etree import ElementTree

import feedparser
import pytest
from django.test import Client
from django.utils import timezone

from blog.models import Post
from tests.factories import give_picture, make_author, make_post

pytestmark = pytest.mark.django_db

ATOM, RSS = "/blog/feed/", "/blog/feed/rss/"


def read(client: Client, address: str) -> Any:
    answer = client.get(address)
    assert answer.status_code == 200
    ElementTree.fromstring(answer.content)  # noqa: S314 - our own feed
    feed = feedparser.parse(answer.content, sanitize_html=False)
    assert not feed.bozo, feed.get("bozo_exception")
    return feed


@pytest.mark.parametrize(("address", "version"), [(ATOM, "atom10"), (RSS, "rss20")])
def test_a_feed_has_the_whole_post(client: Client, address: str, version: str) -> None:
    authors = [make_author("Siân Lloyd", role="Carer", organisation="The choir"), make_author("Bo & Co")]
    post = make_post(
        "Tea & <talk>",
        authors=authors,
        tags=["Music", "Tŷ"],
        standfirst="A & B meet.",
        body='<p>See <a href="/about/">us</a>, <a lang="cy" href="#end">isod</a> or <a href="https://example.org/?a=1&b=2">them</a>.</p>',
    )
    picture = give_picture(post, alt='The "choir"').picture
    feed = read(client, address)
    assert feed.version == version
    assert feed.feed.title == "Stories – Coprod"
    (entry,) = feed.entries
    assert entry.link == f"http://testserver{post.get_absolute_url()}"
    assert entry.id == f"tag:testserver,{post.created_at:%Y-%m-%d}:post/{post.pk}"
    assert [tag.term for tag in entry.tags] == ["Music", "Tŷ"]
    assert "Siân Lloyd" in str(entry.authors)
    assert "Bo & Co" in str(entry.authors)
    content = entry.content[0].value
    assert (
        content.index("Siân Lloyd</b>, Carer, The choir") < content.index("A &amp; B meet.") < content.index("See <a")
    )
    assert '<a href="http://testserver/about/">us</a>' in content
    assert f'href="http://testserver{post.get_absolute_url()}#end"' in content
    assert '<a href="https://example.org/?a=1&amp;b=2">them</a>' in content
    for attribute in (f'src="http://testserver{picture.url}"', 'width="40"', 'height="30"'):
        assert attribute in content  # feedparser sorts them
    assert post.publish_at is not None
    assert entry.published_parsed[:5] == post.publish_at.utctimetuple()[:5]


@pytest.mark.parametrize("address", [ATOM, RSS])
def test_a_standfirst_is_words_and_never_html(client: Client, address: str) -> None:
    make_post(standfirst="Tea for <b>2</b> & more")
    (entry,) = read(client, address).entries
    assert entry.summary == "Tea for &lt;b&gt;2&lt;/b&gt; &amp; more"


@pytest.mark.parametrize("address", [ATOM, RSS])
def test_a_feed_holds_the_twenty_newest(client: Client, address: str) -> None:
    now = timezone.now()
    for number in range(22):
        make_post(f"Story {number}", publish_at=now - timedelta(days=number + 1))
    assert [entry.title for entry in read(client, address).entries] == [f"Story {number}" for number in range(20)]


@pytest.mark.parametrize("ending", ["", "rss/"])
def test_a_tag_and_an_author_have_feeds_of_their_own(client: Client, ending: str) -> None:
    author = make_author("Ann Lee")
    make_post("Hers", authors=[author], tags=["Hills"])
    make_post("Another", tags=["Rivers"])
    for address, title in [
        ("/blog/tag/hills/feed/", "Stories about Hills – Coprod"),
        ("/blog/author/ann-lee/feed/", "Stories by Ann Lee – Coprod"),
    ]:
        feed = read(client, address + ending)
        assert feed.feed.title == title
        assert [entry.title for entry in feed.entries] == ["Hers"]


@pytest.mark.parametrize("address", [ATOM, RSS, "/blog/tag/odd/feed/", "/blog/author/odd/feed/rss/"])
def test_characters_that_xml_forbids_do_not_break_a_feed(client: Client, address: str) -> None:
    odd = "odd \x01\x08\x0b\x0c\x1b\x1f\x7f\x85\ufffe\uffff]]><![CDATA[ &#0; end"
    author = make_author(odd, slug="odd", role=odd, organisation=odd)
    post = make_post(odd, authors=[author], standfirst=odd, tags=["odd"])
    post.tags.get().__class__.objects.filter(slug="odd").update(name=odd)
    Post.objects.filter(pk=post.pk).update(body=f"<p>{odd}</p>")
    (entry,) = read(client, address).entries
    assert "odd" in entry.title
    assert "end" in entry.title


def test_an_id_does_not_change_with_title_address_or_date(client: Client) -> None:
    post = make_post("Before")
    (before,) = read(client, ATOM).entries
    post.title, post.slug, post.publish_at = "After", "after", timezone.now() - timedelta(days=9)
    post.save()
    (after,) = read(client, ATOM).entries
    assert (before.id, after.title) == (after.id, "After")


@pytest.mark.parametrize("address", [ATOM, RSS])
def test_a_feed_that_did_not_change_is_not_sent_again(client: Client, address: str) -> None:
    post = make_post("A title")
    etag = client.get(address)["ETag"]
    again = client.get(address, headers={"If-None-Match": etag})
    assert (again.status_code, again.content) == (304, b"")
    post.tags.add("new")
    assert client.get(address, headers={"If-None-Match": etag}).status_code == 200


def test_a_withdrawn_post_leaves_the_feed_for_those_who_ask_again(client: Client) -> None:
    post = make_post("Gone soon")
    seen = client.get(ATOM)
    later = timezone.now().strftime("%a, %d %b %Y %H:%M:%S GMT")
    post.withdraw()
    for headers in ({"If-None-Match": seen["ETag"]}, {"If-Modified-Since": later}):
        answer = client.get(ATOM, headers=headers)
        assert answer.status_code == 200
        assert b"Gone soon" not in answer.content


def test_an_empty_feed_is_a_feed(client: Client) -> None:
    for address in (ATOM, RSS):
        assert read(client, address).entries == []


def test_a_feed_says_what_it_is(client: Client) -> None:
    assert client.get(ATOM)["Content-Type"].startswith("application/atom+xml")
    assert client.get(RSS)["Content-Type"].startswith("application/rss+xml")
    assert 'type="application/atom+xml"' in client.get("/").content.decode()
