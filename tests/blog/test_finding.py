"""Ways to a story: by subject, by author, and from one story to those that are like it."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from blog.models import Author, Post
from tests.factories import make_author, make_post

pytestmark = pytest.mark.django_db


def text(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, address
    return answer.content.decode()


def below(page: str) -> tuple[str, list[str]]:
    """The heading below a story, and the titles there."""
    section = page.split('<h2 id="more">', 1)[1]
    return section.split("<", 1)[0], re.findall(r'<h3 class="card__title"><a [^>]*>([^<]*)', section)


def test_the_subjects_stand_in_order_with_their_number_of_stories(client: Client) -> None:
    make_post(tags=["Walking", "Music"])
    make_post(tags=["Music"])
    make_post(tags=["Hidden", "Music"], status=Post.Status.DRAFT)
    page = text(client, "/blog/tag/")
    found = re.findall(r'<a href="/blog/tag/(\w+)/" dir="auto">\w+</a> <span class="quiet">([^<]+)<', page)
    assert found == [("music", "2 stories"), ("walking", "1 story")]


def test_the_authors_stand_below_the_first_letters_of_their_names(client: Client) -> None:
    names = [
        "bo Lee",
        "Éabha Ní Bhriain",
        "Ann Lee",
        "Eric Dean",
        "王芳",
        "123",
        "“Quoted” Quinn",
        "Dr Abena Osei",
        "Rev. Dr Una Fox",
    ]
    for name in names:
        make_post(authors=[make_author(name, role="Carer", organisation="The choir")])
    make_post(authors=[make_author("Hidden Hand")], status=Post.Status.WITHDRAWN)
    page = text(client, "/blog/author/")
    assert re.findall(r'<h2 id="letter-\d+">([^<]+)</h2>', page) == ["Other names", "A", "B", "E", "Q", "U", "王"]
    shown = re.findall(r'<a href="/blog/author/[^"]+" dir="auto">([^<]+)', page)
    assert shown[:5] == ["123", "Dr Abena Osei", "Ann Lee", "bo Lee", "Éabha Ní Bhriain"]
    assert shown[5:] == ["Eric Dean", "“Quoted” Quinn", "Rev. Dr Una Fox", "王芳"]
    assert page.count("Carer, The choir") == 9
    assert "Hidden" not in page


@pytest.mark.parametrize("place", ["tag", "author"])
def test_a_long_list_has_pages(client: Client, place: str) -> None:
    authors = Author.objects.bulk_create(
        [Author(name=f"Name {number:02}", slug=f"name-{number:02}") for number in range(61)]
    )
    make_post(authors=authors, tags=[f"Name {number:02}" for number in range(61)])
    first, second = text(client, f"/blog/{place}/"), text(client, f"/blog/{place}/?page=2")
    names = re.compile(rf'<a href="/blog/{place}/name-\d\d/"')
    assert (len(names.findall(first)), len(names.findall(second))) == (60, 1)
    assert 'href="?page=2"' in first
    assert f'rel="canonical" href="http://testserver/blog/{place}/?page=2"' in second


def test_a_list_without_anything_says_so(client: Client) -> None:
    assert "No story has a subject yet." in text(client, "/blog/tag/")
    assert "Nobody has written for us yet." in text(client, "/blog/author/")


def test_every_list_of_the_blog_leads_to_the_others(client: Client) -> None:
    ways = {"/blog/tag/", "/blog/author/", "/blog/archive/"}
    make_post("Hers", authors=[make_author("Ann Lee")], tags=["Hills"])
    for address in ["/blog/", *ways]:
        page = text(client, address)
        assert {way for way in ways if f'<li><a href="{way}">' in page} == ways - {address}, address
        assert address in text(client, "/sitemap.xml")
    assert '<li><a href="/blog/tag/" dir="auto">By subject</a></li>' in text(client, "/blog/tag/hills/")
    assert '<li><a href="/blog/author/" dir="auto">By author</a></li>' in text(client, "/blog/author/ann-lee/")


@pytest.mark.parametrize("title", ["Tag", "Author", "Archive"])
def test_no_story_takes_the_address_of_a_list(title: str) -> None:
    assert make_post(title).slug == f"post-{title.lower()}"


def test_below_a_story_stand_those_that_share_most_of_its_tags(client: Client) -> None:
    day = timedelta(days=1)
    story = make_post("The choir", tags=["Music", "Wales", "Singing"], standfirst="We meet on Mondays.")
    old = timezone.now() - 900 * day
    make_post("Two tags", tags=["Music", "Wales"], publish_at=old, standfirst="", body="")
    make_post("One tag and its words", tags=["Music"], publish_at=old, standfirst="A choir.", body="")
    make_post("One tag, newer", tags=["Singing"], publish_at=old + 2 * day, standfirst="", body="")
    make_post("One tag, older", tags=["Singing"], publish_at=old + day, standfirst="", body="")
    make_post("Three tags, not out", tags=["Music", "Wales", "Singing"], status=Post.Status.DRAFT)
    make_post("Nothing in common", tags=["Gardens"])
    heading, titles = below(text(client, story.get_absolute_url()))
    assert heading == "Stories like this one"
    assert titles == ["Two tags", "One tag and its words", "One tag, newer"]


def test_without_a_shared_tag_the_words_decide_and_nothing_is_claimed(client: Client) -> None:
    story = make_post("The allotment in spring", tags=["Gardens"], standfirst="")
    make_post("Not out", tags=["Gardens"], status=Post.Status.IN_REVIEW)
    make_post("Something else", standfirst="", body="")
    for number in range(3):
        make_post(f"Our allotment {number}", publish_at=timezone.now() - timedelta(days=30 + number))
    heading, titles = below(text(client, story.get_absolute_url()))
    assert heading == "More stories"
    assert titles == ["Our allotment 0", "Our allotment 1", "Our allotment 2"]


def test_a_story_on_its_own_has_nothing_below_it(client: Client) -> None:
    assert 'id="more"' not in text(client, make_post(tags=["Music"]).get_absolute_url())


@pytest.mark.parametrize("title", ["' & | ! <-> :* (", '"quoted" OR -not', "😀", "word " * 60, "é" * 300])
def test_any_title_can_be_compared(client: Client, title: str) -> None:
    make_post("Another")
    assert below(text(client, make_post(title, slug="odd").get_absolute_url()))[1] == ["Another"]


def test_a_story_asks_no_more_when_there_are_more_like_it(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    stories = [make_post(f"Story {number}", tags=["Music", "Wales"]) for number in range(30)]
    client.get("/")  # content types are read once a process
    with django_assert_num_queries(3):  # the story, those like it, the organisation
        text(client, stories[0].get_absolute_url())


def test_of_a_tag_only_the_newest_stories_are_looked_at(client: Client) -> None:
    story = make_post("The oldest", tags=["Music"])
    first = make_post("Written long ago", tags=["Music"], standfirst="The oldest", body="")
    for _number in range(20):
        make_post(tags=["Music"])
    with CaptureQueriesContext(connection) as queries:
        titles = below(text(client, story.get_absolute_url()))[1]
    assert first.title not in titles
    assert max(len(query["sql"]) for query in queries) < 10_000
