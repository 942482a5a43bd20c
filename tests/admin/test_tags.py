"""Tags that staff delete: search forgets them with their posts' words."""

import pytest
from django.contrib.contenttypes.models import ContentType
from django.test import Client
from taggit.models import Tag, TaggedItem

from blog.models import Post
from tests.admin.rows import client_of_administrator
from tests.factories import make_post

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
