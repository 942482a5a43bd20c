"""A guest's piece became a story. Erasing its writer says so, and takes the name off in one tick."""

from io import StringIO
from typing import Any

import pytest
from django.contrib.messages import get_messages
from django.core.management import call_command

from blog import versions
from blog.models import Author, Post, PostMove, PostPicture, Submission
from blog.submissions.accepting import accept
from coprod.keeping.copies import Copy
from coprod.keeping.erasing import Subject
from coprod.models import Erasure
from tests.keeping.kept import offered
from tests.keeping.places import places_of
from tests.keeping.test_erasing import Backup, erase
from tests.networks.your_details.holding import signed_up

pytestmark = pytest.mark.django_db
NAME = "Wilma Wörter"


def written(**fields: Any) -> tuple[Submission, Post]:
    """A story that is up, and all that bears its writer's name."""
    piece = offered(picture=True, name=NAME, role="Carer", email="wilma@example.org", **fields)
    post = accept(submission=piece, author=None, by=None)
    post.publish_now(note=f"{NAME} rang: she is happy")
    Author.objects.update(biography=f"{NAME} gardens.")
    versions.keep(post)
    return piece, post


def said(response: Any) -> str:
    return " ".join(str(message) for message in get_messages(response.wsgi_request))


def test_whoever_erases_is_told_each_table_where_the_name_still_stands() -> None:
    piece, _post = written()
    told = erase(piece.reference, "--yes")
    for place in ("blog_author.name", "blog_postversion.content", "blog_byline.consent_given_by", "blog_post.words"):
        assert place in told, place
    assert "blog_postmove.note" in told
    assert "blog_postpicture.consent_given_by" in told


def test_with_one_tick_the_name_comes_off_and_the_story_stays(client: Any, admin_user: Any) -> None:
    ann = signed_up(email="wilma@example.org")
    piece, post = written()
    client.force_login(admin_user)
    page = client.get(f"/admin/coprod/erasure/person/{ann.person.pk}/erase/").content.decode()
    assert 'name="names_off"' in page
    client.post(f"/admin/coprod/erasure/person/{ann.person.pk}/erase/", {"piece": [piece.pk], "names_off": "on"})
    assert places_of(NAME) == set()
    client.logout()
    page = client.get(post.get_absolute_url()).content.decode()
    assert "A guest author" in page
    line = post.by_line.get()
    assert (line.consent_given_by, line.role, bool(line.consented_on)) == ("…", "", True)
    assert PostMove.objects.get(what="publish").note == "… rang: she is happy"
    assert PostPicture.objects.get().consent_given_by == "…"


def test_a_version_that_is_put_back_does_not_bring_the_name_back() -> None:
    piece, post = written()
    post.title = "New title"
    post.save()
    newest = versions.keep(post)
    erase(piece.reference, "--yes", "--names-off")
    assert newest is not None
    versions.restore(post, 1, by=None, seen=newest.number)
    assert post.by_line.get().name_withheld
    assert places_of(NAME) == set()


def test_the_name_stays_where_it_stands_with_another_story() -> None:
    piece, post = written()
    other = Post.objects.create(title="Another", body="<p>x</p>")
    other.set_by_line(post.by_line.get().author)
    erase(piece.reference, "--yes", "--names-off")
    assert Author.objects.get().name == NAME
    assert post.by_line.get().name_withheld
    assert not other.by_line.get().name_withheld


def test_a_restored_backup_has_the_name_taken_off_again(django_capture_on_commit_callbacks: Any) -> None:
    piece, _post = written()
    backup = Backup()
    with django_capture_on_commit_callbacks(execute=True):
        erase(piece.reference, "--yes", "--names-off")
    backup.restore()
    assert places_of(NAME)
    assert not Erasure.objects.exists()
    call_command("erase_person", "--again", stdout=StringIO())
    assert places_of(NAME) == set()


def test_deleting_a_piece_says_what_stays_and_takes_the_name_off_if_asked(client: Any, admin_user: Any) -> None:
    piece, post = written()
    client.force_login(admin_user)
    assert "Take the writer’s name off" in client.get(piece.get_absolute_url()).content.decode()
    response = client.post(f"/admin/coprod/erasure/piece/{piece.pk}/delete/")
    assert f"The story “{post.title}” is still there" in said(response)
    assert not post.by_line.get().name_withheld
    client.post(f"/admin/coprod/erasure/piece/{piece.pk}/delete/", {"names_off": "on"})
    assert post.by_line.get().name_withheld


def test_the_copy_lists_where_their_name_stands() -> None:
    piece, _post = written()
    files = dict(Copy(Subject(None, [piece])).files())
    page = files["what-we-hold.html"].decode()
    assert "Your name with our stories" in page
    assert f"{NAME} gardens." in page
    assert "Versions of the story that we keep" in page
