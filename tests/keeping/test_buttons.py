"""The buttons of the staff pages for erasing a person, and for deleting and restoring a guest piece."""

from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import Permission
from django.contrib.messages import get_messages

from blog.models import Submission
from coprod.inbox.filters import Filters
from coprod.inbox.rows import Inbox
from coprod.keeping import purging
from coprod.models import Erasure
from networks.models import Person
from tests.factories import make_network, make_staff
from tests.keeping.kept import Everything, backdate, offered, period
from tests.keeping.places import places_of
from tests.networks.your_details.holding import signed_up

pytestmark = pytest.mark.django_db


def erase_page(person: Person) -> str:
    return f"/admin/coprod/erasure/person/{person.pk}/erase/"


def said(response: Any) -> str:
    return " ".join(str(message) for message in get_messages(response.wsgi_request))


def test_the_page_says_in_words_what_goes_and_opening_it_erases_nothing(client: Any, admin_user: Any) -> None:
    margaret = Everything("Margaretta")
    client.force_login(admin_user)
    assert erase_page(margaret.person) in client.get(margaret.person.get_absolute_url()).content.decode()
    response = client.get(erase_page(margaret.person))
    page = BeautifulSoup(response.content, "html.parser")
    text = " ".join(page.get_text().split())
    for words in ("This cannot be undone", "those of their helper", margaret.sign_up.reference, "What stays: a note"):
        assert words in text
    assert len(page.select("h1")) == 1
    assert page.select_one(f"label[for=piece_{margaret.piece.pk}]")
    assert "no-store" in response["Cache-Control"]
    assert Person.objects.get(pk=margaret.person.pk)


def test_a_press_on_the_button_erases(client: Any, admin_user: Any) -> None:
    margaret = Everything("Margaretta")
    client.force_login(admin_user)
    response = client.post(erase_page(margaret.person), {"piece": [margaret.piece.pk]})
    assert response.status_code == 302
    assert "erased" in said(response)
    assert places_of("Margaretta") == set()
    assert Erasure.objects.get().by == admin_user
    assert client.post(erase_page(margaret.person)).status_code == 404
    listed = client.get("/admin/coprod/erasure/").content.decode()
    assert "person: 1" in listed


def test_a_piece_that_is_not_ticked_stays(client: Any, admin_user: Any) -> None:
    ann, theirs = signed_up(), offered(email="ann@example.org")
    stranger = offered(email="other@example.org")
    client.force_login(admin_user)
    client.post(erase_page(ann.person), {"piece": [stranger.pk, "x"]})
    assert not Person.objects.exists()
    assert {*Submission.objects.all()} == {theirs, stranger}


def test_where_the_name_still_stands_is_said(client: Any, admin_user: Any) -> None:
    ann, bo = signed_up(name="Ann Leeson"), signed_up(name="Bo Carter", email="bo@example.org")
    bo.staff_notes = "A friend of Ann Leeson"
    bo.save()
    client.force_login(admin_user)
    assert "networks_signup.staff_notes" in said(client.post(erase_page(ann.person)))


def test_only_those_who_may_erase_and_only_people_of_whom_they_see_everything(client: Any) -> None:
    mine = make_network()
    ann, stranger = signed_up(mine).person, signed_up().person
    assert client.post(erase_page(ann)).status_code == 302  # to the login
    user = make_staff("networks.view_person", "networks.view_signup", "networks.change_signup")
    mine.facilitators.add(user)
    client.force_login(user)
    for method in (client.get, client.post):
        assert method(erase_page(ann)).status_code == 403
    user.user_permissions.add(Permission.objects.get(codename="erase_person"))
    assert client.get(erase_page(stranger)).status_code == 404
    assert client.post(erase_page(stranger)).status_code == 404
    assert client.post(erase_page(ann)).status_code == 302
    assert Person.objects.get() == stranger


def test_a_deleted_piece_is_out_of_the_inbox_and_can_be_restored_whole(client: Any, admin_user: Any) -> None:
    piece = offered(picture=True)
    before = Submission.objects.filter(pk=piece.pk).values().get()
    client.force_login(admin_user)
    assert piece.reference in references(admin_user)
    response = client.post(f"/admin/coprod/erasure/piece/{piece.pk}/delete/")
    assert "restore" in said(response)
    assert piece.reference not in references(admin_user)
    assert piece.title not in client.get("/admin/blog/submission/").content.decode()
    assert piece.title in client.get("/admin/blog/submission/?bin=1").content.decode()
    assert "Restore it" in client.get(piece.get_absolute_url()).content.decode()
    client.post(f"/admin/coprod/erasure/piece/{piece.pk}/restore/")
    after = Submission.objects.filter(pk=piece.pk).values().get()
    assert {**after, "updated_at": None} == {**before, "updated_at": None}
    assert piece.reference in references(admin_user)
    assert piece.picture.storage.exists(str(piece.picture.name))


def references(user: Any) -> set[str]:
    return {row.reference for row in Inbox(user, Filters())[0:50]}


def test_after_thirty_days_a_deleted_piece_goes_with_its_picture(django_capture_on_commit_callbacks: Any) -> None:
    piece = offered(picture=True)
    piece.put_in_bin()
    assert period("bin") == 30
    backdate(piece, 31, "deleted_at")
    with django_capture_on_commit_callbacks(execute=True):
        assert purging.purge() == {"bin": 1}
    assert not piece.picture.storage.exists(str(piece.picture.name))


def test_only_those_who_may_delete_pieces_can(client: Any) -> None:
    piece = offered()
    client.force_login(make_staff("blog.view_submission", "blog.change_submission"))
    for verb in ("delete", "restore"):
        assert client.post(f"/admin/coprod/erasure/piece/{piece.pk}/{verb}/").status_code == 403
    assert "Delete this piece" not in client.get(piece.get_absolute_url()).content.decode()
    client.force_login(make_staff("blog.view_submission", "blog.delete_submission"))
    assert client.get(f"/admin/coprod/erasure/piece/{piece.pk}/delete/").status_code == 405
    assert client.post(f"/admin/coprod/erasure/piece/{piece.pk}/delete/").status_code == 302
    assert client.post("/admin/coprod/erasure/piece/999999/delete/").status_code == 404
    piece.refresh_from_db()
    assert piece.deleted_at is not None
