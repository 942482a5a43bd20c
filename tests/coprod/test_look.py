"""The look: what can be measured of it. Colours are read from the stylesheet itself, in the light and in the dark."""

import re
from collections import Counter
from html.parser import HTMLParser
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from tests.factories import make_network

ROOT = Path(settings.BASE_DIR)
CSS = re.sub(r"/\*.*?\*/", "", (ROOT / "static/css/site.css").read_text(encoding="utf-8"), flags=re.DOTALL)
MODES = ["light", "dark"]

# What is written in which colour on which ground. A colour that is not here may not be used: a test below sees to that.
WRITING = {
    "ink": ["paper", "surface", "sand", "well", "mark"],
    "quiet": ["paper", "surface", "sand"],
    "link": ["paper", "surface", "sand", "well"],
    "visited": ["paper", "surface", "sand", "well"],
    "wrong": ["paper", "surface", "sand"],
    "on-bar": ["bar"],
    "on-deep": ["deep"],
    "on-button": ["button"],
}
EDGES = {
    "edge": ["paper", "surface", "sand"],
    "wrong": ["paper", "surface", "sand"],
    "button": ["paper", "surface", "sand"],
}
GROUNDS = ["paper", "surface", "sand", "well", "bar", "deep", "button"]


def layer(name: str) -> str:
    after = CSS.split(f"@layer {name} {{", 1)[1]
    return after.split("\n}", 1)[0]


def tokens(mode: str) -> dict[str, str]:
    light, dark = layer("tokens").split("@media screen and (prefers-color-scheme: dark)")
    named = re.compile(r"--([\w-]+): (#[0-9a-f]{6});")
    return dict(named.findall(light)) | (dict(named.findall(dark)) if mode == "dark" else {})


def contrast(first: str, second: str) -> float:
    """Return the contrast ratio as WCAG 2 defines it."""

    def luminance(colour: str) -> float:
        parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
        red, green, blue = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    dark, light = sorted([luminance(first), luminance(second)])
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize(("text", "ground"), [(text, ground) for text, on in WRITING.items() for ground in on])
def test_text_has_a_contrast_of_seven_to_one(mode: str, text: str, ground: str) -> None:
    colours = tokens(mode)
    assert contrast(colours[text], colours[ground]) >= 7


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize(("edge", "ground"), [(edge, ground) for edge, on in EDGES.items() for ground in on])
def test_edges_have_a_contrast_of_three_to_one(mode: str, edge: str, ground: str) -> None:
    colours = tokens(mode)
    assert contrast(colours[edge], colours[ground]) >= 3


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("ground", GROUNDS)
def test_one_tone_of_the_focus_mark_stands_out_from_every_ground(mode: str, ground: str) -> None:
    colours = tokens(mode)
    assert max(contrast(colours[tone], colours[ground]) for tone in ("focus", "focus-ring")) >= 3
    assert contrast(colours["focus"], colours["focus-ring"]) >= 3


def test_dark_mode_names_every_colour_that_light_mode_names() -> None:
    light, dark = layer("tokens").split("@media screen and (prefers-color-scheme: dark)")
    named = re.compile(r"--([\w-]+): #")
    assert len(named.findall(light)) > 20
    assert named.findall(light) == named.findall(dark)


def test_every_colour_of_text_and_ground_is_measured() -> None:
    rules = CSS.replace(layer("tokens"), "").replace(layer("print"), "")
    assert set(re.findall(r"(?<![\w-])color: var\(--([\w-]+)\)", rules)) <= set(WRITING)
    assert set(re.findall(r"background: var\(--([\w-]+)\)", rules)) <= {
        ground for on in WRITING.values() for ground in on
    }


def test_only_the_tokens_name_a_colour() -> None:
    rules = CSS.replace(layer("tokens"), "")
    # On paper the tokens themselves are set to black and white.
    rules = re.sub(r":root \{[^}]*\}", "", rules)
    assert not re.findall(r"#[0-9a-fA-F]{3,8}\b|\b(?:rgb|hsl|oklch|lab)a?\(", rules)


def test_only_the_tokens_name_a_size_of_text() -> None:
    sizes = re.findall(r"font-size: ([^;}]+)", CSS)
    assert len(sizes) > 10
    assert [size for size in sizes if not size.startswith("var(") and size != "1rem"] == []


def test_the_stylesheet_is_small() -> None:
    assert (ROOT / "static/css/site.css").stat().st_size <= 24 * 1024


