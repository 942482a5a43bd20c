"""Tags as staff type and read them: with commas between. A tag of two words needs no quotation marks."""

from collections.abc import Iterable
from typing import Any

from taggit.utils import _parse_tags


def read(text: str) -> list[str]:
    """Read what was typed. Without a comma, taggit would make a tag of each word."""
    found: list[str] = _parse_tags(f"{text},")
    return found


def written(tags: Iterable[Any]) -> str:
    names = sorted(tag.name for tag in tags)
    return ", ".join(f'"{name}"' if "," in name else name for name in names)
