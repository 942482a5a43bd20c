"""The site's own pages, and what machines read: robots, sitemap, health, pictures."""

from datetime import UTC, datetime, timedelta
from typing import Any
from unittest.mock import patch
from xml.etree import ElementTree

import pytest
from django.core.files.storage import default_storage
from django.db import OperationalError, connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from blog.models import Post, PostPicture
from coprod.models import Organisation, OutgoingMail, Page
from tests.factories import (
    give_picture,
    make_author,
    make_group,
    make_network,
    make_picture,
    make_post,
    make_staff,
    queue_mail,
)

pytestmark = pytest.mark.django_db

NAMESPACE = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9"}


def text(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, address
    return answer.content.decode()


def sitemap(client: Client, address: str = "/sitemap.xml") -> dict[str, str]:
    """The addresses of a sitemap, each with the day of its last change."""
    tree = ElementTree.fromstring(text(client, address))  # noqa: S314 - our own
    return {
        str(entry.findtext("s:loc", namespaces=NAMESPACE)): str(entry.findtext("s:lastmod", "", NAMESPACE))
        for entry in tree
    }


def test_home_says_what_this_is_and_leads_on(client: Client) -> None:
    Organisation.objects.update_or_create(
        pk=Organisation.ONLY,
        defaults={"name": "Gyda'n gilydd", "strapline": "Together", "welcome": "We make it with you."},
    )
    now = timezone.now()
    for number in range(5):
        make_post(f"Story {number}", publish_at=now - timedelta(days=number + 1))
    make_network("The singers", member_count=90)
    page = text(client, "/")
    for expected in ("Together</h1>", "We make it with you.", "Gyda&#x27;n gilydd", ">Story 0</a>", ">The singers</a>"):
        assert expected in page
    assert ">Story 4</a>" not in page


def test_a_new_site_without_anything_in_it_works(client: Client) -> None:
    Organisation.objects.all().delete()
    Page.objects.all().delete()
    for address in ("/", "/about/", "/privacy/", "/accessibility/", "/blog/", "/search/", "/sitemap.xml"):
        assert text(client, address)


def test_staff_write_the_organisations_pages(client: Client) -> None:
    Page.objects.update_or_create(
        address="privacy",
        defaults={"title": "Your data", "summary": "What we keep.", "body": "<h2>Why</h2><script>alert(1)</script>"},
    )
    page = text(client, "/privacy/")
    assert "Your data</h1>" in page
    assert '<meta name="description" content="What we keep.">' in page
    assert "<h2>Why</h2>" in page
    assert "alert(1)" not in page


@pytest.mark.parametrize("address", ["/", "/about/", "/search/", "/sitemap.xml", "/robots.txt", "/media/posts/x.webp"])
def test_reading_takes_no_post(client: Client, address: str) -> None:
    assert client.post(address).status_code == 405


def test_robots_find_the_sitemap_and_stay_out_of_admin(client: Client) -> None:
    lines = text(client, "/robots.txt").splitlines()
    assert lines == [
        "User-agent: *",
        "Disallow: /admin/",
        "Disallow: /search/",
        "Sitemap: http://testserver/sitemap.xml",
    ]


def test_the_sitemap_lists_what_is_public_with_its_last_change(client: Client) -> None:
    author = make_author("Ann Lee")
    make_post("A story", authors=[author], tags=["Tŷ"])
    make_post("A secret", tags=["Hidden"], status=Post.Status.DRAFT)
    network = make_network("Singers", slug="singers")
    make_group(network)
    make_network("Alone", slug="alone")
    make_network("Hidden", slug="hidden", is_listed=False)
    listed = sitemap(client)
    assert {address.removeprefix("http://testserver") for address in listed} == {
        *(
            "/",
            "/blog/",
            "/blog/archive/",
            "/blog/author/",
            "/blog/tag/",
            "/blog/write-for-us/",
            "/networks/",
            "/contact/",
        ),
        *("/about/", "/privacy/", "/accessibility/"),
        *("/blog/a-story/", "/blog/tag/t%C5%B7/", "/blog/author/ann-lee/"),
        *("/networks/singers/", "/networks/singers/groups/", "/networks/alone/"),
    }
    assert listed["http://testserver/blog/a-story/"] == f"{timezone.now():%Y-%m-%d}"
    for address in listed:
        assert client.get(address.removeprefix("http://testserver")).status_code == 200, address


def test_the_sitemap_asks_once_a_section(client: Client) -> None:
    for number in range(4):
        make_group(make_network(f"Network {number}"))
        make_post(tags=[f"Tag {number}"])
    with CaptureQueriesContext(connection) as queries:
        assert len(sitemap(client)) == 11 + 4 * 3 + 4 * 2
    assert len(queries) == 5  # one to see how many there are; our own pages need none


def test_a_large_sitemap_is_an_index_of_small_ones(client: Client) -> None:
    for year in (2019, 2019, 2021):
        make_post(publish_at=datetime(year, 7, 1, tzinfo=UTC), tags=["Tea"], authors=[make_author()])
    make_post("A secret", publish_at=datetime(2020, 7, 1, tzinfo=UTC), status=Post.Status.DRAFT)
    whole = sitemap(client)
    with patch("coprod.sitemaps.LIMIT", 2):
        parts = [address.removeprefix("http://testserver") for address in sitemap(client)]
    names = ["pages", "tags", "authors", "networks", "stories-2021", "stories-2019"]
    assert parts == [f"/sitemap-{name}.xml" for name in names]
    listed = [(part, sitemap(client, part)) for part in parts]
    assert {address: day for _part, days in listed for address, day in days.items()} == whole
    assert [len(days) for part, days in listed if "stories" in part] == [1, 2]
    for nothing in ("nothing", "stories", "stories-", "stories-x", "stories-0", "stories-1969", "stories-99999"):
        assert client.get(f"/sitemap-{nothing}.xml").status_code == 404, nothing


def test_health_says_ok_to_any_probe(client: Client) -> None:
    for headers in ({}, {"host": "10.1.2.3:8000"}, {"host": "evil.example"}):
        answer = client.get("/healthz", headers=headers)
        assert (answer.status_code, answer.content) == (200, b"ok\n")
        assert "no-store" in answer["Cache-Control"]
    assert client.post("/healthz").status_code == 405


def test_a_probe_is_told_when_mail_does_not_leave(client: Client) -> None:
    def answer() -> tuple[int, bytes]:
        got = client.get("/readyz", headers={"host": "10.1.2.3:8000"})
        assert "no-store" in got["Cache-Control"]
        return got.status_code, got.content

    ago = timezone.now() - timedelta(minutes=11)
    mail = queue_mail()
    OutgoingMail.objects.update(created_at=ago)
    assert answer() == (503, b"mail is stuck\n")  # tried in vain, like every other since
    queue_mail().mark_sent()
    assert answer() == (200, b"ok\n")  # others leave: it is about that one address
    OutgoingMail.objects.filter(pk=mail.pk).update(due_at=ago)
    assert answer() == (503, b"mail is stuck\n")  # nobody tries
    mail.mark_sent()
    assert answer() == (200, b"ok\n")
    queue_mail().give_up("550 unknown")
    OutgoingMail.objects.update(created_at=ago, due_at=ago)
    assert answer() == (200, b"ok\n")  # staff phone that person


def test_health_says_when_the_database_is_away(client: Client) -> None:
    with patch.object(connection, "cursor", side_effect=OperationalError("away at secret-host")):
        answers = [client.get(address) for address in ("/healthz", "/readyz")]
    assert [answer.status_code for answer in answers] == [503, 503]
    assert b"secret-host" not in b"".join(answer.content for answer in answers)


def published_picture() -> PostPicture:
    return give_picture(make_post())


def test_a_picture_of_a_public_post_is_asked_for_again_after_a_minute_and_can_run_nothing(client: Client) -> None:
    answer: Any = client.get(published_picture().picture.url)
    assert answer.status_code == 200
    assert answer["Content-Type"] == "image/jpeg"
    assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Cache-Control"] == "public, max-age=60, must-revalidate"
    assert answer.content[:3] == b"\xff\xd8\xff"


def test_a_picture_that_a_browser_has_is_not_sent_again_until_its_post_is_taken_down(
    client: Client, django_assert_num_queries: Any
) -> None:
    picture = published_picture()
    has = {"If-None-Match": client.get(picture.picture.url)["ETag"]}
    with django_assert_num_queries(1):
        answer = client.get(picture.picture.url, headers=has)
    assert (answer.status_code, answer.content) == (304, b"")
    assert answer["Cache-Control"] == "public, max-age=60, must-revalidate"
    Post.objects.update(status=Post.Status.WITHDRAWN)
    assert client.get(picture.picture.url, headers=has).status_code == 404


@pytest.mark.parametrize("status", [status for status in Post.Status if status != Post.Status.PUBLISHED])
def test_a_picture_of_what_is_not_public_is_not_there_but_for_staff(client: Client, status: Post.Status) -> None:
    picture = published_picture()
    Post.objects.filter(pk=picture.post_id).update(status=status)
    assert client.get(picture.picture.url).status_code == 404
    client.force_login(make_staff())
    assert client.get(picture.picture.url).status_code == 404
    client.force_login(make_staff("blog.view_post"))
    answer: Any = client.get(picture.picture.url)
    assert answer.status_code == 200
    assert answer["Cache-Control"] == "private, no-store"


def test_a_photo_of_an_author_is_public_with_a_public_post(client: Client) -> None:
    author = make_author()
    author.photo.save("x.png", make_picture())
    assert client.get(author.photo.url).status_code == 404
    make_post(authors=[author])
    answer = client.get(author.photo.url)
    assert answer.status_code == 200


@pytest.mark.parametrize(
    "name",
    [
        "../coprod/settings.py",
        "..%2f..%2fetc%2fpasswd",
        "posts/",
        "posts/x.svg",
        "posts/x.webp",
        "",
        "%00.webp",
        "a" * 5000,
        "a" * 300 + ".webp",
    ],
)
def test_nothing_else_is_served_from_the_media_folder(client: Client, name: str) -> None:
    client.force_login(make_staff("blog.view_post"))
    assert client.get(f"/media/{name}").status_code in {400, 404}


def test_a_picture_whose_file_is_gone_is_not_found(client: Client) -> None:
    picture = published_picture().picture
    default_storage.delete(str(picture.name))
    assert client.get(picture.url).status_code == 404


@pytest.mark.parametrize(
    "address",
    [
        "/.git/config",
        "/.env",
        "/wp-login.php",
        "/admin.php",
        "/static/../manage.py",
        "/__debug__/",
        "/server-status",
        "/coprod/",
    ],
)
def test_probes_find_nothing(client: Client, address: str) -> None:
    assert client.get(address).status_code == 404


@pytest.mark.parametrize(
    "path", ["//evil.example", "/\\evil.example", "//evil.example/%2f..", "/%5cevil.example/", "/blog//evil.example"]
)
def test_no_address_leads_to_another_site(client: Client, path: str) -> None:
    answer = client.get(path, {"next": "https://evil.example/"})
    assert "evil.example" not in answer.get("Location", "").split("?")[0].removeprefix("/") or answer[
        "Location"
    ].startswith("/%")