def test_the_stylesheet_has_no_rule_that_nothing_uses() -> None:
    pages = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "templates").rglob("*.html"))
    used = {word for words in re.findall(r'class="([^"]*)"', pages) for word in re.sub(r"{%.*?%}", " ", words).split()}
    styled = set(re.findall(r"\.([a-z][\w-]*)(?=[\s,:{.>\[)+~])", CSS))
    assert len(styled) > 40
    assert styled - used == set()


def test_nothing_moves_and_nothing_sticks() -> None:
    assert not re.findall(
        r"animation|transition|position: (?:fixed|sticky)|text-transform|justify;|font-style: italic", CSS
    )


class Page(HTMLParser):
    """The ids, the links and the fields of a page."""

    def __init__(self, source: str) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.links: list[dict[str, str]] = []
        self.fields: dict[str, dict[str, str]] = {}
        self.groups: list[dict[str, str]] = []
        self.feed(source)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        named = {name: value or "" for name, value in attrs}
        if "id" in named:
            self.ids.append(named["id"])
        if tag == "a":
            self.links.append(named)
        if tag in {"input", "textarea", "select"} and "id" in named:
            self.fields[named["id"]] = named
        if tag == "fieldset":
            self.groups.append(named)


def wrong_page(client: Client) -> tuple[str, Page]:
    answer = client.post(reverse("contact_call_me_back"), {"name": "", "phone": ""})
    source = answer.content.decode()
    return source, Page(source)


@pytest.mark.django_db
def test_a_wrong_field_is_tied_to_its_hint_and_its_error(client: Client) -> None:
    _, page = wrong_page(client)
    name = page.fields["id_name"]
    assert name["aria-invalid"] == "true"
    assert name["aria-describedby"].split() == ["id_name_helptext", "id_name_error"]
    assert {"id_name_helptext", "id_name_error"} <= set(page.ids)
    assert "required" not in name
    assert "placeholder" not in name


@pytest.mark.django_db
def test_a_wrong_group_is_tied_to_its_error(client: Client) -> None:
    page = Page(client.post(reverse("contact_step", args=["reach"]), {}).content.decode())
    assert "#id_reach_by_0" in [link["href"] for link in page.links]
    (described,) = [group["aria-describedby"] for group in page.groups if "aria-describedby" in group]
    assert "id_reach_by_error" in described.split()
    assert set(described.split()) <= set(page.ids)


@pytest.mark.django_db
def test_the_summary_links_to_the_fields_and_takes_the_focus(client: Client) -> None:
    source, page = wrong_page(client)
    targets = [link["href"] for link in page.links if link["href"].startswith("#id_")]
    assert targets == ["#id_name", "#id_phone"]
    assert {target.removeprefix("#") for target in targets} <= set(page.fields)
    assert source.index('role="alert"') < source.index("<h1")
    assert " autofocus" in source
    assert "<title>Error: Ask us to call you – " in source


@pytest.mark.django_db
def test_every_id_of_a_page_is_there_once(client: Client) -> None:
    for page in [wrong_page(client)[1], Page(client.get("/styleguide/").content.decode())]:
        assert page.ids
        assert [name for name, times in Counter(page.ids).items() if times > 1] == []


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("address", "current"),
    [("/", ("/", "page")), ("/blog/", ("/blog/", "page")), ("/blog/archive/", ("/blog/", "true")), ("/privacy/", None)],
)
def test_the_menu_marks_where_you_are(client: Client, address: str, current: tuple[str, str] | None) -> None:
    page = Page(client.get(address).content.decode())
    marked = [(link["href"], link["aria-current"]) for link in page.links if "aria-current" in link]
    assert marked == ([current] if current else [])


@pytest.mark.django_db
def test_networks_stand_in_the_order_that_staff_gave_them(client: Client) -> None:
    for position, name in [(3, "Third"), (1, "First"), (2, "Second")]:
        make_network(f"{name} network", position=position)
    for address in ["/", "/networks/"]:
        source = client.get(address).content.decode()
        assert re.findall(r">(\w+) network</a>", source) == ["First", "Second", "Third"]


@pytest.mark.django_db
def test_the_style_guide_shows_every_component(client: Client) -> None:
    source = (ROOT / "templates/pages/styleguide.html").read_text(encoding="utf-8")
    frame = {"header.html", "footer.html", "call_us.html"}  # on every page, and on the pages of errors
    parts = {path.name for path in (ROOT / "templates/components").iterdir()} - frame
    assert len(parts) >= 12
    assert [part for part in sorted(parts) if f"components/{part}" not in source] == []
    assert client.get("/styleguide/").status_code == 200
