"""Figures: a quotation with who said it, or the place of a picture. Any other figure leaves its words behind, no more.

    <figure><blockquote><p>…</p></blockquote><figcaption>Who said it</figcaption></figure>
    <figure data-picture="key"></figure>

It works on what the sanitiser wrote, where "<" begins a tag and nothing else, and every tag is closed.
"""

import re

DEEPEST = 20
KEY = r"[A-Za-z0-9_-]{1,40}"

_INNERMOST = re.compile(r"<figure( [^>]*)?>((?:(?!</?figure\b).)*)</figure>", re.DOTALL)
_PICTURE = re.compile(rf'\bdata-picture="({KEY})"')
_QUOTE = re.compile(
    r"\s*(<blockquote(?: [^>]*)?>(?:(?!</?(?:blockquote|figcaption)\b).)*</blockquote>)"
    r"\s*<figcaption(?: [^>]*)?>((?:(?!</?figcaption\b).)*)</figcaption>\s*",
    re.DOTALL,
)
# How people wrote it before, and how other sites do: who said it stands inside the quotation, at its end.
_CITED = re.compile(
    r"<blockquote(?: [^>]*)?>((?:(?!</?(?:blockquote|cite|figure)\b).)*)(?:<p(?: [^>]*)?>\s*)?"
    r"<cite(?: [^>]*)?>((?:(?!</?cite\b).)*)</cite>\s*(?:</p>)?\s*</blockquote>",
    re.DOTALL,
)
_BLOCK = re.compile(r"</?(?:p|h2|h3|ul|ol|li|blockquote|table|thead|tbody|tr|th|td|cite|figcaption)\b[^>]*>")
_LOOSE = re.compile(r"(</?)figcaption\b[^>]*>")
_FIGURE = re.compile(r"</?figure\b[^>]*>")
_KEPT = re.compile("\0(\\d+)\0")


def cited(text: str) -> str:
    """Return the HTML with who said a quotation in a line under it."""
    return _CITED.sub(r"<figure><blockquote>\1</blockquote><figcaption>\2</figcaption></figure>", text)


def whole_figures(text: str) -> str:
    """Return the HTML with no figure in it but the two kinds that there are."""
    kept: list[str] = []

    def settle(found: re.Match[str]) -> str:
        whole = _written(found[1] or "", found[2])
        if whole is None:
            return found[2]
        kept.append(whole)
        return f"\0{len(kept) - 1}\0"

    text = cited(text)
    for _depth in range(DEEPEST):
        text, changes = _INNERMOST.subn(settle, text)
        if not changes:
            break
    text = _LOOSE.sub(r"\1p>", _FIGURE.sub("", text))
    return _KEPT.sub(lambda found: kept[int(found[1])], text)


def _written(attributes: str, inside: str) -> str | None:
    """Return a figure as it is to be, or None if it is not one of ours. What it has inside is settled already."""
    if picture := _PICTURE.search(attributes):
        return f'<figure data-picture="{picture[1]}"></figure>'
    quote = _QUOTE.fullmatch(inside)
    if quote is None or "\0" in inside:
        return None
    who = " ".join(_BLOCK.sub(" ", quote[2]).split())
    return f"<figure>{quote[1]}<figcaption>{who}</figcaption></figure>" if who else None
