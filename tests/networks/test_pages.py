"""Readers at the networks: the list, a network, its groups, its resources."""

from datetime import date

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from networks.models import Region, Resource
from tests.factories import make_group, make_network

pytestmark = pytest.mark.django_db


def text(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, address
    return answer.content.decode()


def test_the_list_shows_each_network_in_the_order_that_staff_chose(client: Client) -> None:
    make_network("Second", position=2)
    make_network("First", position=1, member_count=300)
    make_network("Hidden", is_listed=False)
    page = text(client, "/networks/")
    assert page.index("First") < page.index("Second")
    assert "About 300 members" in page
    assert "Hidden" not in page


def test_without_a_network_the_list_says_so_and_offers_contact(client: Client) -> None:
    page = text(client, "/networks/")
    assert "There is no network to show here yet." in page
    assert 'href="/contact/"' in page


def test_a_network_tells_all_that_someone_needs_to_know(client: Client) -> None:
    network = make_network(
        "Research Network",
        slug="research",
        summary="People who shape research.",
        about="<p>We read plans.</p>",
        what_members_do="<p>They meet.</p>",
        who_can_join="<p>Anyone.</p>",
        support="<p>We pay fares.</p>",
        member_count=40,
        contact_role="The involvement team",
        contact_phone="01632 960002",
        contact_email="research@example.org",
        contact_address="1 High Street\nBangor",
    )
    make_group(network)
    Resource.objects.create(network=network, title="How to start", body="<p>Begin.</p>")
    Resource.objects.create(network=network, title="A film", link="https://film.example/")
    page = text(client, "/networks/research/")
    for expected in (
        "People who shape research.",
        "<p>We read plans.</p>",
        "<p>They meet.</p>",
        "<p>Anyone.</p>",
        "<p>We pay fares.</p>",
        "About 40 members",
        "Open to new members",
        "The involvement team",
        'href="tel:01632960002"',
        "research@example.org",
        "1 High Street<br>Bangor",
        'href="/networks/research/groups/"',
        'href="/networks/research/join/"',
        'href="/networks/research/call-me-back/"',
        'href="/networks/research/contact/"',
        "How to start",
        'href="https://film.example/"',
    ):
        assert expected in page, expected


def test_a_closed_network_says_so_and_does_not_invite(client: Client) -> None:
    network = make_network(is_open=False)
    page = text(client, network.get_absolute_url())
    assert "Not taking new members now" in page
    assert "/join/" not in page


def test_a_network_that_is_not_shown_has_no_page_of_any_kind(client: Client) -> None:
    network = make_network(slug="hidden", is_listed=False)
    resource = Resource.objects.create(network=network, title="Guide", body="<p>x</p>")
    addresses = [f"/networks/hidden/{rest}" for rest in ("", "groups/", "join/", "contact/", "call-me-back/")]
    for address in [*addresses, resource.get_absolute_url(), "/networks/never-was/"]:
        assert client.get(address).status_code == 404, address


def test_groups_stand_by_region_with_what_one_needs_to_get_there(client: Client) -> None:
    network = make_network()
    make_group(
        network,
        "Harbour group",
        place="Swansea",
        venue="The library",
        postcode="SA1 1AA",
        meets="First Tuesday of the month, 10am to 12 noon",
        access="Step-free",
        is_full=True,
        checked_on=date(2026, 3, 3),
    )
    make_group(network, "Derry group", place="Derry", region=Region.NORTHERN_IRELAND)
    make_group(network, "Ended group", is_listed=False)
    page = text(client, f"{network.get_absolute_url()}groups/")
    for expected in (
        "Harbour group",
        "The library",
        "SA1 1AA",
        "First Tuesday of the month, 10am to 12 noon",
        "Step-free",
        "ull now",
        "3 March 2026",
        "Wales (1)",
        "Northern Ireland (1)",
        "2 groups are shown.",
    ):
        assert expected in page, expected
    assert "Ended group" not in page


def test_one_region_shows_its_groups_only(client: Client) -> None:
    network = make_network()
    make_group(network, "Harbour group")
    make_group(network, "Derry group", region=Region.NORTHERN_IRELAND)
    page = text(client, f"{network.get_absolute_url()}groups/?region=wales")
    assert "Local groups in Wales" in page
    assert "Harbour group" in page
    assert "Derry group" not in page


@pytest.mark.parametrize("query", [{"region": "mars"}, {"region": "'; --"}, {"region": "😀"}])
def test_a_region_that_there_is_not_shows_all_with_a_note(client: Client, query: dict[str, str]) -> None:
    network = make_network()
    make_group(network, "Harbour group")
    page = client.get(f"{network.get_absolute_url()}groups/", query).content.decode()
    assert "Harbour group" in page
    assert 'class="notice"' in page


def test_a_postcode_that_there_is_not_shows_all_with_a_note(client: Client) -> None:
    network = make_network()
    make_group(network, "Harbour group")
    page = client.get(f"{network.get_absolute_url()}groups/", {"area": "<i>zz"}).content.decode()
    assert "Harbour group" in page
    assert 'class="notice"' in page
    assert "<i>" not in page
    assert "&lt;i&gt;" not in page


def test_home_and_a_networks_box_lead_to_its_groups(client: Client) -> None:
    with_groups, without = make_network("The walkers"), make_network("The readers")
    make_group(with_groups)
    address = f"{with_groups.get_absolute_url()}groups/"
    home, way = text(client, "/"), f'href="{address}">Find a local group<'
    assert f'href="{address}" aria-label="Find a local group: The walkers">Find a local group<' in home
    assert home.count(">Find a local group<") == 1
    box = text(client, with_groups.get_absolute_url()).split('id="take-part"', 1)[1]
    assert box.index(way) < box.index("Join this network")
    assert box.count(f'href="{with_groups.get_absolute_url()}join/">Join this network<') == 2
    assert "Find a local group" not in text(client, without.get_absolute_url())


def test_a_network_without_groups_says_so(client: Client) -> None:
    page = text(client, f"{make_network().get_absolute_url()}groups/")
    assert "This network has no local groups yet." in page


def test_a_resource_shows_its_text_and_where_it_comes_from(client: Client) -> None:
    resource = Resource.objects.create(
        network=make_network("Research Network"),
        title="How to start",
        description="In five steps.",
        body="<p>Begin.</p>",
        link="https://film.example/",
        audience=Resource.Audience.ORGANISATIONS,
    )
    page = text(client, resource.get_absolute_url())
    for expected in (
        "How to start</h1>",
        "In five steps.",
        "<p>Begin.</p>",
        "https://film.example/",
        "For organisations",
    ):
        assert expected in page, expected
    assert client.get(f"/networks/{make_network().slug}/resources/{resource.pk}/").status_code == 404


@pytest.mark.parametrize("method", ["post", "put", "delete", "patch"])
def test_reading_pages_are_only_read(client: Client, method: str) -> None:
    network = make_network()
    for address in ("/networks/", network.get_absolute_url(), f"{network.get_absolute_url()}groups/"):
        assert getattr(client, method)(address).status_code == 405, address


def test_no_page_asks_the_database_more_often_when_there_is_more(
    client: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    network = make_network(slug="research", contact_phone="01632 960002")
    for _number in range(60):
        make_group(network)
        make_network()
    resources = [Resource(network=network, title="Guide", body="<p>x</p>") for _number in range(20)]
    resource = Resource.objects.bulk_create(resources)[0]
    rests = (
        "",
        "groups/",
        "groups/?region=wales",
        "groups/?area=CF",
        "groups/?region=all",
        "join/",
        "contact/",
        "call-me-back/",
    )
    for address in [
        "/networks/",
        "/contact/",
        resource.get_absolute_url(),
        *(f"/networks/research/{r}" for r in rests),
    ]:
        with django_assert_max_num_queries(4):
            text(client, address)
