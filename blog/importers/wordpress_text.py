"""What WordPress does to a text before it shows it: line ends become paragraphs, [shortcodes] something else."""

import html
import re

# What is never closed is looked for up to the next one that opens, and no further: else a long text takes for ever.
_KEPT = re.compile(
    r"(<(pre|script|style|textarea)\b(?:(?!<\2\b).)*?</\2\s*>|<!--(?:(?!<!--).)*?-->|<[^<>]*>)",
    re.DOTALL | re.IGNORECASE,
)
_CAPTION = re.compile(r"\[(?:wp_)?caption\b[^\[\]]*\]((?:(?!\[(?:wp_)?caption\b).)*?)\[/(?:wp_)?caption\]", re.DOTALL)
_CAPTION_PICTURE = re.compile(r"(?:<a\b[^>]*>\s*)?<img\b[^>]*>(?:\s*</a>)?", re.IGNORECASE)
_EMBED = re.compile(
    r"\[(?:embed|youtube|vimeo)\b[^\[\]]{0,300}?\]?\s{0,9}=?\s{0,9}(https?://[^\s\[\]<>\"]+)\s*(?:\]|\[/embed\])"
)
_ESCAPED = re.compile(r"\[(\[[\w-]+[^\[\]]*\])\]")
_SHORTCODE = re.compile(r"\[(/?)([a-zA-Z][\w-]*)((?:\s[^\[\]]*)?)/?\]")
_ALONE = {"gallery", "playlist", "audio", "video", "embed", "caption", "more"}
_SPARED = "\ue000"  # stands for the bracket of "[[…]]", WordPress's way to write one that is meant


def as_html(text: str) -> tuple[str, list[str]]:
    """Return the text as HTML, and the names of the shortcodes that were taken out of it."""
    text = _ESCAPED.sub(lambda found: _SPARED + found[1][1:], text)
    text = _CAPTION.sub(_figure, text)
    text = _EMBED.sub(lambda found: _link(found[1]), text)
    names: list[str] = []
    closed = {found[2] for found in _SHORTCODE.finditer(text) if found[1]}

    def without(found: re.Match[str]) -> str:
        is_one = found[2] in closed or found[2] in _ALONE or "=" in found[3]
        if is_one and not found[1]:
            names.append(found[2])
        return "" if is_one else found[0]

    text = _SHORTCODE.sub(without, text).replace(_SPARED, "[")
    # The block editor writes its paragraphs itself; line ends are only layout there.
    return (text if "<!-- wp:" in text else _with_line_ends(text)), list(dict.fromkeys(names))


def _with_line_ends(text: str) -> str:
    """Write `<br>` for each line end. The mending makes paragraphs of two, and drops those between blocks."""
    parts: list[str] = []
    place = 0
    for found in _KEPT.finditer(text):
        parts += [text[place : found.start()].replace("\r\n", "\n").replace("\n", "<br>"), found[0]]
        place = found.end()
    return "".join([*parts, text[place:].replace("\r\n", "\n").replace("\n", "<br>")])


def _figure(found: re.Match[str]) -> str:
    """A caption belongs to its picture. Pictures do not come along, so the report has both."""
    picture = _CAPTION_PICTURE.search(found[1])
    if picture is None:
        return found[1]
    caption = found[1].replace(picture[0], " ")
    return f"<figure>{picture[0]}<figcaption>{caption}</figcaption></figure>"


def _link(address: str) -> str:
    safe = html.escape(html.unescape(address))
    return f'<a href="{safe}">{safe}</a>'
