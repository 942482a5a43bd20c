"""A form for something new that is sent twice makes one thing: Back and Save again, a double click, a reload."""

from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from taggit.models import Tag

from blog.models import Author, Post
from coprod.models import Made, OutgoingMail
from tests.admin.forms import answers_in, errors_in, messages_in, send
from tests.admin.rows import EDITOR, client_of, client_of_administrator
from tests.factories import make_network, make_picture, make_staff

pytestmark = pytest.mark.django_db
ADD, FORM = "/admin/blog/post/add/", "post_form"
AGAIN = "You had saved this before, so no second one was made. What you sent now changes the first."


@pytest.fixture
def staff() -> Client:
    return client_of_administrator()


def story(**more: Any) -> dict[str, Any]:
    """A story with an author who is new and a picture."""
    author = {"by_line-0-new_name": "Gwen Gardener", "by_line-0-role": "Gardener"}
    picture = {"pictures-0-picture": make_picture(), "pictures-0-alt": "Beans"}
    return {"title": "The beans", "tags": "allotments", **author, **picture, "_save": "Save", **more}


def send_again(client: Client, answers: dict[str, Any], **more: Any) -> Any:
    """Send the form once more, as a browser does: with its files to each address that it is sent on to."""
    answer = client.post(ADD, {**answers, **story(**more)})
    assert answer.status_code == 307
    return client.post(answer["Location"], {**answers, **story(**more)}, follow=True)


def test_back_and_save_again_changes_the_first_story_and_its_parts(staff: Client) -> None:
    answers = answers_in(staff.get(ADD), FORM)
    assert staff.post(ADD, {**answers, **story()}).status_code == 302
    assert AGAIN in messages_in(send_again(staff, answers, title="The beans came back"))
    post = Post.objects.get()
    assert (post.title, Author.objects.get().name) == ("The beans came back", "Gwen Gardener")
    assert [picture.alt for picture in post.pictures.all()] == ["Beans"]
    assert post.by_line.count() == 1


def test_an_empty_row_and_one_more_author_find_their_places(staff: Client) -> None:
    answers = answers_in(staff.get(ADD), FORM)
    empty = {"by_line-TOTAL_FORMS": "2", "by_line-0-new_name": "", "by_line-0-role": ""}
    first = {**answers, **story(**{**empty, "by_line-1-new_name": "Bea", "pictures-0-alt": "Peas"})}
    assert staff.post(ADD, first).status_code == 302
    more = {"by_line-0-new_name": "Carys", "by_line-1-new_name": "Bea", "by_line-1-role": "Baker"}
    assert AGAIN in messages_in(send_again(staff, answers, **{**empty, **more}))
    post = Post.objects.get()
    assert sorted(line.author.name for line in post.by_line.all()) == ["Bea", "Carys"]
    assert [picture.alt for picture in post.pictures.all()] == ["Beans"]


def test_a_part_that_was_removed_meanwhile_is_made_again(staff: Client) -> None:
    answers = answers_in(staff.get(ADD), FORM)
    staff.post(ADD, {**answers, **story(**{"pictures-0-alt": "Peas"})})
    post = Post.objects.get()
    post.pictures.all().delete()
    post.by_line.all().delete()
    assert AGAIN in messages_in(send_again(staff, answers, title="The beans came back"))
    post.refresh_from_db()
    assert post.title == "The beans came back"
    assert [picture.alt for picture in post.pictures.all()] == ["Beans"]
    assert post.by_line.count() == 1


def test_a_second_save_that_is_wrong_keeps_what_was_typed_and_then_changes_the_first(staff: Client) -> None:
    answers = answers_in(staff.get(ADD), FORM)
    staff.post(ADD, {**answers, **story()})
    page = send_again(staff, answers, title="", standfirst="Typed later.")
    assert errors_in(page) == ["Give the post a title."]
    again = answers_in(page, FORM)
    assert again["standfirst"] == "Typed later."
    assert again["by_line-0-new_name"] == "Gwen Gardener"
    address = page.wsgi_request.path
    assert staff.post(address, {**again, "title": "Beans", "_save": "Save"}).status_code == 302
    assert Post.objects.get().standfirst == "Typed later."


def test_words_that_someone_else_changed_meanwhile_are_not_replaced_unseen(staff: Client) -> None:
    answers = answers_in(staff.get(ADD), FORM)
    staff.post(ADD, {**answers, **story()})
    send(client_of_administrator(), f"/admin/blog/post/{Post.objects.get().pk}/change/", FORM, standfirst="Hers.")
    page = send_again(staff, answers, standfirst="Mine.")
    assert errors_in(page) == ["Someone saved this post while you had it open. Nothing of yours is lost."]
    assert AGAIN not in messages_in(page), "nothing is changed yet"
    assert Post.objects.get().standfirst == "Hers."


