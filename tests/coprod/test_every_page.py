"""What holds on every public page: its frame, its queries, its headers, and that nothing unpublished is on it."""

import re
from datetime import timedelta
from html.parser import HTMLParser
from typing import Any
from xml.etree import ElementTree

import pytest
from django.db import connection
from django.db.models.functions import Now
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from blog.models import Author, OldAddress, Post, PostPicture, Response
from coprod.page_cache.pages import FOR_CACHES
from tests.blog.responses.responding import make_response
from tests.factories import give_picture, make_author, make_group, make_network, make_post

pytestmark = pytest.mark.django_db

MOST_QUERIES = 4
MORE_WHEN_NOTHING_IS_FOUND = 1  # to look for what may be meant
MOST_BYTES = 60_000
SECRET = "Zanzibar"


class Frame(HTMLParser):
    """What a screen reader finds first."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.ids: list[str] = []
        self.lang = self.title = self.first_link = ""
        self._in_title = False
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        named = dict(attrs)
        self.tags.append(tag)
        self.ids += [str(named["id"])] if "id" in named else []
        self._in_title = tag == "title"
        if tag == "html":
            self.lang = str(named.get("lang"))
        if tag == "a" and not self.first_link:
            self.first_link = str(named.get("href"))

    def handle_data(self, data: str) -> None:
        self.title += data if self._in_title else ""

    def handle_endtag(self, tag: str) -> None:
        self._in_title = False


def fill(rows: int) -> None:
    """A site with so many of everything."""
    authors = [make_author(f"Author {number}", role="Carer", biography="Likes hills.") for number in range(rows)]
    now = timezone.now()
    for number in range(rows):
        writers = [authors[0], authors[number]] if number else authors[:1]
        when = now - timedelta(hours=1, days=20 * number)
        post = make_post(f"Story {number}", authors=writers, tags=["Hills", f"Tag {number}"], publish_at=when)
        lead = PostPicture(post=post, picture=f"posts/{number}.jpg", width=4, height=3, alt="A", is_lead=True)
        PostPicture.objects.bulk_create([lead])
    story = Post.objects.get(title="Story 0")
    Post.objects.filter(pk=story.pk).update(responses_open=True)
    for number in range(rows):
        make_response(story, name=f"Reader {number}")
    for number in range(rows):
        network = make_network(f"Network {number}", slug=f"network-{number}", about="<p>We walk.</p>")
        for place in range(rows if number == 0 else 1):
            make_group(network, f"Group {place}")


def sitemap(client: Client) -> list[str]:
    tree = ElementTree.fromstring(client.get("/sitemap.xml").content)  # noqa: S314 - our own
    found = tree.findall("{*}url/{*}loc")
    return [str(place.text).removeprefix("http://testserver") for place in found]


def pages(client: Client) -> list[str]:
    """Every page that a reader can come to: those of the sitemap, those it leaves out, and one of each list."""
    this_month = timezone.localtime(Post.objects.public().newest_first()[0].publish_at)
    network = next(address for address in sitemap(client) if re.fullmatch(r"/networks/[\w-]+/", address))
    return [
        *sitemap(client),
        *(f"/blog/{this_month.year}/", f"/blog/{this_month.year}/{this_month.month}/"),
        *("/search/", "/search/?q=story", "/search/?q=story&kind=stories", "/search/?q=stroy", "/search/?q=xyzzyx"),
        *(
            "/search/?q=story&kind=stories&tag=hills",
            "/search/?q=stroy&as=typed",
            "/search/?q=story&kind=stories&year=1999",
        ),
        *(f"{network}join/", f"{network}contact/", f"{network}call-me-back/", f"{network}groups/?region=wales"),
        *(f"{network}groups/?area=CF", f"{network}groups/?area=unknown", f"{network}groups/?region=all"),
        *("/contact/call-me-back/", "/contact/message/", "/blog/write-for-us/piece/"),
        *pages_of_responses(),
    ]


def pages_of_responses() -> list[str]:
    row = Response.objects.public().earliest("pk")
    story = row.post.get_absolute_url()
    below = ("respond/", "responses/", "responses/reported/", f"responses/{row.pk}/report/")
    return [f"{story}{page}" for page in below]


def feeds() -> list[str]:
    below = ["/blog/", *[f"/blog/author/{author.slug}/" for author in Author.objects.public()], "/blog/tag/hills/"]
    return [f"{place}feed/{kind}" for place in below for kind in ("", "rss/")]


def test_every_page_has_its_frame(client: Client) -> None:
    fill(3)
    walked = pages(client)
    assert len(walked) > 30
    titles: dict[str, list[str]] = {}
    for address in walked:
        answer = client.get(address)
        assert answer.status_code == 200, address
        page = answer.content.decode()
        frame = Frame(page)
        assert frame.lang == "en-gb", address
        assert frame.first_link == "#content", address
        assert "content" in frame.ids, address
        assert len(frame.ids) == len(set(frame.ids)), address
        for tag in ("h1", "main", "footer", "title"):
            assert frame.tags.count(tag) == 1, (address, tag)
        for tag in ("header", "nav"):
            assert tag in frame.tags, (address, tag)
        assert frame.title.strip().endswith("– Coprod"), address
        titles.setdefault(frame.title, []).append(address)
        assert len(answer.content) < MOST_BYTES, address
        assert not re.findall(r'(?:src|href)="(?:https?:)?//(?!testserver)', page), address
        assert not re.findall(r"<script(?![^>]* src=)(?![^>]*ld\+json)", page), address
        assert not re.findall(r"<[^>]+ (?:style|on\w+)=", page), address
    two = {title: found for title, found in titles.items() if len({a.split("?")[0] for a in found}) > 1}
    assert not two


def test_nobody_who_reads_is_given_a_cookie_or_looked_up(client: Client) -> None:
    fill(1)
    forms = re.compile("(join|contact|call-me-back|write-for-us|message|piece|respond|report)/$")
    walked = [address for address in pages(client) if not forms.search(address)]
    assert len(walked) > 15
    for address in [*walked, *feeds()]:
        answer = client.get(address)
        assert not answer.cookies, address
        assert answer["Cache-Control"] == FOR_CACHES, address
        assert answer["Vary"] == "Accept-Encoding", address
        assert answer["ETag"].startswith('"'), address
        assert answer["X-Content-Type-Options"] == "nosniff", address
        assert "default-src 'none'" in answer["Content-Security-Policy"], address


def test_a_head_request_gets_the_head_of_the_page(client: Client) -> None:
    fill(1)
    walked = [*pages(client), *feeds(), "/sitemap.xml", "/robots.txt", "/healthz"]
    assert len(walked) > 25
    for address in walked:
        answer = client.head(address)
        assert (answer.status_code, answer.content) == (200, b""), address


def test_forms_are_not_kept_for_others(client: Client) -> None:
    fill(1)
    for address in ("/contact/", "/networks/network-0/join/"):
        assert "public" not in client.get(address)["Cache-Control"]


@pytest.mark.parametrize("rows", [3, 30])
def test_no_page_asks_the_database_more_than_four_times(client: Client, rows: int) -> None:
    fill(rows)
    client.get("/")  # content types are read once a process
    walked = [
        *{re.sub(r"\d+", "0", address): address for address in pages(client)}.values(),
        *feeds()[:2],
        *feeds()[-2:],
    ]
    assert len(walked) > 25
    counts = {}
    for address in walked:
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert client.get(address).status_code == 200, address
        is_misspelt = "stroy" in address or "xyzzyx" in address
        counts[address] = len(queries) - MORE_WHEN_NOTHING_IS_FOUND * is_misspelt
    assert {address: count for address, count in counts.items() if count > MOST_QUERIES} == {}


@pytest.mark.django_db(transaction=True)
def test_every_page_answers_outside_of_a_transaction_too(client: Client) -> None:
    """There its queries are prepared in PostgreSQL, as for readers."""
    fill(3)
    for address in [
        *pages(client),
        *feeds(),
        "/blog/?page=2",
        "/search/?q=story&kind=stories&year=2020",
        "/search/?q=stroy",
    ]:
        assert client.get(address).status_code == 200, address
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_prepared_statements")
        assert cursor.fetchone()[0] > 10


def hidden_post(secret: str = SECRET, **fields: Any) -> Post:
    """A post with a secret word in every place where words can be."""
    slug = secret.lower()
    author = make_author(f"{secret} Smith", slug=f"{slug}-smith", biography=secret)
    post = make_post(
        f"On {secret}",
        slug=slug,
        authors=[author],
        tags=[secret, "Hills"],
        standfirst=secret,
        body=f"<p>{secret}</p>",
    )
    give_picture(post, alt=secret)
    OldAddress.objects.create(path=f"/2018/06/{slug}.html", post=post)
    Post.objects.filter(pk=post.pk).update(**fields)
    return post


# Each with a word of its own, so that one walk looks for them all.
HIDDEN: dict[str, dict[str, Any]] = {
    "Zanzibar": {"status": Post.Status.DRAFT},
    "Timbuktu": {"status": Post.Status.IN_REVIEW},
    "Samarkand": {"status": Post.Status.APPROVED},
    "Xanadu": {"status": Post.Status.WITHDRAWN},
    "Vladivostok": {"publish_at": timezone.now() + timedelta(days=400)},
    "Ouagadougou": {"unpublish_at": timezone.now() - timedelta(minutes=1)},
    "Reykjavik": {"status": Post.Status.DRAFT, "deleted_at": timezone.now()},
    "Antananarivo": {"status": Post.Status.WITHDRAWN, "deleted_at": timezone.now()},
}


def secret_places(post: Post) -> list[str]:
    return [
        *(
            f"/blog/{post.slug}/",
            f"/blog/tag/{post.slug}/",
            f"/blog/author/{post.slug}-smith/",
            f"/2018/06/{post.slug}.html",
            post.pictures.get().picture.url,
        ),
        *(
            f"/blog/{kind}/feed/{ending}"
            for kind in (f"tag/{post.slug}", f"author/{post.slug}-smith")
            for ending in ("", "rss/")
        ),
    ]


def test_what_is_not_public_is_on_no_page(client: Client) -> None:
    fill(2)
    posts = {secret: hidden_post(secret, **fields) for secret, fields in HIDDEN.items()}
    nearly = {f"/search/?q={secret}at": secret.lower() for secret in HIDDEN}
    walked = [*pages(client), *feeds(), "/sitemap.xml", "/robots.txt", *nearly, "/blog/?page=2"]
    assert len(walked) > 40 + len(nearly)
    for address in walked:
        page = client.get(address).content.decode().lower().replace(f"{nearly.get(address)}at", "")
        assert [secret for secret in HIDDEN if secret.lower() in page] == [], address
    for secret, post in posts.items():
        fields = HIDDEN[secret]
        was_public = fields.get("status") == Post.Status.WITHDRAWN or "unpublish_at" in fields
        when = timezone.localtime(fields.get("publish_at", post.publish_at))
        for address in [*secret_places(post), f"/blog/{when.year + 1}/"]:
            expected = 410 if was_public and address == post.get_absolute_url() else 404
            assert client.get(address).status_code == expected, (address, fields)
        assert "We found nothing" in client.get(f"/search/?q={secret}").content.decode(), fields


def test_what_is_public_is_on_all_of_those_pages(client: Client) -> None:
    """The walk above could not find a secret if it did not look where posts are shown."""
    fill(2)
    post = hidden_post()
    shown = ["/", "/blog/", "/sitemap.xml", f"/search/?q={SECRET}", "/blog/feed/", "/blog/feed/rss/", "/blog/story-0/"]
    for address in shown:
        assert SECRET.lower() in client.get(address).content.decode().lower(), address
    for address in secret_places(post):
        assert client.get(address).status_code in {200, 301}, address


def test_a_scheduled_post_comes_out_at_its_time_without_any_help(client: Client) -> None:
    post = make_post("Soon", publish_at=timezone.now() + timedelta(hours=1))
    addresses = [post.get_absolute_url(), "/blog/", "/blog/feed/", "/sitemap.xml"]
    before = [client.get(address).content.decode().count("/blog/soon/") for address in addresses[1:]]
    assert client.get(addresses[0]).status_code == 404
    Post.objects.update(publish_at=Now())  # instead of waiting: the database holds the clock that counts
    assert [client.get(address).status_code for address in addresses] == [200] * 4
    after = [client.get(address).content.decode().count("/blog/soon/") for address in addresses[1:]]
    assert before == [0, 0, 0]
    assert all(after)
