"""A picture that is shown no longer is on the disk no longer, whoever deleted it and however."""

from pathlib import Path
from typing import Any

import pytest
from django.db import transaction

from blog.models import Author, Post, Submission
from tests.factories import make_author, make_picture, make_post
from tests.keeping.kept import offered

pytestmark = pytest.mark.django_db(transaction=True)


def files(settings: Any) -> set[str]:
    return {file.name for file in Path(settings.MEDIA_ROOT).rglob("*") if file.is_file()}


def pictured() -> Post:
    post = make_post(picture_decorative=True)
    post.picture.save("first.png", make_picture())
    return post


def test_the_old_file_goes_when_the_picture_is_changed_or_taken_away(settings: Any) -> None:
    post = pictured()
    (first,) = files(settings)
    post.picture = make_picture()
    post.save()
    (second,) = files(settings)
    assert second != first
    post.picture = ""
    post.save()
    assert files(settings) == set()


def test_saving_something_else_keeps_it(settings: Any) -> None:
    post = pictured()
    before = files(settings)
    post.title = "Another"
    post.save()
    post.withdraw()
    assert files(settings) == before


@pytest.mark.parametrize("in_a_list", [False, True])
def test_the_file_goes_with_the_post_the_author_and_the_guest_piece(in_a_list: bool, settings: Any) -> None:
    pictured()
    author = make_author()
    author.photo.save("me.png", make_picture())
    offered(picture=True)
    assert len(files(settings)) == 3
    for model in (Post, Author, Submission):
        if in_a_list:
            model.objects.all().delete()
        else:
            [row.delete() for row in model.objects.all()]
    assert files(settings) == set()


def test_a_change_that_is_taken_back_keeps_the_file(settings: Any) -> None:
    post = pictured()
    before = files(settings)
    with pytest.raises(RuntimeError), transaction.atomic():
        post.delete()
        raise RuntimeError
    assert files(settings) == before


def test_a_file_that_another_row_still_shows_stays(settings: Any) -> None:
    post, twin = pictured(), make_post(picture_decorative=True)
    Post.objects.filter(pk=twin.pk).update(picture=post.picture.name)
    post.delete()
    assert len(files(settings)) == 1
