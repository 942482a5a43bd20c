"""People who write to us, or want to be called."""

from typing import Any

import pytest
from django.test import Client

from networks.models import Consent, ConsentStatement, Enquiry, Network
from tests.factories import make_network
from tests.networks.letters import CALL, MESSAGE, Answers, begin, calls_of, forms_of, page_of, send
from tests.reading import errors_in, token_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def network() -> Network:
    return make_network("Research Network", slug="research")


def test_a_message_to_the_organisation_is_stored_as_it_was_written(client: Client) -> None:
    answer = send(client, "/contact/", MESSAGE, message="Hello!\r\n\r\nCan I come?  ")
    enquiry = Enquiry.objects.get()
    assert answer["Location"] == f"/contact/done/{enquiry.key}/"
    assert (enquiry.kind, enquiry.network, enquiry.message) == (Enquiry.Kind.MESSAGE, None, "Hello!\n\nCan I come?")
    assert (enquiry.person.name, enquiry.person.reach_by, enquiry.person.email) == (
        "Ann Lee",
        ["email"],
        "ann@example.org",
    )


def test_a_message_to_a_network_belongs_to_it(client: Client, network: Network) -> None:
    answer = send(client, page_of(network, "contact"), MESSAGE, reach_by=["phone"], phone="01632 960001", email="")
    enquiry = Enquiry.objects.get()
    assert answer["Location"] == f"/networks/research/contact/done/{enquiry.key}/"
    assert enquiry.network == network
    assert (enquiry.person.phone, enquiry.person.email) == ("01632 960001", "")


def test_a_call_needs_a_name_and_a_number_only(client: Client, network: Network) -> None:
    answer = send(client, page_of(network, "call-me-back"), CALL, best_time="After 4pm")
    enquiry = Enquiry.objects.get()
    assert answer["Location"] == f"/networks/research/call-me-back/done/{enquiry.key}/"
    assert (enquiry.kind, enquiry.network, enquiry.best_time) == (Enquiry.Kind.CALL_BACK, network, "After 4pm")
    assert (enquiry.person.name, enquiry.person.phone) == ("Ann Lee", "01632 960001")


def test_who_writes_is_shown_what_they_agree_to_and_it_is_stored(client: Client, network: Network) -> None:
    words = "You may keep what I tell you here, and contact me to answer it."
    for address in ("/contact/", page_of(network, "contact")):
        begin(client, address, MESSAGE)
        for page in ("reach", "check"):
            assert words in client.get(f"{address}{page}/").content.decode(), address
        send(client, address, MESSAGE)
    for address, answers in calls_of(network).items():
        assert words in client.get(address).content.decode(), address
        send(client, address, answers)
    assert list(Consent.objects.values_list("statement__text", "given")) == [(words, True)] * 4


def test_the_words_that_were_shown_are_stored_even_if_there_are_newer_ones(client: Client) -> None:
    begin(client, "/contact/", MESSAGE)
    call = {**CALL, "token": token_of(client.get("/contact/call-me-back/"))}
    ConsentStatement.objects.create(purpose="contact", version=3, text="Other words, new since this morning.")
    check = client.get("/contact/check/")
    assert "Other words" not in check.content.decode()
    client.post("/contact/check/", {"token": token_of(check)})
    client.post("/contact/call-me-back/", call)
    assert list(Consent.objects.values_list("statement__version", flat=True)) == [2, 2]
    send(client, "/contact/", MESSAGE)
    assert Consent.objects.filter(statement__version=3, given=True).count() == 1


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"message": ""}, "Write your message"),
        ({"message": "x" * 10_001}, "This has 10,001 characters. Please use 10,000 or fewer."),
        ({"name": ""}, "Enter your name"),
        ({"reach_by": []}, "Choose how we can answer you"),
        ({"reach_by": ["pigeon"]}, "Choose how we can answer you"),
        ({"reach_by": ["post"]}, "Enter your postal address"),
        ({"reach_by": ["text"]}, "Enter your phone number"),
        ({"email": ""}, "Enter your e-mail address"),
        ({"email": "x@"}, "Enter an e-mail address like name@example.org"),
        ({"reach_by": ["phone"]}, "Enter your phone number"),
        ({"reach_by": ["email", "phone"], "phone": "?"}, "Enter a phone number, like 01632 960001"),
    ],
)
@pytest.mark.parametrize("address", ["/contact/", "/networks/research/contact/"])
@pytest.mark.usefixtures("network")
def test_a_message_that_lacks_something_comes_back_with_words(
    client: Client, address: str, changes: Answers, words: str
) -> None:
    page = send(client, address, MESSAGE, **changes)
    assert errors_in(page) == [words]
    assert "<title>Error: " in page.content.decode()
    assert "no-store" in page["Cache-Control"]
    assert not Enquiry.objects.exists()


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"name": ""}, "Enter your name"),
        ({"phone": ""}, "Enter your phone number"),
        ({"phone": "1234"}, "Enter a phone number, like 01632 960001"),
        ({"phone": "0" * 41}, "This has 41 characters. Please use 40 or fewer."),
        ({"best_time": "x" * 201}, "This has 201 characters. Please use 200 or fewer."),
    ],
)
def test_a_call_that_lacks_something_comes_back_with_words(
    client: Client, network: Network, changes: Answers, words: str
) -> None:
    page = send(client, page_of(network, "call-me-back"), CALL, **changes)
    assert errors_in(page) == [words]
    assert not Enquiry.objects.exists()


