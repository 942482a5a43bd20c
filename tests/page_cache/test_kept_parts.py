"""Parts of pages that are written once for the same values, and can show nothing else."""

from typing import Any

import pytest
from django.template import Context, Engine
from django.test import Client
from django.utils.translation import override

from blog.models import Post
from coprod.page_cache import parts
from tests.factories import make_network, make_post

pytestmark = pytest.mark.django_db
LIBRARY = ["coprod.templatetags.components", "django.templatetags.i18n"]
PARTS = {
    "count.html": "{{ count }} {{ of.name }} {{ tell }}",
    "ask.html": "{% for group in of.groups.all %}{{ group }}{% endfor %}",
}


def written(part: str, values: str, **context: Any) -> str:
    engine = Engine(
        builtins=LIBRARY, loaders=[("django.template.loaders.locmem.Loader", PARTS)], string_if_invalid="nothing"
    )
    return engine.from_string(f'{{% kept "{part}" with {values} %}}').render(Context(context))


def test_a_part_is_written_once_for_the_same_values_and_anew_for_others(monkeypatch: pytest.MonkeyPatch) -> None:
    times: list[str] = []
    really = parts.KeptPart._rendered

    def count(part: parts.KeptPart, context: Context) -> Any:
        times.append("")
        return really(part, context)

    monkeypatch.setattr(parts.KeptPart, "_rendered", count)
    network = make_network("Walkers")
    assert written("count.html", "count=1 of=network", network=network) == "1 Walkers nothing"
    assert written("count.html", "count=1 of=network", network=network, tell="x") == "1 Walkers nothing"
    assert len(times) == 1
    network.name = "Singers"
    assert written("count.html", "count=1 of=network", network=network) == "1 Singers nothing"
    assert written("count.html", "count=yes of=network", yes=True, network=network) == "True Singers nothing"
    with override("de"):
        written("count.html", "count=1 of=network", network=network)
    assert len(times) == 4


def test_a_part_that_asks_the_database_is_refused() -> None:
    with pytest.raises(AssertionError, match="ask nothing"):
        written("ask.html", "of=network", network=make_network())


def test_a_value_that_cannot_be_compared_is_refused() -> None:
    with pytest.raises(TypeError):
        written("count.html", "count=what", what=object())


def test_a_card_changes_with_its_post(client: Client) -> None:
    post = make_post("First words")
    assert b"First words" in client.get("/blog/").content
    Post.objects.filter(pk=post.pk).update(title="Second words")
    page = client.get("/blog/").content
    assert b"Second words" in page
    assert b"First words" not in page
