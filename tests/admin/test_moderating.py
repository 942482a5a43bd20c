"""Staff look at readers’ responses: they come up in the inbox, are shown, refused, hidden and erased."""

import pytest
from django.contrib.admin.models import LogEntry
from django.test import Client

from blog.models import Response
from coprod.models import Erasure, StaffAccess
from tests.admin.forms import messages_in, rows_in, soup, take_step
from tests.admin.rows import EDITOR, client_of, client_of_administrator, make_facilitator
from tests.blog.responses.responding import Status, make_response, open_post
from tests.factories import make_network, make_staff

pytestmark = pytest.mark.django_db
LIST = "/admin/blog/response/"


@pytest.fixture
def editor() -> Client:
    return client_of(make_staff(*EDITOR, "blog.view_response", "blog.change_response"))


def record(row: Response) -> str:
    return f"{LIST}{row.pk}/change/"


def act(client: Client, action: str, *rows: Response) -> list[str]:
    answers = {"action": action, "_selected_action": [str(row.pk) for row in rows]}
    return messages_in(client.post(LIST, answers, follow=True))


def test_a_new_response_waits_in_the_inbox_and_is_shown_with_one_button(editor: Client) -> None:
    row = make_response(open_post(), Status.NEW, message="One.\nTwo.")
    (line,) = rows_in(editor.get("/admin/inbox/"))
    assert "Response" in line
    assert "Nora" in line
    assert len(rows_in(editor.get("/admin/inbox/?kind=response"))) == 1
    assert rows_in(editor.get("/admin/inbox/?call=1")) == []
    page = editor.get(record(row))
    assert "One.\nTwo." in soup(page).get_text()
    assert StaffAccess.objects.get().about == row.reference
    buttons = [button.get_text(strip=True) for button in soup(page).select(".next-step button[value]")]
    assert buttons[1:4] == ["Show it under the story", "Refuse it", "Hide it"]
    take_step(editor, row, Status.SHOWN, note="Kind words")
    assert "Nora" in Client().get(row.post.get_absolute_url()).content.decode()
    assert rows_in(editor.get("/admin/inbox/")) == []
    assert LogEntry.objects.get().change_message == "New, now Shown. Note: Kind words"
    take_step(editor, row, "undo")
    row.refresh_from_db()
    assert row.status == Status.NEW


def test_a_reported_one_comes_up_at_once_and_staff_keep_it_or_hide_it(editor: Client) -> None:
    row = make_response(open_post(), days=100)
    Client().post(f"{row.post.get_absolute_url()}responses/{row.pk}/report/")
    (line,) = rows_in(editor.get("/admin/inbox/"))
    assert "Reported by a reader" in line
    assert "response that a reader reported" in editor.get("/admin/").content.decode()
    page = soup(editor.get(record(row))).get_text(" ", strip=True)
    assert "1 time, last on" in page
    assert "Keep it under the story" in page
    take_step(editor, row, Status.SHOWN)
    assert rows_in(editor.get("/admin/inbox/")) == []
    take_step(editor, row, Status.HIDDEN)
    assert "Nora" not in Client().get(row.post.get_absolute_url()).content.decode()


def test_the_list_has_actions_for_many_at_once(editor: Client) -> None:
    post = open_post()
    rows = [make_response(post, Status.NEW) for _number in range(3)]
    assert act(editor, "show", *rows[:2]) == ["2 responses are now: Shown."]
    assert act(editor, "refuse", *rows) == ["1 response is now: Refused."]
    assert act(editor, "hide", *rows) == ["2 responses are now: Hidden."]
    assert act(editor, "hide", *rows) == ["Nothing had to change."]
    assert sorted(Response.objects.values_list("status", flat=True)) == ["hidden", "hidden", "refused"]
    assert LogEntry.objects.count() == 5
    assert len(rows_in(editor.get(LIST, {"q": "nora"}))) == 3
    assert len(rows_in(editor.get(LIST, {"q": rows[0].reference.lower()}))) == 1


def test_what_a_reader_wrote_is_never_changed(editor: Client) -> None:
    row = make_response(open_post(), Status.NEW)
    editor.post(record(row), {"name": "X", "message": "X", "status": "shown", "staff_notes": "Seen", "assignee": ""})
    row.refresh_from_db()
    assert (row.name, row.message, row.status, row.staff_notes) == ("Nora", "Thank you.", Status.NEW, "Seen")


def test_only_those_who_may_moderate_see_or_move_them(editor: Client) -> None:
    row = make_response(open_post(), Status.NEW)
    facilitator, writer = client_of(make_facilitator(make_network())), client_of(make_staff(*EDITOR))
    for client in (facilitator, writer):
        assert client.get(LIST).status_code == 403
        assert client.get(record(row)).status_code in {302, 403}
        assert client.post(record(row), {"to": Status.SHOWN}).status_code == 403
        assert "Nora" not in client.get("/admin/inbox/").content.decode()
    reader = client_of(make_staff("blog.view_response"))
    assert reader.get(record(row)).status_code == 200
    assert reader.post(record(row), {"to": Status.SHOWN}).status_code == 403
    assert editor.post(f"/admin/coprod/erasure/response/{row.pk}/erase/").status_code == 403
    assert Response.objects.get().status == Status.NEW


def test_a_response_is_erased_once_that_is_confirmed_and_the_proof_stays(editor: Client) -> None:
    row, boss = make_response(open_post(), name="Winifred Zed"), client_of_administrator()
    take_step(boss, row, Status.HIDDEN, note="Winifred Zed rang")
    (way,) = [link for link in soup(boss.get(record(row))).select("a") if "Erase this response" in link.get_text()]
    assert "Erase this response" not in editor.get(record(row)).content.decode()
    asked = soup(boss.get(str(way["href"])))
    assert "This cannot be undone" in asked.get_text()
    assert Response.objects.exists()
    (form,) = asked.select("#content-main form")
    answer = boss.post(str(form.get("action") or way["href"]), follow=True)
    assert messages_in(answer) == [f"{row.reference} is erased. What stays is a note that it was done."]
    assert not Response.objects.exists()
    assert not LogEntry.objects.exists()
    assert Erasure.objects.get().removed["response"] == 1
