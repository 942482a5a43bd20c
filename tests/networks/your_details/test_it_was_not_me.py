"""“This was not me”: someone typed another person's e-mail address into a form."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.utils import timezone

from coprod.models import OutgoingMail
from networks.models import AccessLink, Network
from tests.factories import make_network
from tests.networks.your_details.holding import ADDRESS, ask, details_links, links_in, mail_sent, signed_up, wrote

pytestmark = pytest.mark.django_db


@pytest.fixture
def network() -> Network:
    network = make_network("Research Network")
    network.facilitators.add(User.objects.create_user("fay", "fay@example.org"))
    return network


def not_me_link() -> str:
    (message,) = [message for message in mail_sent() if message.to == [ADDRESS]]
    (link,) = links_in(message.body)
    assert "/not-me/" in link
    assert link in message.alternatives[0][0]
    return link


def test_the_button_marks_the_record_stops_mail_and_tells_staff(client: Client, network: Network) -> None:
    sign_up = signed_up(network)
    link = not_me_link()
    assert "It was not me" in client.get(link).content.decode()
    assert "Thank you for telling us" in client.post(link).content.decode()
    sign_up.person.refresh_from_db()
    assert sign_up.person.not_me_at is not None
    assert [row.kind for row in sign_up.person.changes.all()] == ["not-me"]
    (mail,) = OutgoingMail.objects.filter(event="not_me_said")
    assert mail.recipient == "fay@example.org"
    assert sign_up.reference in mail.text
    assert "Ann" not in mail.text + mail.html + mail.subject
    mail_sent()
    ask()
    (answer,) = mail_sent()
    assert answer.subject == "We hold nothing with this e-mail address"


def test_the_page_shows_nothing_of_what_was_typed(client: Client) -> None:
    signed_up(name="Zoe Zebra", support="ZEBRA")
    page = client.get(not_me_link()).content.decode()
    assert "zebra" not in page.lower()
    assert page.split("<main")[1].count("<button") == 1


def test_pressing_twice_says_thank_you_twice_and_counts_once(network: Network) -> None:
    signed_up(network)
    link = not_me_link()
    for _time in range(2):
        assert "Thank you for telling us" in Client().post(link).content.decode()
    assert "Thank you for telling us" in Client().get(link).content.decode()
    assert OutgoingMail.objects.filter(event="not_me_said").count() == 1


def test_after_30_days_it_says_how_to_tell_us_instead(client: Client) -> None:
    person = signed_up().person
    link = not_me_link()
    AccessLink.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    for page in (client.get(link), client.post(link)):
        assert page.status_code == 410
        assert 'href="/contact/"' in page.content.decode()
    person.refresh_from_db()
    assert person.not_me_at is None


def test_a_link_to_the_record_that_went_there_stops_working() -> None:
    signed_up()
    not_me = not_me_link()
    (details,) = details_links()
    browser = Client()
    browser.post(details)
    Client().post(not_me)
    assert Client().post(details).status_code == 410
    assert browser.get("/your-details/yours/").status_code == 403


def test_a_message_has_the_link_too(client: Client) -> None:
    enquiry = wrote()
    client.post(not_me_link())
    enquiry.person.refresh_from_db()
    assert enquiry.person.not_me_at is not None


def test_a_helper_whom_we_reach_them_through_is_written_to() -> None:
    signed_up(email="", reach_by=["helper"], helper_name="Bo Lee", helper_email="bo@example.org", said_yes="talked")
    (message,) = mail_sent()
    assert message.to == ["bo@example.org"]
    assert "You helped someone to join" in message.body
    assert [link for link in links_in(message.body) if "/not-me/" in link]
    assert "see what we hold" not in message.body


def test_someone_on_the_waiting_list_is_told_so() -> None:
    signed_up(make_network(is_open=False), status="waiting")
    (message,) = mail_sent()
    assert "You are on the waiting list" in message.body
    assert "within 5 working days" not in message.body
