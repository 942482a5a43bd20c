"""The pictures of a post on its page, on cards and in feeds, in the formats and widths that a browser chooses from."""

from typing import Any

import feedparser
import pytest
from bs4 import BeautifulSoup, Tag
from django.test import Client

from blog.models import Post, PostPicture
from coprod.renditions import new_stem
from coprod.richtext import clean
from tests.factories import give_picture, make_author, make_picture, make_post

pytestmark = pytest.mark.django_db


def place(key: str) -> str:
    return f'<figure data-picture="{key}"></figure>'


def page_of(client: Client, address: str) -> BeautifulSoup:
    return BeautifulSoup(client.get(address).content.decode(), "html.parser")


def srcset(tag: Tag | None) -> list[tuple[str, str]]:
    assert tag is not None
    return [(part.split()[0].rpartition(".")[2], part.split()[1]) for part in str(tag["srcset"]).split(", ")]


def test_a_browser_chooses_from_three_formats_and_the_widths_that_are_there(client: Client) -> None:
    post = make_post()
    picture = give_picture(post, size=(1000, 700), caption="By the sea", credit="Bo")
    figure = page_of(client, post.get_absolute_url()).select_one("article figure.picture")
    assert figure is not None
    avif, webp = figure.select("source")
    assert (avif["type"], webp["type"]) == ("image/avif", "image/webp")
    assert srcset(avif) == [("avif", "320w"), ("avif", "640w"), ("avif", "960w"), ("avif", "1000w")]
    image = figure.select_one("img")
    assert image is not None
    assert [width for _kind, width in srcset(image)] == ["320w", "640w", "960w", "1000w"]
    assert (image["width"], image["height"], image["alt"]) == ("1000", "700", "Two boats")
    assert all(tag["sizes"] for tag in (avif, webp, image))
    assert (image.get("fetchpriority"), image.get("loading")) == ("high", None)
    assert figure.get_text(" ", strip=True) == "By the sea Picture: Bo"
    for tag in (avif, webp, image):
        for part in str(tag["srcset"]).split(", "):
            answer = client.get(part.split()[0])
            assert answer.status_code == 200
            assert answer["Content-Type"] == tag.get("type", "image/jpeg")
    assert picture.picture.name


@pytest.mark.parametrize("address", ["/", "/blog/"])
def test_only_the_first_picture_of_a_list_is_fetched_at_once(client: Client, address: str) -> None:
    for _ in range(3):
        give_picture(make_post())
    images = page_of(client, address).select(".card img")
    assert [image.get("loading") for image in images] == [None, "lazy", "lazy"]


def test_a_picture_is_never_made_larger_than_it_came(client: Client) -> None:
    post = make_post()
    give_picture(post, size=(300, 200))
    image = page_of(client, post.get_absolute_url()).select_one("article figure.picture img")
    assert srcset(image) == [("jpg", "300w")]


def test_a_picture_stands_where_the_text_has_its_key(client: Client) -> None:
    post = make_post()
    picture = give_picture(post, is_lead=False, alt='A "red" <boat>', caption="At <dawn>")
    body = f"<p>Before.</p>{place(picture.key)}<p>After.</p>{place('nobody')}{place('x')}"
    Post.objects.filter(pk=post.pk).update(body=body)
    prose = page_of(client, post.get_absolute_url()).select_one(".prose")
    assert prose is not None
    assert [child.name for child in prose.find_all(recursive=False)] == ["p", "figure", "p"]
    image = prose.select_one("img")
    assert image is not None
    assert (image["alt"], image["loading"]) == ('A "red" <boat>', "lazy")
    assert prose.figure is not None
    assert prose.figure.get_text(strip=True) == "At <dawn>"
    assert "data-picture" not in str(prose)


def test_a_picture_of_another_post_does_not_show(client: Client) -> None:
    other = give_picture(make_post(status=Post.Status.DRAFT))
    post = make_post(body=f"<p>Words.</p>{place(other.key)}")
    assert not page_of(client, post.get_absolute_url()).select(".prose img")


def test_the_place_of_a_picture_outlives_the_cleaning_and_nothing_else_of_it_does() -> None:
    assert clean(place("abc23")) == place("abc23")
    for wrong in ('"><script>x</script>', "a b", "a/../b", ""):
        assert "data-picture" not in clean(f"<p>Hm</p><figure data-picture='{wrong}'></figure>")
    assert clean('<figure data-picture="abc" style="x" onclick="y"><img src="z">w</figure>') == place("abc")


@pytest.mark.parametrize("address", ["/blog/feed/", "/blog/feed/rss/"])
def test_a_feed_shows_every_picture_by_its_whole_address(client: Client, address: str) -> None:
    post = make_post()
    lead = give_picture(post, size=(1200, 30 * 40), caption="First")
    inside = give_picture(post, is_lead=False, decorative=True, alt="")
    Post.objects.filter(pk=post.pk).update(body=f"<p>Words.</p>{place(inside.key)}{place('gone')}")
    (entry,) = feedparser.parse(client.get(address).content, sanitize_html=False).entries
    content = BeautifulSoup(entry.content[0].value, "html.parser")
    assert [str(image["src"]) for image in content.select("img")] == [
        f"http://testserver{lead.picture.url}".replace(".jpg", "-960.jpg"),
        f"http://testserver{inside.picture.url}",
    ]
    assert [image["alt"] for image in content.select("img")] == ["Two boats", ""]
    assert "data-picture" not in str(content)


def test_a_card_keeps_in_sight_what_matters(client: Client) -> None:
    give_picture(make_post("Cards"), focal_x=10, focal_y=80)
    image = page_of(client, "/blog/").select_one(".card img")
    assert image is not None
    assert image["class"] == ["focus-x0", "focus-y3"]


def test_decoration_has_an_empty_description_even_if_somebody_gave_one(client: Client) -> None:
    post = make_post()
    give_picture(post, decorative=True)
    page = page_of(client, post.get_absolute_url())
    assert [image["alt"] for image in page.select("article img")] == [""]
    assert not page.select('meta[property="og:image:alt"]')


def test_lists_bring_the_lead_along_without_asking_for_it(client: Client, django_assert_num_queries: Any) -> None:
    for _ in range(3):
        give_picture(make_post())
    posts = Post.objects.public().for_cards().newest_first()
    with django_assert_num_queries(1):
        assert [post.lead.alt_text for post in posts if post.lead] == ["Two boats"] * 3
    assert make_post().lead is None


def test_an_author_is_shown_in_the_widths_of_a_portrait(client: Client) -> None:
    author = make_author(slug="ann")
    author.photo.save("me.png", make_picture((900, 900)))
    make_post(authors=[author])
    image = page_of(client, "/blog/author/ann/").select_one(".author img")
    assert srcset(image) == [("jpg", "180w"), ("jpg", "360w"), ("jpg", "640w")]


def test_a_picture_from_before_there_were_widths_still_shows(client: Client) -> None:
    post = make_post()
    picture = give_picture(post)
    old = picture.picture.storage.save(f"posts/{new_stem()}.webp", make_picture())
    PostPicture.objects.filter(pk=picture.pk).update(picture=old)
    image = page_of(client, post.get_absolute_url()).select_one("article img")
    assert image is not None
    assert not image.has_attr("srcset")
    assert client.get(str(image["src"])).status_code == 200
