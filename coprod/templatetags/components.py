"""Template tags and filters of the site's own: a builtin of every template."""

from django import template
from django.template.context import Context
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from coprod import phones, richtext

register = template.Library()
register.filter(phones.phone_link)


@register.filter
def rich_text(source: str) -> SafeString:
    """Stored rich text, ready for the page."""
    return richtext.render(source or "")


@register.simple_tag(takes_context=True)
def menu_items(context: Context) -> list[dict[str, str]]:
    """The main menu. `current` is what aria-current says: this very page, or a page somewhere below it."""
    request = context.get("request")
    here = request.path if request else ""
    names = {
        "home": _("Home"),
        "posts": _("Stories"),
        "networks": _("Join a network"),
        "about": _("About us"),
        "contact": _("Contact us"),
        "search": _("Search"),
    }
    return [
        {"name": name, "url": reverse(view), "current": _current(reverse(view), here)} for view, name in names.items()
    ]


def _current(url: str, here: str) -> str:
    if here == url:
        return "page"
    return "true" if url != "/" and here.startswith(url) else ""
