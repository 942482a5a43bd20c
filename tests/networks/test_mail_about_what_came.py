"""The mail about what came in: to the person, and to those who look after the network. Never what was typed."""

import re
from html import unescape

import pytest
from django.contrib.auth.models import User
from django.test import Client

from coprod.models import Organisation, OutgoingMail
from networks.models import Network, SignUp
from tests.factories import make_network
from tests.networks.journey.walking import HELPING, MYSELF, Walk
from tests.networks.letters import CALL, MESSAGE, forms_of, page_of, send
from tests.reading import text_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def network() -> Network:
    network = make_network("Research & Ideas Network")
    network.facilitators.add(User.objects.create_user("fay", "fay@example.org"))
    network.facilitators.add(User.objects.create_user("gus", "gus@example.org"))
    network.facilitators.add(User.objects.create_user("left", "left@example.org", is_active=False))
    network.facilitators.add(User.objects.create_user("no-mail"))
    return network


BY_EMAIL = {"reach_by": ["email"], "email": "ann@example.org"}


def mail_to(address: str) -> OutgoingMail:
    return OutgoingMail.objects.get(recipient=address)


def test_who_chose_e_mail_is_told_what_happens_next(network: Network) -> None:
    Walk(network).join(reach=BY_EMAIL)
    mail = mail_to("ann@example.org")
    assert mail.subject == "You asked to join the Research & Ideas Network"
    assert mail.reference == SignUp.objects.get().reference
    for text in (mail.text, mail.html):
        assert SignUp.objects.get().reference in text
        assert "within 5 working days" in text
        assert "01632 960000" in text
    assert "Research & Ideas Network" in mail.text
    assert "Research &amp; Ideas Network" in mail.html


def test_a_helper_reads_the_same_on_the_last_page_and_in_the_mail(network: Network) -> None:
    Network.objects.update(contact_phone="01632 960777")
    walk = Walk(network)
    reach = {"reach_by": ["phone", "helper"], "phone": "01632 960001"}
    done = text_of(walk.client.get(walk.join(HELPING, reach=reach)["Location"]))
    mail = mail_to("bo@example.org")
    said = re.findall(r"^- (.+)$", mail.text, re.MULTILINE)
    assert said[1] == "They contact the person you are helping within 5 working days, by phone. Or they contact you."
    assert said[2] == "They also speak with the person you are helping, before anything else happens."
    assert len(said) == 4
    for text in (unescape(done), unescape(mail.html)):
        assert re.findall(r"<li>((?:A person|They).+?)</li>", text) == said
    assert "You get this by e-mail, too." in done
    for text in (done.split("<main")[1].split("</main>")[0], mail.text, mail.html):
        assert "01632 960777" in text
        assert "01632 960000" not in text
        assert "change your details" not in text


def test_each_facilitator_is_told_that_someone_came_and_not_who(network: Network) -> None:
    Walk(network).join(reach=BY_EMAIL)
    told = OutgoingMail.objects.filter(event="someone_joined")
    assert set(told.values_list("recipient", flat=True)) == {"fay@example.org", "gus@example.org"}
    mail = mail_to("fay@example.org")
    assert mail.subject.startswith("Someone wants to join the Research & Ideas Network")
    assert "http://testserver/admin/" in mail.text


def test_no_mail_holds_anything_that_was_typed(client: Client, network: Network) -> None:
    typed = {
        "name": "MARKER https://evil.example",
        "message": "MARKER",
        "best_time": "MARKER",
        "phone": "01632 960001 MARKER",
    }
    for address, answers in forms_of(network).items():
        asked = {name: value for name, value in typed.items() if name in answers}
        assert send(client, address, {**answers, **asked}).status_code == 302
    Walk(network).join(
        name={"name": typed["name"]},
        reach=BY_EMAIL,
        where={"region": "wales", "place": "MARKER"},
        support={"support": "MARKER"},
        consent={"agree_join": "on", "agree_health": "yes"},
    )
    assert OutgoingMail.objects.count() == 9  # 3 people chose e-mail; 2 facilitators are told of 3 forms
    for mail in OutgoingMail.objects.all():
        for text in (mail.subject, mail.text, mail.html):
            assert "MARKER" not in text
            assert "evil" not in text


@pytest.mark.parametrize(
    ("form", "answers", "event"), [("contact", MESSAGE, "someone_wrote"), ("call-me-back", CALL, "call_requested")]
)
def test_facilitators_are_told_of_messages_and_calls(
    client: Client, network: Network, form: str, answers: dict[str, str], event: str
) -> None:
    send(client, page_of(network, form), answers)
    told = OutgoingMail.objects.filter(event=event)
    assert set(told.values_list("recipient", flat=True)) == {"fay@example.org", "gus@example.org"}


def test_a_message_to_the_organisation_goes_to_its_own_address(client: Client) -> None:
    Organisation.objects.update_or_create(pk=Organisation.ONLY, defaults={"email": "team@example.org"})
    send(client, "/contact/", MESSAGE)
    assert mail_to("team@example.org").event == "someone_wrote"
    assert mail_to("ann@example.org").event == "message_received"


def test_without_anyone_else_the_administrators_are_told(client: Client) -> None:
    User.objects.create_superuser("root", "root@example.org")
    send(client, "/contact/", MESSAGE)
    Walk(make_network()).join()
    events = OutgoingMail.objects.filter(recipient="root@example.org").values_list("event", flat=True)
    assert set(events) == {"someone_wrote", "someone_joined"}


def test_an_address_typed_into_forms_gets_three_messages_an_hour_and_staff_see_the_rest(client: Client) -> None:
    User.objects.create_superuser("root", "root@example.org")
    for address in ("ann@example.org", "ANN@example.org", "Ann@example.org", "ann@example.org", "ann@EXAMPLE.org"):
        send(client, "/contact/", MESSAGE, email=address)
    to_her = OutgoingMail.objects.filter(recipient__iexact="ann@example.org")
    assert to_her.waiting().count() == 3
    assert to_her.undeliverable().count() == 2
    assert OutgoingMail.objects.filter(recipient="root@example.org").waiting().count() == 5


def test_a_made_up_header_stays_in_the_form(network: Network) -> None:
    walk = Walk(network)
    page = walk.walk({**MYSELF, "name": {"name": "x\r\nBcc: all@example.org"}}, until="reach")
    answer = walk.post("reach", {"reach_by": ["email"], "email": "ann@example.org\r\nBcc: a@b.org"}, page)
    assert answer.status_code == 200
    assert not SignUp.objects.exists()
