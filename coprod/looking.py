"""What the page of a search shows: what was found, or what was found for the words that may be meant, or some help."""

from dataclasses import replace
from typing import Any

from django.core.paginator import Paginator
from django.db.models import Value
from django.http import HttpRequest

from blog.models.tags import public_tags
from coprod import matches, narrowing, results
from coprod.asked import Asked
from coprod.paging import PAGE_SIZE, page_of
from coprod.spelling import meanings
from networks.models import Network

POPULAR = 8  # subjects that an empty search offers


def found(asked: Asked, request: HttpRequest) -> dict[str, Any]:
    """Return what the template shows: two or three queries, and up to five more when nothing is found."""
    shown = _of_one_kind(asked, request) if asked.kind else {"sections": _first_few(asked.q)}
    if shown["sections"]:
        return shown
    meant, keys = ("", {}) if asked.narrower else _meant(asked.q)
    if meant and not asked.as_typed:
        return {"sections": results.first_few(meant, keys), "instead": replace(asked, q=meant, kind="")}
    return shown | {"suggestion": Asked(meant) if meant else None, **_elsewhere()}


def _first_few(words: str) -> list[results.Section]:
    return results.first_few(words, matches.of_every_kind(words))


def _meant(words: str) -> tuple[str, dict[str, list[int]]]:
    """Return what was probably meant, and what is found for it. What finds nothing is not worth a suggestion."""
    for meant in meanings(words):
        if keys := matches.of_every_kind(meant):
            return meant, keys
    return "", {}


def _of_one_kind(asked: Asked, request: HttpRequest) -> dict[str, Any]:
    keys = matches.of_one_kind(asked)
    page_obj = page_of(Paginator(keys[: matches.RANKED], PAGE_SIZE), request)
    sections = results.one_page(asked, keys, list(page_obj))
    ways = narrowing.narrowings(asked, keys) if sections and asked.kind == "stories" else []
    can_narrow = any(way.ways and not way.chosen for way in ways)
    return {"page_obj": page_obj, "sections": sections, "narrowings": ways, "can_narrow": can_narrow}


def _elsewhere() -> dict[str, Any]:
    """Subjects that many stories have, and the networks: one query."""
    tags = public_tags().order_by("-stories", "name").values_list(Value("tag"), "slug", "name")[:POPULAR]
    networks = Network.objects.public().order_by("position", "name").values_list(Value("network"), "slug", "name")
    rows = list(tags.union(networks[:POPULAR], all=True))
    return {
        "tags": [{"slug": slug, "name": name} for kind, slug, name in rows if kind == "tag"],
        "networks": [{"slug": slug, "name": name} for kind, slug, name in rows if kind == "network"],
    }
