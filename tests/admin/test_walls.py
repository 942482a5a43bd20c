"""The wall between networks: a facilitator of one gets nothing of another by any address of the staff pages."""

from uuid import uuid4

import pytest
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.contenttypes.models import ContentType
from django.test import Client

from coprod.models import OutgoingMail
from networks.models import Enquiry, Group, Network, SignUp
from tests.admin.forms import answers_in, errors_in, messages_in, rows_in, soup
from tests.admin.rows import client_of, client_of_administrator, make_enquiry, make_facilitator, make_sign_up
from tests.factories import make_group, make_network, make_post, make_staff

pytestmark = pytest.mark.django_db
SECRET = "Zenobia"  # the name that must not be seen; everything of network B carries it


class Rows:
    def __init__(self) -> None:
        self.ours, self.theirs = make_network("Our network"), make_network(f"{SECRET} network")
        self.our_sign_up = make_sign_up(self.ours, "Olive Ours")
        self.sign_up = make_sign_up(self.theirs, f"{SECRET} Signup")
        self.enquiry = make_enquiry(self.theirs, f"{SECRET} Enquiry", message=f"{SECRET} asks")
        self.to_organisation = make_enquiry(None, f"{SECRET} Nobody", message=f"{SECRET} asks too")
        self.group = make_group(self.theirs, f"{SECRET} group")
        self.mail = OutgoingMail.objects.create(
            recipient=f"{SECRET}@example.org",
            subject="We have it",
            text=f"Dear {SECRET}",
            event="sign_up_received",
            message_id=f"<{uuid4()}@x>",
            reference=self.sign_up.reference,
        )
        self.user = make_facilitator(self.ours)
        self.client = client_of(self.user)


@pytest.fixture
def rows() -> Rows:
    return Rows()


def theirs(rows: Rows) -> list[tuple[str, int]]:
    return [
        ("networks/signup", rows.sign_up.pk),
        ("networks/enquiry", rows.enquiry.pk),
        ("networks/enquiry", rows.to_organisation.pk),
        ("networks/person", rows.sign_up.person_id),
        ("networks/person", rows.enquiry.person_id),
        ("networks/consent", rows.sign_up.person.consents.get().pk),
        ("networks/network", rows.theirs.pk),
        ("networks/group", rows.group.pk),
        ("coprod/outgoingmail", rows.mail.pk),
    ]


def test_no_list_front_page_or_search_shows_another_networks_rows(rows: Rows) -> None:
    lists = {model for model, _pk in theirs(rows)}
    seen = 0
    for address in ["/admin/", *(f"/admin/{model}/{query}" for model in lists for query in ("", "?q=zenob"))]:
        page = rows.client.get(address)
        assert page.status_code == 200, address
        assert SECRET not in page.content.decode(), address
        seen += 1
    assert seen == 15
    assert "Olive Ours" in rows_in(rows.client.get("/admin/networks/signup/"))[0]


@pytest.mark.parametrize(
    ("address", "asked"),
    [
        ("coprod/outgoingmail", "text__contains=hello"),
        ("coprod/outgoingmail", "html__regex=x"),
        ("networks/person", "sign_ups=1"),
        ("networks/person", "support__startswith=x"),
        ("networks/signup", "staff_notes__contains=x"),
        ("networks/network", "facilitators=1"),
        ("networks/accesslink", "token_digest__startswith=a"),
        ("auth/user", "password__startswith=md5"),
        ("auth/user", "totpdevice__key__startswith=a"),
    ],
)
def test_the_address_of_a_list_asks_by_nothing_that_the_list_does_not_offer(address: str, asked: str) -> None:
    answer = client_of_administrator().get(f"/admin/{address}/?{asked}")
    assert answer.status_code == 400


@pytest.mark.parametrize("action", ["change", "history", "delete"])
@pytest.mark.parametrize("method", ["get", "post"])
def test_no_record_history_or_deletion_of_another_network_opens(rows: Rows, action: str, method: str) -> None:
    for model, pk in theirs(rows):
        answer = getattr(rows.client, method)(f"/admin/{model}/{pk}/{action}/", {"post": "yes", "status": "closed"})
        assert answer.status_code in {302, 403, 405}, (model, action)
        assert SECRET not in answer.content.decode(), (model, action)
        if answer.status_code == 302:
            assert answer["Location"] == "/admin/", (model, action)
    rows.sign_up.refresh_from_db()
    assert rows.sign_up.status == SignUp.Status.NEW
    assert (Group.objects.count(), Network.objects.count(), Enquiry.objects.count()) == (1, 2, 2)


def test_the_front_page_counts_own_networks_only(rows: Rows) -> None:
    tasks = {item.get_text(" ", strip=True) for item in soup(rows.client.get("/admin/")).select(".tasks li")}
    assert {"1 new sign-up", "0 new messages", "0 messages that we cannot deliver"} <= tasks
    everything = {
        item.get_text(" ", strip=True) for item in soup(client_of_administrator().get("/admin/")).select(".tasks li")
    }
    assert {"2 new sign-ups", "2 new messages"} <= everything


@pytest.mark.parametrize(
    ("model", "field"), [("signup", "person"), ("signup", "network"), ("consent", "person"), ("group", "network")]
)
def test_choosing_by_typing_offers_own_networks_only(rows: Rows, model: str, field: str) -> None:
    answer = rows.client.get(
        f"/admin/autocomplete/?app_label=networks&model_name={model}&field_name={field}&term={SECRET}"
    )
    assert SECRET not in answer.content.decode()


