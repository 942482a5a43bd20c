"""What staff are told before they publish: in the form of a post, and by a command over the whole blog."""

from datetime import timedelta
from io import StringIO
from typing import Any

import pytest
from django.conf import settings
from django.core.management import call_command
from django.utils import timezone

from blog.models import Post
from tests.admin.forms import errors_in, send, soup
from tests.admin.rows import EDITOR, client_of
from tests.factories import make_post, make_staff

pytestmark = pytest.mark.django_db
DRAFT = Post.Status.DRAFT


def shown(post: Post) -> Any:
    section = soup(client_of(make_staff(*EDITOR)).get(f"/admin/blog/post/{post.pk}/change/")).select_one(".checks")
    assert section is not None
    return section


def test_the_form_says_what_is_missing_with_a_link_to_each_place() -> None:
    section = shown(make_post(status=DRAFT, standfirst="", authors=[], body='<p>A burden. <a href="/x">here</a></p>'))
    assert section.h2.get_text() == "2 things before this can be published"
    assert [link["href"] for link in section.select("ul:first-of-type > li > a")][:2] == [
        "#id_standfirst",
        "#by_line-group",
    ]
    hints = section.select_one("details")
    assert "2 hints" in hints.summary.get_text()
    assert "A burden. here" in hints.get_text()


def test_a_whole_post_has_nothing_missing() -> None:
    section = shown(make_post(status=DRAFT))
    assert section.h2.get_text() == "Nothing is missing"
    assert not section.select("li")


def test_a_new_post_is_not_judged_yet() -> None:
    page = client_of(make_staff(*EDITOR)).get("/admin/blog/post/add/")
    assert not soup(page).select(".checks")


def test_beside_a_mistake_nothing_is_said_of_what_was_saved_last() -> None:
    post, editor = make_post(status=DRAFT, standfirst=""), client_of(make_staff(*EDITOR))
    page = send(editor, f"/admin/blog/post/{post.pk}/change/", "post_form", title="", standfirst="Now there is one.")
    assert errors_in(page) == ["Give the post a title."]
    assert not soup(page).select(".checks")


@pytest.mark.parametrize("text", ["<img src=x onerror=alert(1)>", "</section><script>alert(1)</script>"])
def test_what_is_quoted_is_text(text: str) -> None:
    post = make_post(text, status=DRAFT, standfirst=f"{text} burden HERE IS SHOUTED TEXT")
    assert not shown(post).select("script, img")


def said(*options: str) -> tuple[int, str]:
    out = StringIO()
    try:
        call_command("check_content", *options, stdout=out)
    except SystemExit as end:
        return int(end.code or 0), out.getvalue()
    return 0, out.getvalue()


def test_the_command_names_each_public_and_scheduled_post_that_lacks_something() -> None:
    make_post("Good")
    assert said() == (0, "1 posts: 0 things are missing, 0 hints.\n")
    public = make_post("Public\x1b", standfirst="")
    later = make_post("Later", standfirst="", publish_at=timezone.now() + timedelta(days=1))
    draft = make_post("Draft", standfirst="", status=DRAFT)
    gone = make_post("Gone", standfirst="", status=DRAFT, deleted_at=timezone.now())
    code, words = said()
    assert code == 1
    lines = words.splitlines()
    assert len(lines) == 3
    assert lines[0].startswith(
        f"{settings.SITE_URL}/admin/blog/post/{public.pk}/change/#id_standfirst Missing: Public:"
    )
    assert f"/{later.pk}/change/" in lines[1]
    everything = said("--all")[1]
    assert f"/{draft.pk}/change/" in everything
    assert f"/{gone.pk}/change/" not in everything


def test_hints_alone_are_no_failure() -> None:
    make_post("Hint", body="<p>A burden.</p>")
    code, words = said()
    assert code == 0
    assert "Hint: Hint: “burden”" in words


def test_the_command_asks_few_questions_however_many_posts(django_assert_max_num_queries: Any) -> None:
    for _number in range(5):
        make_post()
    with django_assert_max_num_queries(4):
        said()
