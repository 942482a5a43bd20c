"""An editor at work: write, say whose it is, picture it, publish it, move it, take it down."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from blog.models import OldAddress, Post
from tests.admin.forms import answers_in, errors_in, rows_in, send, soup
from tests.admin.rows import EDITOR, PUBLISHER, client_of
from tests.factories import make_author, make_picture, make_post, make_staff

pytestmark = pytest.mark.django_db
ADD = "/admin/blog/post/add/"
FORM = "post_form"


@pytest.fixture
def editor() -> Client:
    return client_of(make_staff(*PUBLISHER))


def change(post: Post) -> str:
    return f"/admin/blog/post/{post.pk}/change/"


def by_line(*authors: Any, prefix: str = "by_line") -> dict[str, str]:
    rows: dict[str, str] = {}
    for number, author in enumerate(authors):
        yes = {"author": author.pk, "consent_given_by": author.name, "consented_on": "2026-05-01"}
        rows |= {f"{prefix}-{number}-{name}": str(value) for name, value in yes.items()}
    return {**rows, f"{prefix}-TOTAL_FORMS": str(len(authors)), f"{prefix}-INITIAL_FORMS": "0"}


def pictured(**fields: Any) -> dict[str, Any]:
    """The first picture of the form, at the top of the post."""
    return {f"pictures-0-{name}": value for name, value in {"is_lead": "on", **fields}.items()}


def picture() -> SimpleUploadedFile:
    return SimpleUploadedFile("phone.png", make_picture().read(), "image/png")


def test_an_editor_logs_in_with_a_password_and_finds_the_posts(client: Client) -> None:
    user = make_staff(*EDITOR)
    user.set_password("a long password here")
    user.save()
    page = client.post(
        "/admin/login/?next=/admin/", {"username": user.username, "password": "a long password here"}, follow=True
    )
    assert "Posts" in page.content.decode()
    assert "Sign-ups" not in page.content.decode()


def test_a_post_with_by_line_tags_and_picture_goes_public_in_one_form(editor: Client, client: Client) -> None:
    first, second = make_author("Ann Writer", role="Carer"), make_author("Bob Writer")
    answer = send(
        editor,
        ADD,
        FORM,
        title="How we chose our name",
        standfirst="A short story.",
        body='<h2>The start</h2><p onclick="x()">It was <b>raining</b>.<script>alert(1)</script></p>',
        tags="carers, co-production",
        _move="publish",
        **pictured(picture=picture(), alt="Two people under one umbrella"),
        **by_line(first, second),
    )
    assert answer.status_code == 302, errors_in(answer)
    page = client.get("/blog/how-we-chose-our-name/").content.decode()
    assert "<h2>The start</h2>" in page
    assert "onclick" not in page
    assert "alert(1)" not in page
    assert page.index("Ann Writer") < page.index("Bob Writer")
    assert "Two people under one umbrella" in page
    post = Post.objects.get()
    assert sorted(post.tags.names()) == ["carers", "co-production"]
    lead = post.pictures.get()
    assert (str(lead.picture)[:6], str(lead.picture)[-4:], lead.width) == ("posts/", ".jpg", 40)
    assert [line.position for line in post.by_line.all()] == [1, 2]
    assert "Ann Writer" in client.get("/search/?q=writer").content.decode()


def test_a_draft_is_seen_at_its_real_address_by_staff_and_by_nobody_else(editor: Client, client: Client) -> None:
    send(editor, ADD, FORM, title="Not yet")
    post = Post.objects.get()
    page = editor.get(change(post))
    assert soup(page).select_one('.object-tools a.viewsitelink, .object-tools a[href="/blog/not-yet/"]')
    assert editor.get("/blog/not-yet/").status_code == 200
    assert client.get("/blog/not-yet/").status_code == 404


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"title": ""}, "Give the post a title."),
        ({"slug": "feed"}, "“feed” is used by the blog itself. Choose another address."),
        ({"slug": "2019"}, "“2019” is used by the blog itself. Choose another address."),
        ({"slug": "a b/c"}, "Use letters, numbers and hyphens only."),
        ({"slug": "taken"}, "This address is taken. Choose another one."),
        ({"tags": "x" * 101}, "One tag is too long. Put commas between tags, and keep each short."),
        ({"tags": "!!!"}, "The tag “!!!” needs a letter or a number."),
        ({"title": "x" * 10_000}, "Ensure this value has at most 300 characters (it has 10000)."),
        ({"title": "a\0b"}, "Null characters are not allowed."),
    ],
)
def test_what_is_wrong_is_said_in_words_and_nothing_is_saved(editor: Client, wrong: dict[str, str], words: str) -> None:
    make_post("Taken", slug="taken")
    page = send(editor, ADD, FORM, **{"title": "Fine", "standfirst": "Kept as typed.", **wrong})
    assert errors_in(page) == [words]
    assert "Kept as typed." in page.content.decode()
    assert Post.objects.count() == 1


@pytest.mark.parametrize(
    ("upload", "words"),
    [
        (b"GIF89a not a picture", "We cannot read this picture. Use a JPEG, PNG, WebP, AVIF or HEIC file."),
        (b"<svg onload='alert(1)'></svg>", "We cannot read this picture. Use a JPEG, PNG, WebP, AVIF or HEIC file."),
        (b"", "The submitted file is empty."),
    ],
)
def test_a_picture_that_is_none_is_refused_and_the_words_are_kept(editor: Client, upload: bytes, words: str) -> None:
    file = SimpleUploadedFile("picture.jpg", upload, "image/jpeg")
    page = send(editor, ADD, FORM, title="Kept", **pictured(picture=file, alt="A boat"))
    assert errors_in(page) == [words]
    assert answers_in(page, FORM)["title"] == "Kept"


def test_a_picture_without_a_description_is_asked_about(editor: Client) -> None:
    page = send(editor, ADD, FORM, title="Undescribed", **pictured(picture=picture()))
    assert errors_in(page) == ["Say what the picture shows, or tick that it is only decoration."]
    decorative = pictured(picture=picture(), decorative="on")
    assert send(editor, ADD, FORM, title="Undescribed", **decorative).status_code == 302


def test_an_author_twice_in_one_by_line_is_refused_in_words(editor: Client) -> None:
    author = make_author()
    page = send(editor, ADD, FORM, title="Twice", **by_line(author, author))
    assert "An author is in the by-line twice. Remove one of them." in errors_in(page)
    assert not Post.objects.exists()


def test_the_by_line_takes_the_order_of_its_numbers_and_a_removed_author_goes(editor: Client, client: Client) -> None:
    first, second, third = make_author("Ann"), make_author("Bob"), make_author("Cal")
    post = make_post("Order", authors=[first, second, third])
    changes = {"by_line-0-position": "9", "by_line-1-DELETE": "on"}
    assert send(editor, change(post), FORM, **changes).status_code == 302
    assert [line.author.name for line in post.by_line.all()] == ["Cal", "Ann"]
    assert "Bob" not in client.get(post.get_absolute_url()).content.decode()


def test_a_new_address_of_a_published_post_keeps_the_old_one_alive(editor: Client, client: Client) -> None:
    post = make_post("Old name", slug="σιωπή")
    assert send(editor, change(post), FORM, slug="new-name").status_code == 302
    answer = client.get("/blog/σιωπή/")
    assert (answer.status_code, answer["Location"]) == (301, "/blog/new-name/")
    assert client.get("/blog/new-name/").status_code == 200


def test_an_emptied_address_and_a_new_title_leave_the_address_as_it_was(editor: Client) -> None:
    post = make_post("First title")
    assert send(editor, change(post), FORM, slug="", title="Second title").status_code == 302
    post.refresh_from_db()
    assert (post.title, post.slug) == ("Second title", "first-title")
    assert not OldAddress.objects.exists()


def test_who_may_only_look_gets_neither_actions_nor_fields() -> None:
    reader, post = client_of(make_staff("blog.view_post")), make_post("Look")
    assert reader.get(change(post)).status_code == 200
    assert reader.post(change(post), {"title": "Changed"}).status_code == 403
    reader.post("/admin/blog/post/", {"action": "take_down", "_selected_action": [str(post.pk)]})
    post.refresh_from_db()
    assert (post.title, post.is_public) == ("Look", True)


def test_the_list_is_filtered_and_searched(editor: Client) -> None:
    make_post("By Ann", authors=[make_author("Ann Zett", slug="ann")], tags=["Carers"])
    make_post("By Bob", status=Post.Status.IN_REVIEW, authors=[])
    found = {
        query: [row.split()[1] for row in rows_in(editor.get(f"/admin/blog/post/?{query}"))]
        for query in ("q=zett", "state=in-review", "tag=carers", "author=ann", "state=draft", "author=nobody")
    }
    assert found == {
        "q=zett": ["Ann"],
        "state=in-review": ["Bob"],
        "tag=carers": ["Ann"],
        "author=ann": ["Ann"],
        "state=draft": [],
        "author=nobody": [],
    }
    assert "No author yet" in rows_in(editor.get("/admin/blog/post/?q=bob"))[0]
