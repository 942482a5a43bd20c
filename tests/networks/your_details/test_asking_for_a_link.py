"""Asking for a link by e-mail address. The page says the same to everyone; the e-mail goes to the owner."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from coprod.models import OutgoingMail
from networks.models import AccessLink
from tests.factories import make_network
from tests.networks.letters import send
from tests.networks.your_details.holding import ADDRESS, ask, details_links, links_in, mail_sent, signed_up, wrote
from tests.reading import errors_in, token_of

pytestmark = pytest.mark.django_db


def test_the_owner_of_a_known_address_gets_a_link_and_the_reference() -> None:
    sign_up = signed_up(make_network("Research Network"))
    mail_sent()
    assert ask()["Location"] == "/your-details/sent/"
    (message,) = mail_sent()
    html = message.alternatives[0][0]
    assert message.to == [ADDRESS]
    assert len(links_in(message.body)) == 1
    assert set(links_in(html)) == set(links_in(message.body))
    for text in (message.body, html):
        assert sign_up.reference in text
        assert "Research Network" in text
        assert "24 hours" in text
        assert "01632 960000" in text
        assert "Ann" not in text
    assert message.extra_headers["Auto-Submitted"] == "auto-generated"


def test_an_address_that_we_do_not_know_is_told_so_by_e_mail_only() -> None:
    signed_up()
    mail_sent()
    known, unknown = ask(ADDRESS), ask("bo@example.org")
    assert (known.status_code, known["Location"]) == (unknown.status_code, unknown["Location"])
    to_bo = next(message for message in mail_sent() if message.to == ["bo@example.org"])
    assert to_bo.subject == "We hold nothing with this e-mail address"
    assert links_in(to_bo.body) == []


@pytest.mark.parametrize(
    ("known", "lookalike"),
    [("mike@example.org", "mıke@example.org"), ("sam@example.org", "ſam@example.org"), ("a@ibis.org", "a@ıbis.org")],
)
def test_an_address_with_a_letter_that_has_the_same_capital_is_somebody_elses(known: str, lookalike: str) -> None:
    signed_up(email=known)
    signed_up(email="", reach_by=["helper"], helper_name="Bo Lee", helper_email=known)
    mail_sent()
    ask(lookalike)
    (message,) = mail_sent()
    assert message.to == [lookalike]
    assert message.subject == "We hold nothing with this e-mail address"


def test_a_helper_is_told_how_to_ask_and_gets_no_link_to_the_person() -> None:
    sign_up = signed_up(email="", reach_by=["helper"], helper_name="Bo Lee", helper_email="bo@example.org")
    mail_sent()
    assert ask("BO@example.org")["Location"] == "/your-details/sent/"
    (message,) = mail_sent()
    assert message.subject == "You helped someone to join"
    for text in (message.body, message.alternatives[0][0]):
        assert sign_up.reference in text
        assert "01632 960000" in text
        assert "Ann" not in text
        assert links_in(text) == []


def test_a_helper_with_a_record_of_their_own_gets_their_link_and_is_told_of_the_other() -> None:
    own = signed_up(name="Bo Lee", email="bo@example.org")
    helped = signed_up(helper_name="Bo Lee", helper_email="bo@example.org")
    mail_sent()
    ask("bo@example.org")
    (message,) = mail_sent()
    for text in (message.body, message.alternatives[0][0]):
        assert len(links_in(text)) == 1
        assert own.reference in text
        assert helped.reference in text
        assert "This link does not open what we hold about them." in text


def test_the_work_of_the_page_is_the_same_for_every_address() -> None:
    for _number in range(3):
        signed_up()
    work = []
    for address in (ADDRESS, "bo@example.org"):
        client = Client()
        form: Any = client.get("/your-details/")
        with CaptureQueriesContext(connection) as queries:
            client.post("/your-details/", {"token": token_of(form), "email": address})
        asked = [query["sql"].split("VALUES")[0] for query in queries]
        work.append([sql for sql in asked if "coprod_tally" not in sql])  # which forgets old counts now and then
    assert len(work[0]) == 1
    assert work[0] == work[1]


def test_each_record_of_a_shared_address_has_a_link_of_its_own() -> None:
    hers, his = signed_up(name="Ann Lee"), signed_up(name="Bo Lee", email="ANN@example.org")
    first, second = details_links()
    names = []
    for link in (first, second):
        client = Client()
        client.post(link)
        page = client.get("/your-details/yours/").content.decode()
        names.append([name for name in ("Ann Lee", "Bo Lee") if name in page])
    assert sorted(names) == [["Ann Lee"], ["Bo Lee"]]
    assert hers.person != his.person


def test_the_table_keeps_no_link_that_could_be_opened() -> None:
    signed_up()
    (link,) = details_links()
    token = link.split("/")[-2]
    assert len(token) == 43
    digests = list(AccessLink.objects.values_list("token_digest", flat=True))
    assert token not in digests
    for sent in OutgoingMail.objects.exclude(sent_at=None):
        assert token not in sent.text
        assert token not in sent.html


def test_one_address_gets_three_messages_an_hour_whatever_is_asked() -> None:
    signed_up()
    for _number in range(5):
        ask()
    assert len([message for message in mail_sent() if message.to == [ADDRESS]]) == 3
    held_back = OutgoingMail.objects.undeliverable()
    assert held_back.count() == 3
    assert {row.last_error for row in held_back} == {
        "Not sent: this address had several messages from our forms in one hour."
    }


def test_a_robot_sees_the_same_page_and_no_mail_leaves(client: Client) -> None:
    answer = send(client, "/your-details/", {"email": ADDRESS}, website="https://spam.example")
    assert answer["Location"] == "/your-details/sent/"
    assert not OutgoingMail.objects.exists()


@pytest.mark.parametrize(
    ("typed", "words"),
    [("", "Enter your e-mail address"), ("ann", "Enter an e-mail address like name@example.org")],
)
def test_a_mistake_is_named_and_what_was_typed_stays(client: Client, typed: str, words: str) -> None:
    page = send(client, "/your-details/", {"email": typed})
    assert errors_in(page) == [words]
    assert f'value="{typed}"' in page.content.decode() or not typed
    assert "<title>Error: " in page.content.decode()
    assert "no-store" in page["Cache-Control"]
    assert not OutgoingMail.objects.exists()


def test_the_blank_page_offers_the_phone_to_those_without_e_mail(client: Client) -> None:
    page = client.get("/your-details/")
    assert "Do you have no e-mail?" in page.content.decode()
    main = page.content.decode().split("Do you have no e-mail?")[1].split("</ul>")[0]
    assert '<a href="tel:01632960000">01632 960000</a>' in main
    assert '<a href="/contact/">Write to us</a>' in main
    assert "no-store" not in page["Cache-Control"]


def test_someone_who_only_wrote_to_us_gets_a_link_too() -> None:
    enquiry = wrote()
    mail_sent()
    ask()
    (message,) = mail_sent()
    assert enquiry.reference in message.body
    assert "Your message" in message.body


def test_what_was_asked_an_hour_ago_does_not_count() -> None:
    signed_up()
    for _number in range(3):
        ask()
    mail_sent()
    OutgoingMail.objects.update(created_at=timezone.now() - timedelta(hours=2))
    ask()
    assert len(mail_sent()) == 1


def test_one_sender_cannot_have_mail_sent_to_hundreds_of_strangers(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("coprod.guards.MANY_FORMS", 3)
    for number in range(5):
        assert ask(f"stranger-{number}@example.org")["Location"] == "/your-details/sent/"
    assert OutgoingMail.objects.count() == 3
