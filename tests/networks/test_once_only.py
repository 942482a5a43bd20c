"""The same form sent twice is one row with one reference, whatever made it come twice."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import connection
from django.test import Client

from coprod.models import OutgoingMail
from networks.models import Consent, Enquiry, Network, Person, SignUp
from tests.factories import make_network
from tests.networks.letters import CALL, MESSAGE, begin, calls_of, page_of, send
from tests.reading import token_of


def count_rows() -> dict[str, int]:
    models: list[Any] = [Person, SignUp, Enquiry, Consent, OutgoingMail]
    return {model.__name__: model.objects.count() for model in models}


@pytest.mark.django_db
def test_a_retry_a_refresh_and_back_and_again_store_nothing_new(client: Client) -> None:
    network = make_network()
    for address, answers in calls_of(network).items():
        token = token_of(client.get(address))
        first = client.post(address, {**answers, "token": token})
        stored = count_rows()
        for _time in range(2):
            again = client.post(address, {**answers, "token": token})
            assert again["Location"] == first["Location"], address
        assert count_rows() == stored


@pytest.mark.django_db
def test_a_message_sent_again_shows_the_same_reference(client: Client) -> None:
    send(client, "/contact/", MESSAGE)
    key = Enquiry.objects.get().key
    stored = count_rows()
    for page in ("check", "reach", "name"):
        assert client.get(f"/contact/{page}/")["Location"] == f"/contact/done/{key}/"
    assert count_rows() == stored


@pytest.mark.django_db
def test_an_answer_put_right_after_back_is_not_lost(client: Client) -> None:
    token = token_of(client.get("/contact/call-me-back/"))
    client.post("/contact/call-me-back/", {**CALL, "token": token, "best_time": "Tuesday"})
    client.post("/contact/call-me-back/", {**CALL, "token": token, "best_time": "I meant Wednesday."})
    assert set(Enquiry.objects.values_list("best_time", flat=True)) == {"Tuesday", "I meant Wednesday."}


@pytest.mark.django_db
def test_a_form_opened_again_is_a_new_one(client: Client) -> None:
    for _time in range(2):
        send(client, "/contact/", MESSAGE)
    references = set(Enquiry.objects.values_list("reference", flat=True))
    assert len(references) == 2


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("form", ["contact", "call-me-back"])
def test_four_at_once_are_one(form: str) -> None:
    address = page_of(make_network(), form)
    client = Client()
    answers = CALL
    if form == "contact":
        address, answers = f"{address}check/", {}
        begin(client, page_of(Network.objects.get(), form), MESSAGE)
    sent = {**answers, "token": token_of(client.get(address))}

    def click(_number: int) -> tuple[int, str]:
        other = Client()
        other.cookies = client.cookies
        try:
            answer = other.post(address, sent)
            return answer.status_code, answer["Location"]
        finally:
            connection.close()

    for _round in range(3):
        with ThreadPoolExecutor(4) as pool:
            answered = set(pool.map(click, range(4)))
        assert len(answered) == 1
        assert answered.pop()[0] == 302
    assert Enquiry.objects.count() == Person.objects.count() == 1
    told = OutgoingMail.objects.filter(recipient="ann@example.org").count()
    assert told == (0 if form == "call-me-back" else 1)


@pytest.mark.django_db
def test_all_is_stored_or_nothing(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def break_down(*_args: object) -> None:
        raise ConnectionError

    monkeypatch.setattr("networks.emails.someone_wrote", break_down)
    network = make_network()
    before = count_rows()
    with pytest.raises(ConnectionError):
        send(client, page_of(network, "contact"), MESSAGE)
    assert count_rows() == before
