"""A picture that is shown no longer is on the disk no longer, whoever deleted it and however."""

from pathlib import Path
from typing import Any

import pytest
from django.db import transaction

from blog.models import Author, Post, PostPicture, Submission
from tests.factories import give_picture, make_author, make_picture, make_post
from tests.keeping.kept import offered

pytestmark = pytest.mark.django_db(transaction=True)


def files(settings: Any) -> set[str]:
    return {file.name for file in Path(settings.MEDIA_ROOT).rglob("*") if file.is_file()}


def pictured() -> PostPicture:
    return give_picture(make_post(), size=(700, 40))


def test_the_old_files_go_when_a_picture_is_changed_or_taken_away(settings: Any) -> None:
    picture = pictured()
    first = files(settings)
    assert len(first) == 9  # three formats in 320, 640 and 700
    picture.picture = make_picture()
    picture.save()
    second = files(settings)
    assert len(second) == 3
    assert not first & second
    picture.picture = ""
    picture.save()
    assert files(settings) == set()


def test_saving_something_else_keeps_it(settings: Any) -> None:
    picture = pictured()
    before = files(settings)
    picture.caption = "Another"
    picture.save()
    picture.post.withdraw()
    assert files(settings) == before


@pytest.mark.parametrize("in_a_list", [False, True])
def test_the_file_goes_with_the_post_the_author_and_the_guest_piece(in_a_list: bool, settings: Any) -> None:
    pictured()
    author = make_author()
    author.photo.save("me.png", make_picture())
    offered(picture=True)
    assert len(files(settings)) == 9 + 3 + 1
    for model in (Post, Author, Submission):
        if in_a_list:
            model.objects.all().delete()
        else:
            [row.delete() for row in model.objects.all()]
    assert files(settings) == set()


def test_a_change_that_is_taken_back_keeps_the_file(settings: Any) -> None:
    picture = pictured()
    before = files(settings)
    with pytest.raises(RuntimeError), transaction.atomic():
        picture.post.delete()
        raise RuntimeError
    assert files(settings) == before


def test_a_file_that_another_row_still_shows_stays(settings: Any) -> None:
    picture, twin = pictured(), pictured()
    PostPicture.objects.filter(pk=twin.pk).update(picture=picture.picture.name)
    before = files(settings)
    picture.delete()
    assert files(settings) == before
