"""What a first visit carries over the wire: little, in few requests, and nothing that makes the page jump."""

import gzip
import re
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from django.test import Client

from tests.coprod.test_every_page import fill, pages

pytestmark = pytest.mark.django_db
MOST_BYTES, MOST_REQUESTS = 40_000, 4


class Fetched(HTMLParser):
    """What a browser fetches for a page before anyone scrolls, and its pictures."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.styles: list[str] = []
        self.scripts: list[str] = []
        self.others: list[str] = []
        self.pictures: list[dict[str, str | None]] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        named = dict(attrs)
        if tag == "link" and named.get("rel") in {"stylesheet", "manifest", "preload", "modulepreload"}:
            (self.styles if named["rel"] == "stylesheet" else self.others).append(str(named["href"]))
        if tag == "script" and named.get("src"):
            self.scripts.append(str(named["src"]))
        if tag == "img":
            self.pictures.append(named)


def packed(content: bytes) -> int:
    return len(gzip.compress(content, 6))


def on_the_wire(client: Client, address: str) -> int:
    if address.startswith(settings.STATIC_URL):
        return packed(Path(str(finders.find(address.removeprefix(settings.STATIC_URL)))).read_bytes())
    return packed(client.get(address).content)


def test_a_first_visit_to_the_home_page_is_light(client: Client) -> None:
    fill(3)
    answer: Any = client.get("/", headers={"accept-encoding": "gzip"})
    found = Fetched(gzip.decompress(answer.content).decode())
    assert len(found.styles) == 1
    needed = [*found.styles, *dict.fromkeys(found.scripts), *found.others]
    assert 1 + len(needed) <= MOST_REQUESTS
    drawings = [str(picture["src"]) for picture in found.pictures if str(picture["src"]).endswith(".svg")]
    assert drawings
    total = len(answer.content) + sum(on_the_wire(client, address) for address in [*needed, *drawings])
    assert total <= MOST_BYTES


def test_no_page_jumps_when_its_pictures_come(client: Client) -> None:
    fill(3)
    seen = 0
    for address in dict.fromkeys(re.sub(r"\d+", "0", address) for address in pages(client)):
        pictures = Fetched(client.get(address).content.decode()).pictures
        for number, picture in enumerate(picture for picture in pictures if "/media/" in str(picture["src"])):
            assert str(picture["width"]).isdigit() and str(picture["height"]).isdigit(), (address, picture)
            assert picture.get("loading") == "lazy" or number == 0, (address, picture)
            seen += 1
    assert seen > 10


def test_fonts_are_the_devices_own_and_styles_fetch_nothing() -> None:
    css = Path(str(finders.find("css/site.css"))).read_text(encoding="utf-8")
    assert "@font-face" not in css
    assert "@import" not in css
    assert "url(" not in css


def test_static_files_are_named_for_what_is_in_them_and_kept_for_ever() -> None:
    source = Path(settings.BASE_DIR, "coprod/settings.py").read_text(encoding="utf-8")
    assert '"whitenoise.storage.CompressedManifestStaticFilesStorage"' in source
    assert settings.WHITENOISE_MAX_AGE == 365 * 24 * 60 * 60
