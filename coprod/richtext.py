"""Rich text: what an editor may write, and the sanitiser that holds everyone to it.

One allow-list serves the editor in admin, the import of an old blog and the page: text is cleaned when it is saved
and once more when it is shown, so that a row that came by another road cannot harm a reader either.
"""

import html
import re
from collections.abc import Callable
from typing import Any

import nh3
from django.db import models
from django.urls import reverse_lazy
from django.utils.html import strip_tags
from django.utils.safestring import SafeString, mark_safe
from django_prose_editor.fields import ProseEditorField

from coprod.page_cache.parts import once
from coprod.tidying.figures import KEY, whole_figures
from coprod.tidying.well_formed import DEEPEST, is_too_deep

MENU = ("blockType -lists", "lists", "quote", "marks", "link", "picture", "table", "history")
WORDS_A_MINUTE = 200  # a calm pace; silent reading of plain English is about 240 (Brysbaert 2019)
EXTENSIONS: dict[str, Any] = {
    "Bold": True,
    "Italic": True,
    "Heading": {"levels": [2, 3]},
    "BulletList": True,
    "OrderedList": True,
    "ListItem": True,
    "Blockquote": True,
    "Quote": True,  # a quotation with who said it under it
    "PlacedPicture": True,
    "Link": {
        "enableTarget": False,
        "protocols": ["http", "https", "mailto", "tel"],
        "check": reverse_lazy("admin:check_link"),
    },
    "TidyPaste": {"address": reverse_lazy("admin:tidy_paste")},
    "Count": {"pace": WORDS_A_MINUTE},
    "Table": True,
    "TableRow": True,
    "TableHeader": True,
    "TableCell": True,
    "HardBreak": True,
    "History": True,
    # The editor's own drop-down for headings cannot be opened with the keyboard: buttons can.
    "Menu": {"groups": [{"group": name} for name in MENU]},
    "NoSpellCheck": False,
}

_cleaner = nh3.Cleaner(
    tags={
        *("p", "h2", "h3", "ul", "ol", "li", "blockquote", "cite", "strong", "em", "a", "br", "figure", "figcaption"),
        *("table", "thead", "tbody", "tr", "th", "td"),
    },
    attributes={
        "*": {"lang"},  # without this line nh3 lets `title` through as well
        "a": {"href"},
        "figure": {"data-picture"},
        "ol": {"start"},
        "th": {"colspan", "rowspan", "scope"},
        "td": {"colspan", "rowspan"},
    },
    clean_content_tags={"script", "style", "template", "noscript", "iframe", "object", "svg", "math", "title"},
    url_schemes={"http", "https", "mailto", "tel"},
    link_rel=None,
)
_TAG = re.compile("<[^<>]*>")
_PLACE = re.compile(rf'<figure data-picture="({KEY})"></figure>')
_LINK_TO_NOWHERE = re.compile("<a>(.*?)</a>", re.DOTALL)
_BLOCK_END = re.compile(r"</(?:p|h2|h3|li|blockquote|figcaption|td|th)>|<br>|<ul>|<ol>")
_EMPTY = re.compile(r"<(p|h2|h3|li|blockquote|figcaption|strong|em)>(?:\s|&nbsp;|<br>)*</\1>")


def clean(source: str) -> str:
    """Return the HTML with nothing in it that an editor may not write. Cleaning twice changes nothing."""
    source = source.replace("\0", "")
    if source.count("<") > DEEPEST and is_too_deep(
        source
    ):  # nobody wrote that, and reading it takes minutes: only the words are left
        source = _TAG.sub(" ", source)
    text = _without_empty(_LINK_TO_NOWHERE.sub(r"\1", _cleaned(source)))
    if "<fig" in text or "<cite" in text:
        text = _without_empty(_cleaned(whole_figures(text)))
    return text.strip()


def _cleaned(source: str) -> str:
    return _cleaner.clean(source).replace("&nbsp;", "\u00a0")


def _without_empty(text: str) -> str:
    while (shorter := _EMPTY.sub("", text)) != text:
        text = shorter
    return text


def render(source: str, picture: Callable[[str], str] = lambda _key: "") -> SafeString:
    """Return stored rich text for a page: the one place in the project that calls HTML safe.

    `picture` writes the picture of a key, by a template. Where there is none, its place vanishes.
    """
    shown = _PLACE.sub(lambda found: picture(found[1]), once("clean", source, lambda: clean(source)))
    return mark_safe(shown)  # noqa: S308 - the one exception that the rule allows: nh3 made it


def has_pictures(source: str) -> bool:
    """Whether there may be pictures in it, even if it was stored without being cleaned."""
    return "data-picture" in source.lower()


def plain(source: str) -> str:
    """Return the words of rich text, with a space where one block ends and the next begins."""
    spaced = _BLOCK_END.sub(" ", source)
    return re.sub(r"\s+", " ", html.unescape(strip_tags(spaced))).strip()


def word_count(source: str) -> int:
    return len(plain(source).split())


def reading_minutes(words: int) -> int:
    """Return how long so many words take to read, in whole minutes and never less than one."""
    return max(1, round(words / WORDS_A_MINUTE))


class RichTextField(ProseEditorField):
    """Sanitised HTML, written with the editor in admin and cleaned on every save."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["extensions"] = EXTENSIONS
        kwargs["sanitize"] = clean
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> Any:
        # A migration needs the column only: it must not hold today's editor.
        name, path, args, kwargs = super().deconstruct()
        return name, path, args, {key: value for key, value in kwargs.items() if key not in {"extensions", "sanitize"}}

    def pre_save(self, model_instance: models.Model, add: bool) -> str:
        value = clean(super().pre_save(model_instance, add) or "")
        setattr(model_instance, self.attname, value)
        return value
