"""Pages that a process keeps: they are the very same, cost one small query, and change with the database."""

import gzip
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from blog.models import Post
from coprod.models import Organisation
from coprod.page_cache import pages
from tests.factories import make_network, make_post, make_staff

pytestmark = pytest.mark.usefixtures("kept_in_a_transaction")


def how(answer: Any) -> str:
    return answer.get("Cache-Status", "").removeprefix("coprod; ")


def test_the_second_reader_gets_the_same_page_for_one_small_query(client: Client) -> None:
    post = make_post("A walk", tags=["Hills"])
    network = make_network()
    addresses = ["/", "/blog/", post.get_absolute_url(), "/blog/tag/hills/", "/blog/feed/", "/search/?q=walk"]
    for address in [*addresses, network.get_absolute_url(), "/sitemap.xml", "/robots.txt", "/about/"]:
        first = client.get(address)
        with CaptureQueriesContext(connection) as queries:
            again = client.get(address)
        assert (how(first), how(again)) == ("fwd=miss", "hit"), address
        asked = [query["sql"] for query in queries if not query["sql"].startswith("SET LOCAL")]
        assert len(asked) == 1, address
        assert "coprod_contentmark" in asked[0]
        assert again.content == first.content, address
        assert {**again.headers, "Cache-Status": ""} == {**first.headers, "Cache-Status": ""}, address


def test_a_reader_who_has_the_page_is_told_so_without_it(client: Client) -> None:
    address = make_post().get_absolute_url()
    etag = client.get(address)["ETag"]
    assert etag.startswith('"')
    for known in (etag, f'W/{etag}, "other"', "*"):
        answer = client.get(address, headers={"if-none-match": known})
        assert (answer.status_code, answer.content, how(answer)) == (304, b"", "hit")
        assert (answer["ETag"], answer["Cache-Control"]) == (etag, pages.FOR_CACHES)
        assert "Content-Type" not in answer
        assert answer["Vary"] == "Accept-Encoding"
    assert client.get(address, headers={"if-none-match": '"other"'}).status_code == 200
    Post.objects.update(title="Another")
    changed = client.get(address, headers={"if-none-match": etag})
    assert (changed.status_code, how(changed)) == (200, "fwd=miss")
    assert changed["ETag"] != etag


def test_a_page_is_packed_for_whom_can_unpack_it(client: Client) -> None:
    make_post()
    plain = client.get("/")
    assert "Content-Encoding" not in plain
    for accepted in ("gzip", "br;q=1.0, gzip;q=0.8, *;q=0.1"):
        packed: Any = client.get("/", headers={"accept-encoding": accepted})
        assert packed["Content-Encoding"] == "gzip"
        assert gzip.decompress(packed.content) == plain.content
        assert int(packed["Content-Length"]) == len(packed.content) < len(plain.content) / 2
        assert packed["ETag"] != plain["ETag"]
    for refused in ("", "identity", "gzip;q=0", "gzip; q=0.0, br"):
        assert "Content-Encoding" not in client.get("/", headers={"accept-encoding": refused})
    answer = client.get("/", headers={"accept-encoding": "gzip", "if-none-match": plain["ETag"]})
    assert answer.status_code == 200  # the plain page is another representation


def test_a_head_request_costs_and_says_what_the_page_does(client: Client) -> None:
    page = client.get("/about/")
    head = client.head("/about/")
    assert (head.status_code, head.content, how(head)) == (200, b"", "hit")
    assert int(head["Content-Length"]) == len(page.content)
    assert head["ETag"] == page["ETag"]


def test_junk_in_an_address_makes_no_page_of_its_own_and_is_not_on_the_page(client: Client) -> None:
    for number in range(12):
        make_post(f"Story of walks {number}")
    for address in ("/blog/?", "/blog/?page=2&", "/search/?q=walks&kind=stories&", "/?", "/sitemap.xml?"):
        first = client.get(address.rstrip("?&"))
        for junk in ("utm_source=x", "fbclid=zzz&PAGE=9", "_=1&_=2", "zzz=%3Cscript%3E"):
            again = client.get(address + junk)
            assert (how(again), again.content) == ("hit", first.content), address + junk
    unkept = Client()
    assert b"zzz" not in unkept.get("/search/?q=walks&kind=stories&zzz=1").content
    assert how(unkept.get("/search/?kind=stories&q=walks")) == "hit"
    assert client.get("/blog/?zzz=%00").status_code == 400


