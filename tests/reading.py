"""What a person reads on a page, and what the page carries with it. For walking through forms as a browser does."""

import html
import re
from typing import Any


def text_of(page: Any) -> str:
    return html.unescape(page.content.decode())


def token_of(page: Any) -> str:
    found = re.search(r'name="token" value="([^"]+)"', page.content.decode())
    assert found, f"the page carries no ticket: {page.status_code} {page.headers.get('Location')}"
    return html.unescape(found[1])


def errors_in(page: Any) -> list[str]:
    """The lines of “There is a problem”, each of which must be a link to its field."""
    links = re.findall(r'<li><a href="#([^"]+)">(.*?)</a></li>', page.content.decode())
    for anchor, _words in links:
        assert f'id="{anchor}"' in page.content.decode(), f"nothing to jump to: {anchor}"
    return [html.unescape(words) for _anchor, words in links]
