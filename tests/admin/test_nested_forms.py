"""No form of the staff pages stands in another: a browser drops the inner one, and its button sends the outer one."""

from html.parser import HTMLParser
from typing import Any

import pytest
from django.contrib import admin
from django.urls import reverse

from blog.models import Post, PreviewLink
from networks.models import Person
from tests.admin.addresses import make_side, row_of
from tests.admin.rows import client_of_administrator

pytestmark = pytest.mark.django_db


class Forms(HTMLParser):
    """Reads HTML as it was sent: a tree, such as a browser makes of it, has no form within a form any more."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.depth = self.seen = 0
        self.nested: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "form":
            self.seen += 1
            if self.depth:
                self.nested.append(str(dict(attrs).get("action")))
            self.depth += 1

    def handle_endtag(self, tag: str) -> None:
        self.depth -= tag == "form"


def in_every_state() -> None:
    """Rows whose pages have the most buttons."""
    side = make_side()
    PreviewLink.make(Post.objects.get(), name="Greta", by=None)
    Person.objects.filter(pk=side.sign_up.person_id).update(helper_name="Greta", confirmed_at=None)


def test_the_page_of_every_record_has_no_form_within_a_form() -> None:
    in_every_state()
    client, wrong, seen = client_of_administrator(), {}, 0
    for model in admin.site._registry:
        label: Any = model._meta.label_lower
        page = client.get(reverse(f"admin:{label.replace('.', '_')}_change", args=[row_of(label).pk]))
        assert page.status_code == 200, label
        forms = Forms(page.content.decode())
        seen += forms.seen
        if forms.nested or forms.depth:
            wrong[label] = forms.nested
    assert not wrong, f"A form within a form: let its button name it by the attribute form=, or link to a page: {wrong}"
    assert seen > 2 * len(admin.site._registry)


def test_a_form_within_a_form_would_be_seen() -> None:
    assert Forms('<form><p><form action="/erase/"></form></p></form>').nested == ["/erase/"]
