"""The organisation's details, its pages, its mail, its tags and authors: what is kept in admin and not in code."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from taggit.models import Tag

from blog.models import OldAddress, Post
from coprod.models import Organisation, OutgoingMail, Page
from tests.admin.forms import errors_in, messages_in, rows_in, send, soup
from tests.admin.rows import EDITOR, client_of, client_of_administrator, make_enquiry, make_sign_up
from tests.factories import make_author, make_network, make_post, make_staff

pytestmark = pytest.mark.django_db


@pytest.fixture
def boss() -> Client:
    return client_of_administrator()


def test_the_log_in_page_carries_the_organisations_name_and_phone_number(client: Client) -> None:
    Organisation.objects.update_or_create(
        pk=1, defaults={"name": "Hartwell", "phone": "01632 960111", "email": "a@b.test"}
    )
    page = soup(client.get("/admin/login/"))
    assert [heading.get_text() for heading in page.find_all("h1")] == ["Log in"]
    assert page.title and "Hartwell" in page.title.get_text()
    assert page.find("a", href="tel:01632960111")
    assert page.find("a", href="mailto:a@b.test")


def test_the_organisations_details_open_at_once_and_show_on_the_site(boss: Client, client: Client) -> None:
    Organisation.objects.all().delete()
    answer = boss.get("/admin/coprod/organisation/", follow=True)
    assert answer.redirect_chain == [("/admin/coprod/organisation/1/change/", 302)]
    changes = {"name": "Hartwell Together", "phone": "01632 960222"}
    assert send(boss, "/admin/coprod/organisation/1/change/", "organisation_form", **changes)["Location"] == "/admin/"
    assert Organisation.objects.count() == 1
    page = client.get("/").content.decode()
    assert "Hartwell Together" in page
    assert "01632 960222" in page
    assert boss.get("/admin/coprod/organisation/add/").status_code == 403
    assert boss.post("/admin/coprod/organisation/1/delete/", {"post": "yes"}).status_code == 403


def test_a_bad_phone_number_is_refused_in_words(boss: Client) -> None:
    page = send(boss, "/admin/coprod/organisation/1/change/", "organisation_form", phone="ring me")
    assert errors_in(page) == ["Enter a phone number, such as 01632 960001."]


def test_a_page_of_ones_own_is_written_with_the_editor_and_cleaned(boss: Client, client: Client) -> None:
    Page.objects.filter(address="about").delete()
    body = '<h2>Who we are</h2><p style="color:red">Us.</p><img src="https://evil.test/x.png">'
    answer = send(boss, "/admin/coprod/page/add/", "page_form", address="about", title="About us", body=body)
    assert answer.status_code == 302
    page = client.get("/about/").content.decode()
    assert "<h2>Who we are</h2><p>Us.</p>" in page
    assert "evil.test" not in page


def mail(number: int, **fields: object) -> OutgoingMail:
    return OutgoingMail.objects.create(
        recipient="x@example.org", subject=f"Mail {number}", text="t", event="e", message_id=f"<{number}>", **fields
    )


def test_mail_says_in_words_what_became_of_it_and_a_stuck_one_is_tried_again(boss: Client) -> None:
    now = timezone.now()
    sent, stuck = mail(1, sent_at=now), mail(2, failed_at=now, attempts=8, last_error="550 unknown")
    rows = {row.split()[1]: row for row in rows_in(boss.get("/admin/coprod/outgoingmail/"))}
    assert "Cannot be delivered. Phone the person instead." in rows["2"]
    assert "Sent " in rows["1"]
    chosen = {"action": "try_again", "_selected_action": [sent.pk, stuck.pk]}
    assert messages_in(boss.post("/admin/coprod/outgoingmail/", chosen, follow=True)) == [
        "We will try 1 message again."
    ]
    assert [row.pk for row in OutgoingMail.objects.due()] == [stuck.pk]
    sent.refresh_from_db()
    assert sent.sent_at == now
    onlooker = client_of(make_staff("coprod.view_outgoingmail"))
    assert "try_again" not in onlooker.get("/admin/coprod/outgoingmail/").content.decode()


def test_the_front_page_tells_when_mail_does_not_leave(boss: Client) -> None:
    told = "1 message that has not left for ten minutes."
    row = mail(1)
    assert told not in " ".join(soup(boss.get("/admin/")).get_text().split())
    OutgoingMail.objects.filter(pk=row.pk).update(due_at=timezone.now() - timedelta(minutes=11))
    assert told in " ".join(soup(boss.get("/admin/")).get_text().split())


def test_a_tag_is_renamed_and_search_and_its_address_follow(boss: Client, client: Client) -> None:
    post = make_post("Tagged", tags=["gardning"])
    tag = Tag.objects.get()
    assert send(boss, f"/admin/taggit/tag/{tag.pk}/change/", "tag_form", name="gardening").status_code == 302
    assert "Tagged" in client.get("/search/?q=gardening").content.decode()
    assert client.get("/blog/tag/gardning/").status_code == 200
    post.refresh_from_db()
    assert "gardening" in post.words


def test_two_tags_become_one_and_no_post_loses_it(boss: Client, client: Client) -> None:
    one, both, other = make_post(tags=["care"]), make_post(tags=["care", "caring"]), make_post(tags=["caring"])
    make_post(tags=["care"])
    tags = [tag.pk for tag in Tag.objects.all()]
    answer = boss.post("/admin/taggit/tag/", {"action": "merge", "_selected_action": tags}, follow=True)
    assert messages_in(answer) == ["These are one tag now: “care”."]
    assert [list(post.tags.names()) for post in (one, both, other)] == [["care"]] * 3
    other.refresh_from_db()
    assert "caring" not in other.words
    assert other.title in boss.get("/blog/tag/care/").content.decode()
    assert Tag.objects.count() == 1


def test_a_tag_cannot_take_anothers_name(boss: Client) -> None:
    make_post(tags=["care", "caring"])
    page = send(boss, f"/admin/taggit/tag/{Tag.objects.get(name='caring').pk}/change/", "tag_form", name="CARE")
    assert errors_in(page) == [
        "There is a tag of that name. To join the two, tick both in the list and choose “Merge”."
    ]


def test_a_renamed_author_is_found_by_the_new_name_at_the_old_address(boss: Client, client: Client) -> None:
    author = make_author("Ann Old")
    post = make_post(authors=[author])
    assert send(boss, f"/admin/blog/author/{author.pk}/change/", "author_form", name="Ann New").status_code == 302
    assert post.title in client.get("/search/?q=%22ann+new%22").content.decode()
    assert "Ann New" in client.get("/blog/author/ann-old/").content.decode()


def test_an_author_of_a_post_cannot_be_deleted_and_the_page_says_so(boss: Client) -> None:
    author = make_author()
    make_post(authors=[author])
    page = boss.post(f"/admin/blog/author/{author.pk}/delete/", {"post": "yes"})
    assert page.status_code in {200, 403}
    author.refresh_from_db()


def test_an_old_address_is_added_from_a_whole_link_and_never_changed(boss: Client, client: Client) -> None:
    post = make_post()
    add = {"path": "https://old.example.org/2018/06/a-post.html?m=1", "post": post.pk}
    assert boss.post("/admin/blog/oldaddress/add/", add).status_code == 302
    assert client.get("/2018/06/a-post.html")["Location"] == post.get_absolute_url()
    row = OldAddress.objects.get()
    assert boss.post(f"/admin/blog/oldaddress/{row.pk}/change/", {"path": "/x"}).status_code == 403
    start = "Start with a slash"
    for path, words in (("/", start), ("/2018/06/a%00post.html", start), ("/2018/06/a-post.html", "to a post already")):
        (said,) = errors_in(boss.post("/admin/blog/oldaddress/add/", {"path": path, "post": post.pk}))
        assert words in said


def test_the_models_stand_under_headings_in_the_order_of_use(boss: Client) -> None:
    page = soup(boss.get("/admin/"))
    headings = [caption.get_text(strip=True) for caption in page.select("#content-main caption")]
    assert headings == ["What came in", "Stories", "Networks", "This site", "Staff accounts", "Records"]


def test_every_count_on_the_front_page_leads_to_as_many_rows(boss: Client) -> None:
    network = make_network()
    for status in Post.Status:
        make_post(status=status)
    make_post(publish_at=timezone.now() + timedelta(days=1))
    (
        make_sign_up(network),
        make_enquiry(network),
        make_enquiry(None, kind="call-back"),
        make_enquiry(None, status="closed"),
    )
    mail(1, failed_at=timezone.now()), mail(2)
    links = soup(boss.get("/admin/")).select(".tasks a")
    counts = [int(str(link.select(".count")[0].get_text())) for link in links]
    in_the_inbox, to_call, guest_pieces, reported, responses = 3, 2, 0, 0, 0
    assert counts == [in_the_inbox, to_call, 1, 1, 1, guest_pieces, reported, responses, 1, 1, 1]
    assert [len(rows_in(boss.get(str(link["href"])))) for link in links] == counts


@pytest.mark.parametrize("path", ["post", "author", "oldaddress"])
def test_a_list_of_thirty_takes_no_more_queries_than_a_list_of_three(path: str) -> None:
    editor = client_of(make_staff(*EDITOR, "blog.view_oldaddress"))

    def queries() -> int:
        with CaptureQueriesContext(connection) as seen:
            assert editor.get(f"/admin/blog/{path}/").status_code == 200
        return len(seen)

    def fill(count: int) -> None:
        for _ in range(count):
            post = make_post(tags=["care"])
            post.keep_address(f"old-{post.pk}")

    fill(3)
    few = queries()
    fill(27)
    assert queries() == few <= 12
