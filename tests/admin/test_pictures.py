"""The pictures of a post in its form: described, agreed to, one at the top, never lost to another field's mistake."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from blog.models import HeldPicture, Post, PostPicture
from coprod.keeping import purging
from tests.admin.forms import errors_in, send, soup
from tests.admin.rows import EDITOR, client_of
from tests.factories import give_picture, make_picture, make_post, make_staff

pytestmark = pytest.mark.django_db
ADD = "/admin/blog/post/add/"
FORM = "post_form"


@pytest.fixture
def editor() -> Client:
    return client_of(make_staff(*EDITOR))


def change(post: Post) -> str:
    return f"/admin/blog/post/{post.pk}/change/"


def photo() -> SimpleUploadedFile:
    return SimpleUploadedFile("phone.png", make_picture().read(), "image/png")


def row(number: int = 0, **fields: Any) -> dict[str, Any]:
    return {f"pictures-{number}-{name}": value for name, value in fields.items()}


def hidden(page: Any, name: str) -> str:
    control = soup(page).select_one(f'input[name="pictures-0-{name}"]')
    assert control is not None
    return str(control["value"])


def test_a_chosen_picture_outlives_a_mistake_in_another_field(editor: Client) -> None:
    page = send(editor, ADD, FORM, title="", **row(picture=photo(), alt="Two boats", is_lead="on"))
    assert errors_in(page) == ["Give the post a title."]
    assert "We kept the picture that you chose." in page.content.decode()
    preview = soup(page).select_one("#pictures-0 .picture-now")
    assert preview is not None
    assert str(preview["src"]).startswith("data:image/jpeg;base64,")
    again = row(alt="Two boats", is_lead="on", held=hidden(page, "held"), key=hidden(page, "key"))
    assert send(editor, ADD, FORM, title="By the sea", **again).status_code == 302
    picture = PostPicture.objects.get()
    assert (picture.alt, picture.width, picture.key) == ("Two boats", 40, again["pictures-0-key"])
    assert not HeldPicture.objects.exists()


def test_a_kept_picture_is_its_choosers_alone_and_goes_after_a_day(editor: Client) -> None:
    page = send(editor, ADD, FORM, title="", **row(picture=photo(), alt="Two boats"))
    held, other = hidden(page, "held"), client_of(make_staff(*EDITOR))
    answer = send(other, ADD, FORM, title="Mine", **row(alt="Two boats", held=held))
    assert errors_in(answer) == ["Choose a picture, or remove this part."]
    assert purging.purge() == {}
    HeldPicture.objects.update(held_at=timezone.now() - timedelta(hours=25))
    assert purging.purge() == {"held-pictures": 1}


def test_a_picture_of_people_needs_their_yes_and_a_day_to_ask_again(editor: Client) -> None:
    people: dict[str, Any] = {"picture": photo(), "alt": "Us", "shows_people": "on"}
    page = send(editor, ADD, FORM, title="Us", **row(**people))
    assert errors_in(page) == [
        "Say who said yes to showing them.",
        "Say when we ask them again. A year from now is usual.",
    ]
    yes = {"consent_given_by": "All five of us", "consent_review_on": "2036-11-01"}
    assert send(editor, ADD, FORM, title="Us", **row(**people | {"picture": photo()} | yes)).status_code == 302
    picture = PostPicture.objects.get()
    assert (picture.consent_given_by, str(picture.consent_review_on)) == ("All five of us", "2036-11-01")


def test_what_must_stay_in_sight_is_given_in_percent(editor: Client) -> None:
    assert send(editor, ADD, FORM, title="No middle", **row(picture=photo(), alt="x", focal_x="101")).status_code == 200
    page = send(editor, ADD, FORM, title="Middle", **row(picture=photo(), alt="x", focal_x="10", focal_y="90"))
    assert page.status_code == 302
    assert PostPicture.objects.values_list("focal_x", "focal_y").get() == (10, 90)


def test_another_picture_can_take_the_lead_and_two_cannot(editor: Client) -> None:
    post = make_post(status=Post.Status.DRAFT)
    first, second = give_picture(post), give_picture(post, is_lead=False, position=2)
    both = {"pictures-1-is_lead": "on"}
    assert "One picture can be at the top of the post. Choose one." in errors_in(
        send(editor, change(post), FORM, **both)
    )
    swap = {"pictures-0-is_lead": [], "pictures-1-is_lead": "on"}
    assert send(editor, change(post), FORM, **swap).status_code == 302
    assert [PostPicture.objects.get(pk=one.pk).is_lead for one in (first, second)] == [False, True]
    swap = {"pictures-0-is_lead": "on", "pictures-1-is_lead": []}
    assert send(editor, change(post), FORM, **swap).status_code == 302
    assert [PostPicture.objects.get(pk=one.pk).is_lead for one in (first, second)] == [True, False]


def test_pictures_are_put_in_order_changed_and_removed(editor: Client) -> None:
    post = make_post(status=Post.Status.DRAFT)
    first, second = give_picture(post, alt="First"), give_picture(post, alt="Second", is_lead=False, position=2)
    changes = {"pictures-0-position": "3", "pictures-1-caption": "Tea"}
    assert send(editor, change(post), FORM, **changes).status_code == 302
    assert [picture.alt for picture in post.pictures.all()] == ["Second", "First"]
    assert PostPicture.objects.get(pk=second.pk).caption == "Tea"
    gone = {"pictures-1-DELETE": "on"}
    assert send(editor, change(post), FORM, **gone).status_code == 302
    assert not PostPicture.objects.filter(pk=first.pk).exists()


def test_a_key_from_a_browser_is_taken_only_if_it_is_one_and_free(editor: Client) -> None:
    taken = give_picture(make_post()).key
    for number, key in enumerate([taken, "<script>", "", "a" * 500, "abcdefghjk"]):
        page = send(editor, ADD, FORM, title=f"Key {number}", **row(picture=photo(), alt="x", key=key))
        assert page.status_code == 302, errors_in(page)
    keys = set(PostPicture.objects.values_list("key", flat=True))
    assert len(keys) == 6
    assert "abcdefghjk" in keys
    assert all(len(key) == 10 for key in keys)


def test_a_stored_picture_keeps_its_key(editor: Client) -> None:
    picture = give_picture(make_post(status=Post.Status.DRAFT))
    assert send(editor, change(picture.post), FORM, **row(key="abcdefghjk", caption="New")).status_code == 302
    assert PostPicture.objects.values_list("key", "caption").get() == (picture.key, "New")


def test_a_picture_of_an_old_blog_may_wait_for_its_words(editor: Client) -> None:
    post = make_post(status=Post.Status.DRAFT)
    picture = give_picture(post, alt="", needs_description=True)
    page = editor.get(change(post))
    assert "This picture came from the old blog without words." in page.content.decode()
    assert send(editor, change(post), FORM, **row(caption="Tea")).status_code == 302
    assert PostPicture.objects.get(pk=picture.pk).needs_description
    assert send(editor, change(post), FORM, **row(alt="Tea for two")).status_code == 302
    assert not PostPicture.objects.get(pk=picture.pk).needs_description
    assert errors_in(send(editor, change(post), FORM, **row(alt="")))


def test_who_may_only_look_sees_the_pictures_and_changes_none() -> None:
    post = make_post(status=Post.Status.DRAFT)
    give_picture(post, alt="Two boats")
    page = client_of(make_staff("blog.view_post")).get(change(post))
    assert "Two boats" in page.content.decode()
    assert not soup(page).select('[name^="pictures-0-alt"], input[type=file]')


def test_the_form_of_a_post_with_many_pictures_asks_little(editor: Client, django_assert_max_num_queries: Any) -> None:
    post = make_post(status=Post.Status.DRAFT)
    for number in range(6):
        give_picture(post, is_lead=number == 0)
    with django_assert_max_num_queries(20):
        editor.get(change(post))