def test_two_pages_with_other_parameters_are_two_pages(client: Client) -> None:
    for number in range(12):
        make_post(f"Story {number}")
    different = {client.get(address).content for address in ("/blog/", "/blog/?page=2", "/search/", "/search/?q=story")}
    assert len(different) == 4
    assert how(client.get("/blog/?page=2")) == "hit"


def test_what_is_made_for_one_visitor_or_is_no_page_is_never_kept(client: Client) -> None:
    network = make_network("Walkers")
    draft = make_post("Not yet", status=Post.Status.DRAFT)
    for address in (
        *(f"{network.get_absolute_url()}join/", "/contact/", "/contact/call-me-back/", "/blog/write-for-us/"),
        *("/your-details/", draft.get_absolute_url(), "/no/such/page", "/blog/tag/none/", "/admin/login/", "/healthz"),
    ):
        for _ in range(2):
            answer = client.get(address)
            assert "Cache-Status" not in answer, address
            assert "s-maxage" not in answer.get("Cache-Control", ""), address
            if answer.cookies:
                assert "public" not in answer["Cache-Control"], address
                assert "Cookie" in answer["Vary"], address
    assert client.post("/blog/").status_code == 405
    assert how(client.get("/blog/")) == "fwd=miss"


def test_staff_who_are_logged_in_are_never_answered_from_what_is_kept(client: Client) -> None:
    public, draft = make_post("Out"), make_post("Not yet", status=Post.Status.DRAFT)
    client.get(public.get_absolute_url())
    client.force_login(make_staff("blog.view_post"))
    answer = client.get(public.get_absolute_url())
    assert "Cache-Status" not in answer
    assert answer["Cache-Control"] == "private, no-cache"
    preview = client.get(draft.get_absolute_url())
    assert (preview.status_code, preview["Cache-Control"]) == (200, "private, no-store")
    client.logout()
    assert client.get(draft.get_absolute_url()).status_code == 404


def test_a_foreign_host_is_refused_a_kept_page_too(client: Client) -> None:
    client.get("/")
    assert client.get("/", headers={"host": "evil.example"}).status_code == 400


def test_an_old_address_still_leads_on_from_the_home_page(client: Client) -> None:
    assert client.get("/?p=12").status_code == 200
    post = make_post()
    post.old_addresses.create(path="/?p=12")
    assert client.get("/?p=12")["Location"] == post.get_absolute_url()


def test_memory_is_bounded_and_searches_do_not_push_out_what_everyone_reads(settings: Any) -> None:
    settings.PAGE_CACHE_BYTES = 100_000
    client = Client()
    make_post("word0 word1 word2 word3")  # to look for what is not there takes longer
    client.get("/about/")
    for number in range(4):
        client.get(f"/search/?q=word{number}")
    assert how(client.get("/about/")) == "hit"
    assert how(client.get("/search/?q=word3")) == "hit"
    assert how(client.get("/search/?q=word0")) == "fwd=miss"


def test_keeping_can_be_turned_off(client: Client, settings: Any) -> None:
    settings.PAGE_CACHE_BYTES = 0
    answers = [client.get("/about/") for _ in range(2)]
    assert [how(answer) for answer in answers] == ["fwd=miss"] * 2
    assert answers[0]["ETag"] == answers[1]["ETag"]


def test_the_organisation_is_read_once_for_all_the_pages_of_one_version(client: Client) -> None:
    row, _made = Organisation.objects.update_or_create(pk=Organisation.ONLY, defaults={"name": "Gilydd"})
    client.get("/about/")
    with CaptureQueriesContext(connection) as queries:
        assert "Gilydd" in client.get("/privacy/").content.decode()
    assert not [query for query in queries if "coprod_organisation" in query["sql"]]
    row.name = "Cyfaill"
    row.save()
    assert "Cyfaill" in client.get("/privacy/").content.decode()
    assert "Cyfaill" in client.get("/no/such/page/").content.decode()
