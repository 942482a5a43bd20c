"""A feed that a person opens in a browser."""

from datetime import UTC, datetime
from xml.etree import ElementTree

import pytest
from django.test import Client

from tests.factories import make_author, make_post

pytestmark = pytest.mark.django_db

XHTML = "{http://www.w3.org/1999/xhtml}"


@pytest.mark.parametrize(("address", "kind"), [("/blog/feed/", "atom+xml"), ("/blog/feed/rss/", "rss+xml")])
def test_a_browser_is_told_that_it_can_show_the_feed(client: Client, address: str, kind: str) -> None:
    make_post("Tea & talk")
    assert client.get(address)["Content-Type"] == f"application/{kind}; charset=utf-8"
    opened = client.get(address, headers={"sec-fetch-dest": "document"})
    assert opened["Content-Type"] == "application/xml; charset=utf-8"
    assert b'<?xml-stylesheet href="/static/css/feed.css"' in opened.content


@pytest.mark.parametrize("address", ["/blog/feed/", "/blog/feed/rss/"])
def test_people_find_links_to_the_stories_in_it(client: Client, address: str) -> None:
    published = datetime(2026, 3, 3, 10, tzinfo=UTC)
    authors = [make_author("Ann Lee"), make_author("Bo & Co")]
    post = make_post("Tea & <talk>", standfirst="A & B meet.", authors=authors, publish_at=published)
    tree = ElementTree.fromstring(client.get(address).content)  # noqa: S314 - our own feed
    links = {link.text: link.get("href") for link in tree.iter(f"{XHTML}a")}
    assert links == {
        "Stories – Coprod": "http://testserver/blog/",
        "Tea & <talk>": f"http://testserver{post.get_absolute_url()}",
    }
    about, *story = [words.text for words in tree.iter(f"{XHTML}p")]
    assert "Copy this page’s address into your news reader." in str(about)
    assert story == ["A & B meet.", "By Ann Lee, Bo & Co, Tuesday 3 March 2026"]