def test_an_account_that_a_colleague_turned_off_is_not_turned_on_by_the_form_that_made_it(staff: Client) -> None:
    add = "/admin/auth/user/add/"
    answers = answers_in(staff.get(add), "user_form") | {"username": "bea", "email": "bea@example.org"}
    sent: Any = {**answers, "_save": "Save"}
    staff.post(add, sent)
    account = User.objects.get(username="bea")
    address = f"/admin/auth/user/{account.pk}/change/"
    other = client_of_administrator()
    off = {name: value for name, value in answers_in(other.get(address), "user_form").items() if name != "is_active"}
    other.post(address, {**off, "_save": "Save"})
    page = staff.post(add, {**sent, "first_name": "Bea"}, follow=True)
    assert errors_in(page)[0].startswith("A colleague changed this after you saved it.")
    account.refresh_from_db()
    assert not account.is_active
    again: Any = answers_in(page, "user_form")
    assert again["first_name"] == "Bea", "what was typed is still there"
    staff.post(page.wsgi_request.path, {**again, "_save": "Save"})
    account.refresh_from_db()
    assert account.is_active, "whoever was told may mean it"


def test_back_itself_leads_to_what_was_saved_where_the_browser_asks_anew(staff: Client) -> None:
    page = staff.get(ADD)
    key = answers_in(page, FORM)["form_key"]
    assert answers_in(staff.get(f"{ADD}?form_key={key}"), FORM)["form_key"] == key, "a reload is the same form"
    staff.post(ADD, {**answers_in(page, FORM), **story()})
    address = f"/admin/blog/post/{Post.objects.get().pk}/change/"
    answer = staff.get(f"{ADD}?form_key={key}")
    assert (answer.status_code, answer["Location"]) == (302, address)
    assert "You have saved this already. Here you can change it." in messages_in(staff.get(address))


@pytest.mark.parametrize("kind", ["author", "group", "account"])
def test_every_form_for_something_new_makes_one(staff: Client, kind: str) -> None:
    network = make_network()
    kinds: dict[str, tuple[str, str, dict[str, Any], Any]] = {
        "author": ("/admin/blog/author/add/", "author_form", {"name": "Gwen"}, Author.objects),
        "group": (
            "/admin/networks/group/add/",
            "group_form",
            {"network": network.pk, "name": "Tea", "place": "Swansea", "region": "wales"},
            network.groups,
        ),
        "account": (
            "/admin/auth/user/add/",
            "user_form",
            {"username": "bea", "email": "bea@example.org"},
            User.objects.filter(username="bea"),
        ),
    }
    address, form, answers, rows = kinds[kind]
    sent: Any = {**answers_in(staff.get(address), form), **answers, "_save": "Save"}
    assert staff.post(address, sent).status_code == 302
    assert AGAIN in messages_in(staff.post(address, sent, follow=True))
    assert rows.count() == 1
    assert OutgoingMail.objects.count() == (kind == "account"), "nobody is invited twice"


def test_who_may_add_a_tag_but_change_none_is_told_that_there_is_one() -> None:
    editor = client_of(make_staff("taggit.add_tag", "taggit.view_tag"))
    sent = {**answers_in(editor.get("/admin/taggit/tag/add/"), "tag_form"), "name": "tea", "_save": "Save"}
    editor.post("/admin/taggit/tag/add/", sent)
    page = editor.post("/admin/taggit/tag/add/", sent, follow=True)
    assert "You had saved this before, so no second one was made." in messages_in(page)
    assert Tag.objects.count() == 1


def test_a_form_whose_story_is_gone_makes_it_anew_and_a_new_form_another(staff: Client) -> None:
    answers = answers_in(staff.get(ADD), FORM)
    staff.post(ADD, {**answers, **story()})
    Post.objects.all().delete()
    staff.post(ADD, {**answers, **story()})
    staff.post(ADD, {**answers_in(staff.get(ADD), FORM), **story()})
    assert Post.objects.count() == 2


def test_what_someone_saved_is_nothing_to_anybody_else(staff: Client) -> None:
    answers = answers_in(staff.get(ADD), FORM)
    staff.post(ADD, {**answers, **story()})
    other = client_of(make_staff(*EDITOR))
    assert other.get(f"{ADD}?form_key={answers['form_key']}").status_code == 200
    other.post(ADD, {**answers_in(other.get(ADD), FORM), **story(), "form_key": answers["form_key"]})
    assert Post.objects.count() == 2
    assert Made.objects.count() == 2
