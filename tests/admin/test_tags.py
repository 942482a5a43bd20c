"""Tags: new ones are asked about and named, every post is listed under its own, and search forgets what is deleted."""

from typing import Any

import pytest
from django.contrib.contenttypes.models import ContentType
from django.test import Client
from taggit.models import Tag, TaggedItem

from blog.models import Post
from tests.admin.forms import answers_in, errors_in, messages_in, send, soup
from tests.admin.rows import EDITOR, client_of, client_of_administrator
from tests.factories import make_post, make_staff

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("way", ["page", "list"])
def test_search_forgets_a_tag_that_staff_delete(client: Client, way: str) -> None:
    post = make_post("A pot of tea", tags=["gardening", "singing"])
    make_post("Another", tags=["gardening"])
    tag = post.tags.get(name="gardening")
    staff = client_of_administrator()
    if way == "page":
        staff.post(f"/admin/taggit/tag/{tag.pk}/delete/", {"post": "yes"})
    else:
        ticked = {"action": "delete_selected", "_selected_action": [tag.pk], "post": "yes"}
        staff.post("/admin/taggit/tag/", ticked)
    assert list(post.tags.names()) == ["singing"]
    found = {word: list(Post.objects.filter(search=word)) for word in ("gardening", "singing")}
    assert found == {"gardening": [], "singing": [post]}
    assert "We found nothing" in client.get("/search/", {"q": "gardening"}).content.decode()
    assert "We found nothing" not in client.get("/search/", {"q": "singing"}).content.decode()


@pytest.mark.django_db(transaction=True)
def test_a_post_that_is_tagged_in_any_way_is_listed_under_its_tags(client: Client) -> None:
    """As the version before does it, which knows nothing of the column by which the list of a tag finds them."""
    post, tag = make_post("A pot of tea"), Tag.objects.create(name="gardening", slug="gardening")
    kind = ContentType.objects.get_for_model(Post)
    row = TaggedItem.objects.create(tag=tag, content_type=kind, object_id=post.pk)
    assert list(Post.objects.tagged(tag.pk)) == [post]
    assert "A pot of tea" in client.get("/blog/tag/gardening/").content.decode()
    row.delete()
    assert not Post.objects.tagged(tag.pk).exists()
    TaggedItem.objects.create(tag=tag, content_type=ContentType.objects.get_for_model(Tag), object_id=post.pk)
    assert not Post.objects.tagged(tag.pk).exists(), "that was the number of something else"


ADD, FORM = "/admin/blog/post/add/", "post_form"


@pytest.fixture
def editor() -> Client:
    make_post(tags=["dementia", "public transport", "tea"])
    return client_of(make_staff(*EDITOR))


def asked(page: Any) -> list[str]:
    return [legend.get_text(strip=True) for legend in soup(page).select(".did-you-mean legend")]


def test_a_slip_in_a_tag_is_asked_about_and_nothing_is_lost(editor: Client) -> None:
    page = send(editor, ADD, FORM, title="Beans", standfirst="They came.", tags="demenita, tea")
    assert errors_in(page) == ["Say which tag you mean: “demenita”."]
    assert asked(page) == ["“demenita” is a new tag. Did you mean one that is there?"]
    answers = answers_in(page, FORM)
    assert (answers["tags"], answers["standfirst"]) == ("demenita, tea", "They came.")
    assert "new-tag:demenita" not in answers, "nothing is chosen for anybody"
    page = editor.post(ADD, {**answers, "new-tag:demenita": "dementia", "title": ""})
    assert answers_in(page, FORM)["new-tag:demenita"] == ["dementia"], "an answer stays when something else is wrong"
    editor.post(ADD, {**answers_in(page, FORM), "title": "Beans"})
    assert sorted(Post.objects.get(title="Beans").tags.names()) == ["dementia", "tea"]
    assert not Tag.objects.filter(name="demenita").exists()


def test_whoever_means_the_new_tag_gets_it_and_is_told_how_to_take_it_out(editor: Client) -> None:
    answers = answers_in(send(editor, ADD, FORM, title="Beans", tags="team"), FORM)
    page = editor.post(ADD, {**answers, "new-tag:team": "team"}, follow=True)
    post = Post.objects.get(title="Beans")
    assert list(post.tags.names()) == ["team"]
    assert "“team” is a new tag.Take it out of the post" in messages_in(page)
    assert f'<a href="/admin/blog/post/{post.pk}/change/#id_tags">' in page.content.decode()


def test_whoever_may_delete_a_new_tag_is_led_there_and_known_ones_are_not_news(editor: Client) -> None:
    boss = client_of_administrator()
    boss.post(ADD, {**answers_in(boss.get(ADD), FORM), "title": "Beans", "tags": "Gardening, TEA"})
    tag = Tag.objects.get(name="Gardening")
    page = boss.get("/admin/blog/post/")
    assert "“Gardening” is a new tag.Delete this tag" in messages_in(page)
    assert f'<a href="/admin/taggit/tag/{tag.pk}/delete/">' in page.content.decode()
    assert "is a new tag" not in "".join(messages_in(page)).replace("“Gardening” is a new tag", "")
    assert sorted(Post.objects.get(title="Beans").tags.names()) == ["Gardening", "tea"]


def test_a_tag_that_was_taken_out_of_every_post_is_new_again(editor: Client) -> None:
    Tag.objects.create(name="demenita", slug="demenita")
    assert asked(send(editor, ADD, FORM, title="Beans", tags="demenita")) != []


@pytest.mark.parametrize("answer", ["", "nonsense", "tea"])
def test_an_answer_that_was_not_offered_is_none(editor: Client, answer: str) -> None:
    assert asked(send(editor, ADD, FORM, title="Beans", tags="demenita", **{"new-tag:demenita": answer})) != []


def test_a_tag_of_two_words_needs_no_quotation_marks(editor: Client) -> None:
    send(editor, ADD, FORM, title="Beans", tags="public transport")
    post = Post.objects.get(title="Beans")
    assert list(post.tags.names()) == ["public transport"]
    send(editor, f"/admin/blog/post/{post.pk}/change/", FORM, tags="tea; public transport")
    assert sorted(post.tags.names()) == ["public transport", "tea"]
    post.tags.set(["public transport", "hail, rain"])
    answers = answers_in(editor.get(f"/admin/blog/post/{post.pk}/change/"), FORM)
    assert answers["tags"] == '"hail, rain", public transport'
    editor.post(f"/admin/blog/post/{post.pk}/change/", {**answers, "_save": "Save"})
    assert sorted(post.tags.names()) == ["hail, rain", "public transport"]


def test_before_tags_are_deleted_it_is_said_in_plain_words_how_many_posts_have_them(editor: Client) -> None:
    boss, tags = client_of_administrator(), {tag.name: tag.pk for tag in Tag.objects.all()}
    ticked = {"action": "delete_selected", "_selected_action": [tags["tea"], tags["dementia"]]}
    page = soup(boss.post("/admin/taggit/tag/", ticked))
    assert page.h1 is not None
    assert page.h1.get_text() == "Delete these?"
    assert "“tea”, which 1 post has" in page.get_text()
    one = soup(boss.get(f"/admin/taggit/tag/{tags['tea']}/delete/")).get_text()
    assert "“tea”, which 1 post has" in one
    assert "bjects" not in page.get_text() + one