def test_a_closed_network_can_still_be_written_to(client: Client) -> None:
    network = make_network(is_open=False)
    for form, answers in (("contact", MESSAGE), ("call-me-back", CALL)):
        assert send(client, page_of(network, form), answers).status_code == 302
    assert Enquiry.objects.filter(network=network).count() == 2


def test_done_pages_open_again_and_show_nothing_about_the_person(client: Client, network: Network) -> None:
    for address, answers in forms_of(network).items():
        done = send(client, address, answers)["Location"]
        for _time in range(2):
            page = client.get(done)
            assert page.status_code == 200, address
            assert "Your reference number is" in page.content.decode()
            assert "Ann Lee" not in page.content.decode()
            assert "no-store" in page["Cache-Control"]
        assert client.post(done).status_code == 405


def test_one_form_s_done_page_does_not_show_anothers(client: Client, network: Network) -> None:
    send(client, "/contact/", MESSAGE)
    key = Enquiry.objects.get().key
    assert client.get(f"/contact/done/{key}/").status_code == 200
    for address in ("contact", "call-me-back", "join"):
        assert client.get(f"/networks/research/{address}/done/{key}/").status_code == 404
    assert client.get("/contact/done/00000000-0000-0000-0000-000000000000/").status_code == 404


@pytest.mark.parametrize("method", ["put", "delete", "patch", "options", "trace"])
def test_a_form_is_opened_and_sent_and_nothing_else(client: Client, network: Network, method: str) -> None:
    for address in forms_of(network):
        assert getattr(client, method)(address).status_code == 405, address


def test_each_form_shows_the_phone_number_and_how_we_keep_what_we_are_told(client: Client, network: Network) -> None:
    for address in forms_of(network):
        page: Any = client.get(address).content.decode()
        assert "01632 960000" in page.split("<main")[1].split("</main>")[0], address
        assert 'href="/privacy/"' in page.split("<main")[1].split("</main>")[0], address


def test_a_form_without_its_cross_site_token_is_refused(network: Network) -> None:
    client = Client(enforce_csrf_checks=True)
    for address, answers in forms_of(network).items():
        assert client.post(address, answers).status_code == 403, address
    assert not Enquiry.objects.exists()


def test_a_call_without_its_safety_code_is_shown_again_with_what_was_typed(network: Network) -> None:
    client = Client(enforce_csrf_checks=True)
    for address, answers in calls_of(network).items():
        page = client.post(address, {**answers, "best_time": "After 4pm"})
        assert page.status_code == 403
        assert "Please press the button once more." in page.content.decode()
        assert 'value="After 4pm"' in page.content.decode()
        assert "no-store" in page["Cache-Control"]
    assert not Enquiry.objects.exists()


def test_a_message_can_be_answered_by_post(client: Client) -> None:
    send(client, "/contact/", MESSAGE, reach_by=["post"], address="1 High Street\nBangor")
    person = Enquiry.objects.get().person
    assert (person.reach_by, person.address, person.email) == (["post"], "1 High Street\nBangor", "")


def test_a_message_is_checked_before_it_is_sent(client: Client, network: Network) -> None:
    begin(client, page_of(network, "contact"), MESSAGE)
    page = client.get("/networks/research/contact/check/").content.decode()
    for words in ("When do you meet?", "Ann Lee", "ann@example.org", "Nothing is sent until you press the button"):
        assert words in page
    for step, field in {"message": "message", "name": "name", "reach": "email"}.items():
        assert f'href="/networks/research/contact/{step}/?change=yes#id_{field}"' in page
    assert not Enquiry.objects.exists()


def test_a_robots_message_sees_the_same_page_and_waits_for_staff(client: Client) -> None:
    done = send(client, "/contact/", MESSAGE, website="https://evil.example")["Location"]
    assert "Thank you, we have your message" in client.get(done).content.decode()
    assert Enquiry.objects.get().looks_automatic
