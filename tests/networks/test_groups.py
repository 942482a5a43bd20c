"""Finding a local group: by part of the country, by postcode, on the map; and joining it from there."""

import re
from typing import Any

import pytest
from django.test import Client
from django.utils.html import escape

from networks import region_map
from networks.group_pages import FEW
from networks.models import Network, Region, SignUp
from networks.postcodes import area_of, areas
from tests.factories import make_group, make_network
from tests.networks.journey.walking import MYSELF, Walk

pytestmark = pytest.mark.django_db


@pytest.fixture
def network() -> Network:
    """One with more groups than anyone wants to read at once."""
    network = make_network("Research Network", slug="research")
    make_group(network, "Harbour group", postcode="SA1 1AA")
    make_group(network, "Valley group", place="Cardiff", postcode="CF10 1AA")
    make_group(network, "Derry group", place="Derry", region=Region.NORTHERN_IRELAND, postcode="BT48 1AA")
    for number in range(FEW):
        make_group(network, f"Thames group {number}", place="London", region=Region.LONDON)
    return network


def text(client: Client, query: str = "", address: str = "/networks/research/groups/") -> str:
    answer = client.get(address + query)
    assert answer.status_code == 200, query
    return answer.content.decode()


def cards(page: str) -> list[str]:
    return re.findall(r'<h3 class="card__title"[^>]*>([^<]+)', page)


def drawing(page: str) -> str:
    return page.split('<svg class="map"', 1)[1].split("</svg>", 1)[0]


def test_many_groups_begin_with_the_parts_of_the_country(client: Client, network: Network) -> None:
    make_group(network, "Ended group", region=Region.SCOTLAND, is_listed=False)
    page = text(client)
    assert cards(page) == []
    parts = re.findall(
        r'<li><a href="/networks/research/groups/\?region=([\w-]+)">[^<]+</a> <span class="quiet">([^<]+)<', page
    )
    assert parts == [
        ("london", "8 groups"),
        ("northern-ireland", "1 group"),
        ("wales", "2 groups"),
        ("all", "A long page"),
    ]
    assert len(cards(text(client, "?region=all"))) == FEW + 3


def test_few_groups_are_shown_at_once(client: Client) -> None:
    make_group(make_network(slug="small"), "Harbour group")
    page = text(client, address="/networks/small/groups/")
    assert cards(page) == ["Harbour group"]
    assert "?region=all" not in page


def test_the_map_says_the_same_as_the_list(client: Client, network: Network) -> None:
    svg = drawing(text(client))
    links = re.findall(r'<a href="/networks/research/groups/\?region=([\w-]+)" aria-label="([^"]+)">', svg)
    assert links == [
        ("london", "London: 8 groups"),
        ("northern-ireland", "Northern Ireland: 1 group"),
        ("wales", "Wales: 2 groups"),
    ]
    assert svg.count("<path") == len(Region)
    assert re.findall(r'<text class="map__count"[^>]*>(\d+)<', svg) == ["8", "1", "2"]
    assert len(svg) < 8_000
    assert set(region_map.OUTLINES) == set(Region)


@pytest.mark.parametrize(
    ("typed", "area"),
    [
        *(("CF", "CF"), ("cf10", "CF10"), ("CF10 3AT", "CF10"), (" c f 1 0 3 a t ", "CF10"), ("CF10\u00a03AT", "CF10")),
        *(("ll57-2dg", "LL57"), ("M", "M"), ("m1", "M1"), ("EC1A 1BB", "EC1A"), ("W1A 0AX", "W1A"), ("sa1 8", "SA1")),
    ],
)
def test_a_postcode_leads_to_its_area_and_all_of_it_is_in_no_address(
    client: Client, network: Network, typed: str, area: str
) -> None:
    answer = client.post("/networks/research/groups/postcode/", {"postcode": typed})
    assert answer.status_code == 302
    assert answer["Location"] == f"/networks/research/groups/?area={area}"
    assert not answer.cookies
    assert f"Local groups near {area}" in text(client, f"?area={area}")


