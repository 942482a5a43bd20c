"""Template tags and filters of the site's own: a builtin of every template."""

from django import template
from django.utils.safestring import SafeString

from coprod import richtext

register = template.Library()


@register.filter
def rich_text(source: str) -> SafeString:
    """Stored rich text, ready for the page."""
    return richtext.render(source or "")
