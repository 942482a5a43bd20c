"""Text that tries to become a script shows as text on every page of the staff side."""

from typing import Any
from uuid import uuid4

import pytest
from bs4 import BeautifulSoup
from django.test import Client

from blog.models import Author, GuestAnswer, Post, PreviewLink, Submission
from coprod.models import Organisation, OutgoingMail
from networks.models import Consent, Resource
from tests.admin.rows import client_of_administrator, make_enquiry, make_sign_up
from tests.blog.responses.responding import make_response
from tests.factories import give_picture, make_author, make_group, make_network, make_post

pytestmark = pytest.mark.django_db
HOSTILE = [
    "<script>alert('{}')</script>",
    "'><img src=x onerror=alert('{}')>",
    "\"><svg/onload=alert('{}')>",
    "</textarea><script>alert('{}')</script>",
    "</script><script>alert('{}')</script>",
    "<a href=\"javascript:alert('{}')\">x</a>",
    "{{{{7*7}}}}{{% debug %}}{}",
    "<style>@import '//evil.test/{}'</style>",
    "<xss onfocus=alert('{}') autofocus tabindex=1>",
]
# What closes every place at once, so that the walk over all pages is made twice and not for each of the above.
EVERYWHERE = ["'\"></textarea></script><script>alert('{}')</script><img src=x onerror=alert(1)><xss>", HOSTILE[6]]
MARK = "owned"


def attack(text: str, length: int = 300) -> str:
    return text.format(MARK)[:length]


class Site:
    """A site in which every text that staff or visitors can write is the same hostile one."""

    def __init__(self, text: str) -> None:
        long, short = attack(text), attack(text, 100)
        Organisation.objects.update_or_create(pk=1, defaults={"name": attack(text, 80), "phone_hours": short})
        self.author = make_author(long, role=short, organisation=short, biography=long)
        self.post = make_post(long, authors=[self.author], tags=[short], standfirst=long, status=Post.Status.DRAFT)
        give_picture(
            self.post,
            alt=long,
            caption=long,
            credit=short,
            shows_people=True,
            consent_given_by=long,
            consent_review_on="2027-11-01",
        )
        self.network = make_network(short, summary=long, contact_role=short, contact_address=long)
        self.group = make_group(self.network, short, place=short, venue=short, meets=short, access=short)
        Resource.objects.create(network=self.network, title=short, description=short, body="<p>x</p>")
        self.sign_up = make_sign_up(
            self.network, long, support=long, place=short, address=long, phone=attack(text, 40), email=attack(text, 250)
        )
        person = self.sign_up.person
        person.helper_name, person.helper_relationship, person.helper_phone = long, short, attack(text, 40)
        person.describes = person.reach_by = [attack(text, 10)]
        person.save()
        self.sign_up.staff_notes, self.sign_up.group = long, self.group
        self.sign_up.save()
        self.enquiry = make_enquiry(self.network, long, message=long, best_time=short)
        self.piece = Submission.objects.create(
            key=uuid4(), title=long, piece=long, name=long, role=short, organisation=short, email=attack(text, 250),
            picture_alt=long, consent_words=long, consent_review_on="2027-11-01",
        )  # fmt: skip
        self.response = make_response(self.post, name=short, message=long)
        self.answer = GuestAnswer.objects.create(
            key=uuid4(), kind="comment", name=long, message=long, consent_words=long, post=self.post, fingerprint="",
            link=PreviewLink.make(self.post, name=long, by=None)[0],
        )  # fmt: skip
        self.mail = OutgoingMail.objects.create(
            recipient=attack(text, 250), subject=short, text=long, event="e", message_id=f"<{uuid4()}>", last_error=long
        )
        self.post.keep_address(short.replace("/", ""))


