"""Makes a well-formed tree of an editor's HTML, so that what is read next is what a browser would have shown.

Nothing here decides what a post may hold: coprod.richtext does, at the end. This keeps what tells what was meant.
"""

import re

import nh3
from django.utils.translation import gettext as _

from coprod.tidying.figures import cited

DEEPEST = 500  # the tree builder takes time by the square of the nesting

HEADINGS = {f"h{rank}": rank for rank in range(1, 7)}
BLOCKS = {
    *("p", "div", "center", "section", "article", "header", "footer", "main", "aside", "nav", "address", "figure"),
    *("figcaption", "dl", "dt", "dd", "hr", "pre", "table", "tbody", "thead", "tfoot", "tr", "td", "th", "caption"),
    *("form", "fieldset", "details", "summary", *HEADINGS),
}
BOXES = {"ul", "ol", "li", "blockquote"}
FRAMES = {"iframe", "embed", "object", "video", "audio"}
_INLINE = {"a", "b", "strong", "i", "em", "cite", "span", "font", "br", "img", "wbr", "ins", "del"}
_cleaner = nh3.Cleaner(
    tags=BLOCKS | BOXES | FRAMES | _INLINE,
    clean_content_tags={"script", "style", "template", "noscript", "svg", "math", "title", "textarea", "select"},
    attributes={
        "*": {"class", "style"},
        "a": {"href"},
        "img": {"src", "alt", "width", "height"},
        **{name: {"src", "data"} for name in FRAMES},
        "figure": {"data-picture"},
        "td": {"colspan", "rowspan"},
        "th": {"colspan", "rowspan"},
    },
    url_schemes={"http", "https", "mailto", "tel"},
    link_rel=None,
)
_INLINE_DATA = re.compile(r"""(["'])data:[^"']*\1""")
_TAG = re.compile(r"<(/?)([a-zA-Z][\w:]*)[^<>]*?(/?)>")
_NEVER_DEEP = {
    "p",
    "li",
    "br",
    "img",
    "hr",
    "dd",
    "dt",
    "tr",
    "td",
    "th",
    "tbody",
    "option",
    "input",
    "wbr",
    "link",
    "meta",
}


class TooDeep(ValueError):
    """Tags in tags without end: nobody wrote this by hand."""


def well_formed(source: str) -> str:
    """Return the HTML with every tag closed where it must be, and without what no reader ever saw."""
    source = _INLINE_DATA.sub('"data:"', source)
    if is_too_deep(source):
        raise TooDeep(_("its text is nested too deep"))
    return cited(_cleaner.clean(source))


def is_too_deep(source: str) -> bool:
    deepest = depth = 0
    for closing, name, alone in _TAG.findall(source):
        if not alone and name.lower() not in _NEVER_DEEP:
            depth = max(0, depth - 1) if closing else depth + 1
            deepest = max(deepest, depth)
    return deepest > DEEPEST
