"""Other ways to read a page and to tell someone of it, and what only machines ask for."""

from datetime import UTC, datetime, timedelta
from urllib.parse import unquote

import pytest
from django.test import Client

from coprod.models import Organisation
from tests.factories import make_network, make_post

pytestmark = pytest.mark.django_db


def text(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, address
    return answer.content.decode()


@pytest.mark.parametrize("address", ["/blog/tea/", "/networks/walkers/"])
def test_a_page_can_be_had_in_large_print(client: Client, address: str) -> None:
    make_post("Tea", slug="tea", body="<p>We drank tea.</p>")
    make_network("The walkers", slug="walkers", about="<p>We walk.</p>")
    ordinary = text(client, address)
    assert f'href="{address}large-print/"' in ordinary
    assert 'class="large-print"' not in ordinary
    large = text(client, f"{address}large-print/")
    assert '<html lang="en-gb" class="large-print">' in large
    assert f'<link rel="canonical" href="http://testserver{address}">' in large
    assert '<meta name="robots" content="noindex">' in large
    assert f'href="{address}"' in large
    assert ("We drank tea." if "tea" in address else "We walk.") in large


def test_the_other_ways_to_read_a_story_stand_before_it_once(client: Client) -> None:
    make_post("Tea", slug="tea", body="<p>We drank tea.</p>")
    page = text(client, "/blog/tea/")
    assert page.index('class="by-line"') < page.index("data-listen=") < page.index("We drank tea.")
    assert page.count("data-listen=") == 1


def test_what_is_not_public_is_not_in_large_print_either(client: Client) -> None:
    make_post("Tea", slug="tea", status="draft")
    make_network("The walkers", slug="walkers", is_listed=False)
    for address in ("/blog/tea/large-print/", "/networks/walkers/large-print/"):
        assert client.get(address).status_code == 404


def test_a_page_is_shared_by_plain_links_and_nobody_else_is_told(client: Client) -> None:
    make_post("Tea & “talk”", slug="tea")
    page = text(client, "/blog/tea/")
    assert (
        'href="mailto:?subject=Tea%20%26%20%E2%80%9Ctalk%E2%80%9D&amp;body=http%3A%2F%2Ftestserver%2Fblog%2Ftea%2F"'
        in page
    )
    assert "sms:?&body=Tea & “talk” http://testserver/blog/tea/" in unquote(page).replace("&amp;", "&")
    assert 'data-copy="http://testserver/blog/tea/"' in page


def test_who_finds_a_weakness_learns_where_to_report_it(client: Client) -> None:
    Organisation.objects.update_or_create(pk=Organisation.ONLY, defaults={"email": "hello@example.org"})
    answer = client.get("/.well-known/security.txt")
    assert answer["Content-Type"] == "text/plain; charset=utf-8"
    lines = [line.split(": ", 1) for line in answer.content.decode().splitlines()]
    assert ["Contact", "http://testserver/contact/"] in lines
    assert ["Contact", "mailto:hello@example.org"] in lines
    assert ["Canonical", "http://testserver/.well-known/security.txt"] in lines
    (expires,) = [datetime.fromisoformat(value) for name, value in lines if name == "Expires"]
    assert timedelta(days=90) < expires - datetime.now(UTC) < timedelta(days=365)


def test_a_device_that_keeps_the_site_learns_its_name_and_icons(client: Client) -> None:
    Organisation.objects.update_or_create(pk=Organisation.ONLY, defaults={"name": "Gyda'n gilydd"})
    assert '<link rel="manifest" href="/manifest.webmanifest">' in text(client, "/")
    answer = client.get("/manifest.webmanifest")
    assert answer["Content-Type"] == "application/manifest+json"
    about = answer.json()
    assert about["name"] == "Gyda'n gilydd"
    assert {icon["sizes"] for icon in about["icons"]} == {"any", "192x192", "512x512"}
    assert client.get("/favicon.ico")["Location"] == "/static/img/icon-192.png"