def addresses(site: Site) -> list[str]:
    rows: list[tuple[str, Any]] = [
        ("blog/post", site.post),
        ("blog/author", site.author),
        ("taggit/tag", site.post.tags.get()),
        ("blog/oldaddress", site.post.old_addresses.get()),
        ("networks/network", site.network),
        ("networks/group", site.group),
        ("networks/signup", site.sign_up),
        ("networks/enquiry", site.enquiry),
        ("networks/person", site.sign_up.person),
        ("networks/consent", Consent.objects.earliest("pk")),
        ("coprod/outgoingmail", site.mail),
        ("blog/submission", site.piece),
        ("blog/response", site.response),
        ("blog/guestanswer", site.answer),
    ]
    person = site.sign_up.person_id
    inbox = [
        "/admin/inbox/?status=all",
        f"/admin/networks/person/{person}/same-person/?q=alert",
        f"/admin/networks/person/{person}/same-person/{site.enquiry.person_id}/",
    ]
    pages = [f"/admin/{path}/{row.pk}/{page}/" for path, row in rows for page in ("change", "history", "delete")]
    return [
        "/admin/",
        *inbox,
        "/admin/coprod/organisation/1/change/",
        *(f"/admin/blog/submission/{site.piece.pk}/{answer}/" for answer in ("accept", "changes", "decline")),
        f"/admin/coprod/erasure/person/{person}/erase/",
        f"/admin/blog/post/{site.post.pk}/preview/",
        f"/admin/blog/post/{site.post.pk}/preview/page/",
        *(f"/admin/{path}/" for path, _row in rows),
        *pages,
    ]


def dangers(page: str) -> list[str]:
    """Whatever in the page a browser would run or fetch because of the hostile text."""
    tree = BeautifulSoup(page, "html.parser")
    found = [str(tag) for tag in tree.find_all(["script", "style"]) if MARK in tag.get_text()]
    found += [str(tag) for tag in tree.find_all("xss")]
    for tag in tree.find_all(True):
        for name, value in tag.attrs.items():
            if name.startswith("on") or (name in {"href", "src"} and str(value).lower().startswith("javascript:")):
                found.append(str(tag))
    return found


@pytest.mark.parametrize("text", EVERYWHERE)
def test_hostile_text_is_text_on_every_page(text: str) -> None:
    site, boss = Site(text), client_of_administrator()
    opened = 0
    for address in addresses(site):
        answer = boss.get(address)
        assert answer.status_code in {200, 403}, address
        assert not dangers(answer.content.decode()), address
        opened += answer.status_code == 200
    assert opened >= 40
    answer = boss.get("/admin/autocomplete/?app_label=blog&model_name=byline&field_name=author&term=")
    assert answer["Content-Type"] == "application/json"


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_is_text_in_messages_and_in_the_pop_up_answer(text: str, client: Client) -> None:
    boss = client_of_administrator()
    answer = boss.post("/admin/blog/author/add/", {"name": attack(text), "_popup": "1"})
    assert not dangers(answer.content.decode())
    author = Author.objects.get()
    answer = boss.post(f"/admin/blog/author/{author.pk}/change/", {"name": attack(text)}, follow=True)
    assert "was changed successfully" in answer.content.decode()
    assert not dangers(answer.content.decode())
    answer = boss.get("/admin/networks/signup/", {"q": attack(text)})
    assert not dangers(answer.content.decode())


@pytest.mark.parametrize("text", EVERYWHERE)
def test_hostile_words_to_a_writer_are_text_in_the_message_the_page_and_the_story(text: str) -> None:
    site, boss = Site(text), client_of_administrator()
    Submission.objects.update(email="writer@example.org")
    where = f"/admin/blog/submission/{site.piece.pk}/decline/"
    form = {"key": str(uuid4()), "was": "new", "words": attack(text, 5000)}
    seen = boss.post(where, {**form, "look": "yes"})
    assert "This is how it arrives" in seen.content.decode()
    assert not dangers(seen.content.decode())
    record = boss.post(where, {**form, "send": "yes"}, follow=True)
    assert attack(text, 5000) in BeautifulSoup(record.content.decode(), "html.parser").get_text()
    assert not dangers(record.content.decode())
    mail = OutgoingMail.objects.get(event="piece_answered")
    assert not dangers(mail.html)
    assert mail.text.startswith(attack(text, 5000))


def test_the_search_for_dangers_finds_one() -> None:
    assert dangers("<p onclick='x()'>a</p>")
    assert dangers(f"<script>alert('{MARK}')</script>")
    assert dangers("<a href='JavaScript:x()'>a</a>")
