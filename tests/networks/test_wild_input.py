"""Whatever is typed into whatever field: an answer in plain words, and what is stored is what was typed."""

import html
import re
import unicodedata
from urllib.parse import urlencode

import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from coprod.forms import is_blank
from networks.models import Enquiry, Network, Person, SignUp
from tests.factories import make_group, make_network
from tests.networks.letters import CALL, MESSAGE, Answers, forms_of, send
from tests.reading import token_of

pytestmark = pytest.mark.django_db

FIELDS: dict[str, list[str]] = {
    "/contact/message/": ["message", "token", "website"],
    "/contact/name/": ["name", "token", "website"],
    "/networks/research/contact/reach/": ["reach_by", "email", "phone", "address", "token", "website"],
    "/networks/research/call-me-back/": ["name", "phone", "best_time", "token", "website"],
}
WILD = {
    "empty": "",
    "long": "x" * 10_000,
    "emoji": "👩🏽‍🤝‍👩🏻🎉",
    "right to left": "\u202eمحمد عبد الله",
    "NUL": "a\0b",
    "control": "a\x1b[31m\x07b\x7f\x85",
    "markup": "<script>alert(1)</script>{{ 7*7 }}",
    "quotes": "'; DROP TABLE networks_person; --",
    "header": "x\r\nBcc: all@example.org",
    "format": "%s %(name)s {0}",
}
TYPED = {"message", "name", "best_time"}
CONTROLS = "\0\x07\r\x1b\x7f\x85"
NAMES = ["O'Connor", "Ng", "O", "Llŷr", "张伟", "محمد", "Zoë-Anne van der Meer", "n" * 300, "Ann 🌻", "Ơ", "e\u0301"]


@pytest.fixture
def network() -> Network:
    network = make_network("Research Network", slug="research")
    make_group(network)
    return network


def opened(client: Client, address: str) -> Answers:
    """Answers that are fine, with what the page carries. A question's page carries what the first one does."""
    first = re.sub(r"/contact/(name|reach)/$", "/contact/message/", address)
    return {**(CALL if "call" in address else MESSAGE), "token": token_of(client.get(first))}


@pytest.mark.parametrize(("address", "field"), [(address, field) for address in FIELDS for field in FIELDS[address]])
def test_every_field_of_every_form_answers_in_plain_words(
    client: Client, network: Network, address: str, field: str
) -> None:
    answers = opened(client, address)
    for kind, wild in WILD.items():
        answer = client.post(address, {**answers, field: wild})
        if answer.status_code == 302:
            continue
        assert answer.status_code == 200, kind
        page = html.unescape(answer.content.decode())
        assert "There is a problem" in page, kind
        if field in TYPED:
            assert "".join(letter for letter in wild if letter not in CONTROLS) in page, kind


@pytest.mark.parametrize(("address", "field"), [(address, field) for address in FIELDS for field in FIELDS[address]])
def test_bytes_that_are_no_text_are_answered(client: Client, network: Network, address: str, field: str) -> None:
    answers = opened(client, address)
    answers.pop(field, None)
    body = f"{urlencode(answers, doseq=True)}&{field}=%ff%fe%C3%28%ED%A0%80"
    answer = client.generic("POST", address, body, content_type="application/x-www-form-urlencoded")
    assert answer.status_code in {200, 302}


@pytest.mark.parametrize("charset", ["utf-16", "utf-7", "latin-1", "no-such-thing"])
@pytest.mark.usefixtures("network")
def test_other_encodings_are_answered(client: Client, charset: str) -> None:
    body = b'--x\r\nContent-Disposition: form-data; name="message"\r\n\r\n+2AA-\xff\xfe\r\n--x--\r\n'
    for kind in ("multipart/form-data; boundary=x", "application/x-www-form-urlencoded"):
        answer = client.generic("POST", "/contact/message/", body, content_type=f"{kind}; charset={charset}")
        assert answer.status_code in {200, 302, 400}


@pytest.mark.parametrize("name", NAMES)
def test_real_names_are_stored_as_typed(client: Client, network: Network, name: str) -> None:
    for address, answers in forms_of(network).items():
        assert send(client, address, answers, name=f"  {name} ").status_code == 302
    assert set(Person.objects.values_list("name", flat=True)) == {unicodedata.normalize("NFC", name)}


def test_characters_that_cannot_be_kept_are_left_out(client: Client) -> None:
    send(client, "/contact/", MESSAGE, name="A\0n\x07n", message="One\r\ntwo\tthree\x1b")
    enquiry = Enquiry.objects.get()
    assert (enquiry.person.name, enquiry.message) == ("Ann", "One\ntwo\tthree")


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@given(text=st.text(max_size=400), line=st.text(max_size=60))
def test_any_text_is_stored_as_typed_or_asked_for_again(client: Client, text: str, line: str) -> None:
    before = Enquiry.objects.count()
    answers: Answers = {"message": text, "name": line, "reach_by": ["phone"], "phone": f"01632 960001 {line[:20]}"}
    answers["token"] = token_of(client.get("/contact/message/"))
    typed = urlencode(answers, doseq=True, errors="surrogatepass")
    for step in ("message", "name", "reach"):
        answer = client.generic("POST", f"/contact/{step}/", typed, content_type="application/x-www-form-urlencoded")
        assert answer.status_code in {200, 302}
        if answer.status_code == 200:
            break
    else:
        answer = client.post("/contact/check/", {"token": answers["token"]})
    if answer.status_code == 302 and Enquiry.objects.count() > before:
        enquiry = Enquiry.objects.order_by("pk").last()
        assert enquiry is not None
        assert _same(enquiry.message, text)
        assert _same(enquiry.person.name, line)
    else:
        assert is_blank(text) or is_blank(line) or "There is a problem" in answer.content.decode()


def _same(stored: str, typed: str) -> bool:
    # Surrogates cannot be sent as text; line ends, the Unicode form and control characters are put right.
    typed = typed.encode(errors="replace").decode()
    return _letters(stored) == _letters(unicodedata.normalize("NFC", typed)) or "\ufffd" in stored


def _letters(text: str) -> str:
    return "".join(
        letter for letter in text if not letter.isspace() and unicodedata.category(letter) not in {"Cc", "Cs"}
    )


def test_too_many_fields_and_too_large_bodies_are_refused(client: Client, network: Network) -> None:
    many = {f"field-{number}": "x" for number in range(1001)}
    assert client.post("/contact/", many).status_code == 400
    assert client.post("/contact/", {"message": "x" * 3_000_000}).status_code in {400, 413}
    assert not Enquiry.objects.exists()
    assert not SignUp.objects.exists()