def test_a_group_cannot_be_put_into_another_network(rows: Rows) -> None:
    page = rows.client.get("/admin/networks/group/add/")
    assert SECRET not in page.content.decode()
    answers = {
        **answers_in(page, "group_form"),
        "network": rows.theirs.pk,
        "name": "Spy",
        "place": "X",
        "region": "wales",
    }
    assert errors_in(rows.client.post("/admin/networks/group/add/", answers)) == [
        "Select a valid choice. That choice is not one of the available choices."
    ]


def test_a_group_with_people_stays_in_its_network(rows: Rows) -> None:
    rows.theirs.facilitators.add(rows.user)
    group = make_group(rows.ours)
    SignUp.objects.filter(pk=rows.our_sign_up.pk).update(group=group)
    address = f"/admin/networks/group/{group.pk}/change/"
    answers = {**answers_in(rows.client.get(address), "group_form"), "network": rows.theirs.pk}
    (problem,) = errors_in(rows.client.post(address, answers))
    assert problem.startswith("People joined this group, so it stays in its network")
    group.refresh_from_db()
    assert group.network == rows.ours
    SignUp.objects.update(group=None)
    assert rows.client.post(address, answers).status_code == 302


def test_a_facilitator_cannot_choose_who_looks_after_a_network(rows: Rows) -> None:
    address = f"/admin/networks/network/{rows.ours.pk}/change/"
    answers = answers_in(rows.client.get(address), "network_form")
    stranger = make_staff()
    answer = rows.client.post(address, {**answers, "summary": "New words", "facilitators": [stranger.pk]})
    assert answer.status_code == 302
    rows.ours.refresh_from_db()
    assert (rows.ours.summary, list(rows.ours.facilitators.all())) == ("New words", [rows.user])


def test_a_person_of_two_networks_shows_each_facilitator_only_their_own_half(rows: Rows) -> None:
    both = rows.our_sign_up.person
    SignUp.objects.create(key=uuid4(), person=both, network=rows.theirs)
    page = rows.client.get(f"/admin/networks/person/{both.pk}/change/").content.decode()
    assert "Our network" in page
    assert SECRET not in page


def test_work_can_be_given_only_to_who_may_see_it(rows: Rows) -> None:
    colleague, stranger = make_facilitator(rows.ours), make_facilitator(rows.theirs)
    address = f"/admin/networks/signup/{rows.our_sign_up.pk}/change/"
    answers = answers_in(rows.client.get(address), "signup_form")
    assert errors_in(rows.client.post(address, {**answers, "assignee": stranger.pk})) == [
        "Select a valid choice. That choice is not one of the available choices."
    ]
    assert rows.client.post(address, {**answers, "assignee": colleague.pk}).status_code == 302


def test_the_mail_of_another_network_cannot_be_sent_again_and_a_body_is_for_administrators(rows: Rows) -> None:
    mine = OutgoingMail.objects.create(
        recipient="olive@example.org",
        subject="We have it",
        text="Dear Olive, hidden words",
        event="sign_up_received",
        message_id="<mine@x>",
        reference=rows.our_sign_up.reference,
    )
    page = rows.client.get(f"/admin/coprod/outgoingmail/{mine.pk}/change/").content.decode()
    assert "olive@example.org" in page
    assert "hidden words" not in page
    boss = client_of_administrator()
    assert "hidden words" in boss.get(f"/admin/coprod/outgoingmail/{mine.pk}/change/").content.decode()


def test_an_editor_of_posts_sees_no_people(rows: Rows) -> None:
    editor = client_of(make_staff("blog.view_post", "blog.change_post"))
    for model, pk in theirs(rows):
        for address in (f"/admin/{model}/", f"/admin/{model}/{pk}/change/", f"/admin/{model}/{pk}/history/"):
            assert editor.get(address).status_code in {302, 403}, address
    assert SECRET not in editor.get("/admin/", follow=True).content.decode()


def test_a_visitor_is_sent_to_the_log_in_page(rows: Rows, client: Client) -> None:
    for model, pk in theirs(rows):
        answer = client.get(f"/admin/{model}/{pk}/change/")
        assert (answer.status_code, answer["Location"].split("?")[0]) == (302, "/admin/login/")


def test_the_address_of_a_draft_is_not_told_to_who_may_not_see_it(rows: Rows) -> None:
    draft = make_post("Secret title", status="draft", publish_at=None)
    answer = rows.client.get(f"/admin/r/{ContentType.objects.get_for_model(draft).pk}/{draft.pk}/")
    assert answer.status_code == 404
    page = soup(rows.client.get(f"/admin/networks/network/{rows.ours.pk}/change/"))
    assert page.select_one(f'.object-tools a[href="{rows.ours.get_absolute_url()}"]')


def test_recent_actions_are_ones_own(rows: Rows) -> None:
    kind = ContentType.objects.get_for_model(SignUp)
    LogEntry.objects.create(
        user=make_facilitator(rows.theirs), content_type=kind, object_id="1", object_repr=SECRET, action_flag=CHANGE
    )
    assert SECRET not in rows.client.get("/admin/").content.decode()


def test_the_not_found_message_says_nothing_about_the_row(rows: Rows) -> None:
    there = messages_in(rows.client.get(f"/admin/networks/signup/{rows.sign_up.pk}/change/", follow=True))
    missing = messages_in(rows.client.get("/admin/networks/signup/999999/change/", follow=True))
    assert there == [missing[0].replace("999999", str(rows.sign_up.pk))]