@pytest.mark.parametrize("typed", ["ZZ1", "hello", "12345", "😀", "'; --", "<script>", "C" * 10_000, "٣٣", ""])
def test_what_we_do_not_know_is_answered_kindly_and_stays_in_its_box(
    client: Client, network: Network, typed: str
) -> None:
    answer = client.post("/networks/research/groups/postcode/", {"postcode": typed})
    page = answer.content.decode()
    assert answer.status_code == 200
    assert "no-store" in answer["Cache-Control"]
    if 0 < len(typed) < 100:
        assert page.count("We do not know that place. Type a postcode, or a larger town near you.") == 2
        assert f'value="{escape(typed)}"' in page
    assert "<title>Error: Local groups" in page
    assert '<a href="#id_postcode">' in page
    assert 'aria-describedby="id_postcode_helptext id_postcode_error" id="id_postcode"' in page
    assert 'href="/networks/research/groups/?region=wales"' in page


@pytest.mark.parametrize("typed", ["Swansea", " SWANSEA ", "swánsea"])
def test_a_town_leads_to_its_groups_and_then_to_those_around_it(client: Client, network: Network, typed: str) -> None:
    answer = client.post("/networks/research/groups/postcode/", {"postcode": typed})
    assert answer["Location"] == "/networks/research/groups/?place=swansea"
    page = text(client, "?place=swansea")
    assert "<h1>Local groups near Swansea" in page
    assert cards(page) == ["Harbour group", "Valley group"]
    assert "In Swansea (1)" in page
    assert "Elsewhere in Wales (1)" in page


@pytest.mark.parametrize(("typed", "query"), [("newcastle", "place=newcastle"), ("Aberdeen", "area=AB")])
def test_a_town_may_be_half_a_name_or_have_no_group(client: Client, network: Network, typed: str, query: str) -> None:
    make_group(network, "Tyne group", place="Newcastle-upon-Tyne", region=Region.NORTH_EAST)
    answer = client.post("/networks/research/groups/postcode/", {"postcode": typed})
    assert answer["Location"] == f"/networks/research/groups/?{query}"
    if "place" in query:
        assert "<h1>Local groups near Newcastle-upon-Tyne" in text(client, f"?{query}")


def test_the_same_first_half_of_a_postcode_comes_first(client: Client, network: Network) -> None:
    make_group(network, "Castle group", place="Haverfordwest", postcode="SA61 1AA")
    assert cards(text(client, "?area=SA")) == ["Castle group", "Harbour group", "Valley group"]
    assert cards(text(client, "?area=SA1")) == ["Harbour group", "Castle group", "Valley group"]


def test_more_than_a_few_groups_have_a_list_of_their_places_above_them(client: Client, network: Network) -> None:
    page = text(client, "?region=london")
    assert re.findall(r'<a href="#group-\d+" dir="auto">([^<]+)<', page) == [
        f"London: Thames group {number}" for number in range(FEW)
    ]
    assert 'href="#group-' not in text(client, "?region=wales")
    assert '<a href="#part-3">Wales</a>' in text(client, "?region=all")


def test_the_nearest_groups_of_an_area_come_first(client: Client, network: Network) -> None:
    page = text(client, "?area=CF")
    assert cards(page) == ["Valley group", "Harbour group"]
    assert "CF is the beginning of postcodes around Cardiff." in page
    assert "Elsewhere in Wales" in page
    assert "<title>Local groups near CF, Research Network – " in " ".join(page.split())


def test_an_area_across_a_border_has_the_groups_of_both_sides(client: Client, network: Network) -> None:
    make_group(network, "Mersey group", place="Liverpool", region=Region.NORTH_WEST)
    assert set(cards(text(client, "?area=CH"))) == {"Mersey group", "Harbour group", "Valley group"}


