"""Tags that staff delete: search forgets them with their posts' words."""

import pytest
from django.test import Client

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
