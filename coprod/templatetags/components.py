"""Template tags and filters of the site's own: a builtin of every template."""

from functools import cache

from django import template
from django.template.base import Parser, Token
from django.template.loader_tags import IncludeNode, do_include
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from coprod import phones, richtext
from coprod.page_cache.parts import KeptPart

register = template.Library()
register.filter(phones.phone_link)


@register.filter
def rich_text(source: str) -> SafeString:
    """Stored rich text, ready for the page."""
    return richtext.render(source or "")


@register.tag
def kept(parser: Parser, token: Token) -> KeptPart:
    """`{% kept "components/card.html" with a=b %}`: an include that sees only these values, and is rendered once."""
    include: IncludeNode = do_include(parser, token)
    return KeptPart(include.template, extra_context=include.extra_context, isolated_context=True)


MENU = {
    "home": _("Home"),
    "posts": _("Stories"),
    "networks": _("Join a network"),
    "about": _("About us"),
    "contact": _("Contact us"),
    "search": _("Search"),
}


@register.filter
def menu_place(path: str) -> str:
    """Which item of the main menu a page is, or stands below, and what aria-current says of that: "posts true"."""
    for view, url in _menu().items():
        if path == url:
            return f"{view} page"
        if path and url != "/" and path.startswith(url):
            return f"{view} true"
    return ""


@register.simple_tag
def menu_items(place: str) -> list[dict[str, str]]:
    """The main menu for a page that has this place in it."""
    here, _space, current = place.partition(" ")
    return [
        {"name": str(MENU[view]), "url": url, "current": current if view == here else ""}
        for view, url in _menu().items()
    ]


@cache
def _menu() -> dict[str, str]:
    return {view: reverse(view) for view in MENU}