@pytest.mark.parametrize("query", ["?area=JE", "?area=AB", "?region=scotland"])
def test_where_there_is_no_group_one_can_still_join(client: Client, network: Network, query: str) -> None:
    page = text(client, query)
    assert cards(page) == []
    assert "We have no local group there yet. You can still join the network from anywhere." in page
    assert 'href="/networks/research/groups/"' in page


def test_every_postcode_area_is_known_and_every_region_has_some() -> None:
    assert len(areas()) == 124
    assert {region for area in areas().values() for region in area.regions} == set(Region)
    assert [area.letters for area in areas().values() if not area.regions] == ["GY", "IM", "JE"]
    assert all(area_of(letters) == area for letters, area in areas().items())


def test_the_address_of_the_postcode_form_leads_to_the_groups(client: Client, network: Network) -> None:
    assert client.get("/networks/research/groups/postcode/")["Location"] == "/networks/research/groups/"
    assert client.post("/networks/none/groups/postcode/", {"postcode": "CF"}).status_code == 404
    assert client.put("/networks/research/groups/postcode/").status_code == 405
    assert Client(enforce_csrf_checks=True).post("/networks/research/groups/postcode/").status_code == 200


def test_a_group_has_its_own_way_to_join(client: Client, network: Network) -> None:
    full = make_group(network, "Full group", is_full=True)
    page = text(client, "?region=wales")
    group = network.groups.get(name="Harbour group")
    assert f'href="/networks/research/join/?group={group.pk}">Join this group<span class="hidden">: Harbour' in page
    assert f'href="/networks/research/join/?group={full.pk}">Ask for a place in this group<' in page


@pytest.mark.parametrize("fields", [{"is_open": False}, {"questions_off": [Network.Question.GROUP]}])
def test_where_no_group_can_be_chosen_none_is_offered(client: Client, network: Network, fields: dict[str, Any]) -> None:
    Network.objects.update(**fields)
    group = network.groups.get(name="Harbour group")
    assert "?group=" not in text(client, "?region=wales")
    assert "You would like to join this group" not in text(client, f"?group={group.pk}", "/networks/research/join/")


def test_whoever_joins_from_a_group_finds_it_chosen(network: Network) -> None:
    walk, group = Walk(network), network.groups.get(name="Harbour group")
    start = walk.open(query=f"?group={group.pk}").content.decode()
    assert "You would like to join this group: Harbour group, Swansea." in start
    assert f'href="/networks/research/join/who/?group={group.pk}"' in start
    walk.post("who", MYSELF["who"], query=f"?group={group.pk}")
    opened = walk.walk(MYSELF, until="group", start="describes")
    assert f'value="{group.pk}" id="id_group' in opened.content.decode()
    assert re.search(rf'value="{group.pk}"[^>]* checked', opened.content.decode())
    walk.post("group", {"group": group.pk}, opened)
    walk.send(walk.walk(MYSELF, start="support"))
    assert SignUp.objects.get().group == group


@pytest.mark.parametrize("group", ["0", "-1", "x", "😀", "9" * 40, "theirs", "hidden"])
def test_a_group_that_is_not_this_networks_is_not_chosen(network: Network, group: str) -> None:
    rows = {"theirs": make_group(make_network()), "hidden": make_group(network, is_listed=False)}
    query = f"?group={rows[group].pk if group in rows else group}"
    walk = Walk(network)
    assert "You would like to join this group" not in walk.open(query=query).content.decode()
    walk.post("who", MYSELF["who"], query=query)
    assert " checked" not in walk.walk(MYSELF, until="group", start="describes").content.decode()


def test_a_group_that_search_finds_is_shown_where_the_link_leads(client: Client, network: Network) -> None:
    group = network.groups.get(name="Valley group")
    found = client.get("/search/", {"q": "valley"}).content.decode()
    address = re.findall(r'<h3><a href="([^"#]+)#group-\d+"', found)[0]
    assert address == "/networks/research/groups/?region=wales"
    assert f'id="group-{group.pk}"' in text(client, address=address)
