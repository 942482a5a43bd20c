"""What a Word document says, as clean HTML with a place for each picture, and in words what could not be kept."""

import re
from collections import Counter
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import PurePath
from typing import IO, Any
from zipfile import ZipFile

import mammoth
from bs4 import BeautifulSoup
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from blog.word.opening import BROKEN, DAMAGED
from coprod.tidying import pasted
from coprod.tidying.blocks import Block
from coprod.tidying.markup import Picture
from coprod.tidying.tidy import finished, mended

LONGEST_TITLE = 300
STYLES = """
p[style-name='Title'] => p.title:fresh
p[style-name='Subtitle'] => p:fresh
p[style-name='Quote'] => blockquote > p:fresh
p[style-name='Intense Quote'] => blockquote > p:fresh
p[style-name='Block Text'] => blockquote > p:fresh
p[style-name='List Paragraph'] => p:fresh
p[style-name='caption'] => p:fresh
p[style-name='Normal (Web)'] => p:fresh
"""
PLACE = "https://picture.invalid/"  # where a picture of the document stands, until it has a row of its own

_UNKNOWN = re.compile(r"Unrecognised (?:paragraph|run) style: '?([^'(]*)'?")
_LEFT_BEHIND = {  # by what the file itself has for it
    b"<w:commentReference ": lambda count: ngettext(
        "%(count)d comment in the margin.", "%(count)d comments in the margin.", count),
    b"<w:del ": lambda count: ngettext(
        "%(count)d place that tracked changes had struck out.",
        "%(count)d places that tracked changes had struck out.", count),
    b"<c:chart ": lambda count: ngettext(
        "%(count)d chart. Save it as a picture, and add it.", "%(count)d charts. Save each as a picture.", count),
    b"<dgm:relIds ": lambda count: ngettext(
        "%(count)d diagram. Save it as a picture, and add it.", "%(count)d diagrams. Save each as a picture.", count),
    b"<m:oMath>": lambda count: ngettext("%(count)d formula.", "%(count)d formulas.", count),
}  # fmt: skip


@dataclass(frozen=True)
class Image:
    data: bytes
    alt: str


@dataclass
class Document:
    title: str
    body: str
    images: dict[str, Image] = field(default_factory=dict)  # by the key of their place in the body
    left_out: list[str] = field(default_factory=list)
    digest: str = ""  # of the file: the same one is known again


class Images:
    """The pictures as they come up. One that is only linked is never fetched."""

    def __init__(self) -> None:
        self.found: dict[str, Image] = {}
        self.linked = 0

    def take(self, image: Any) -> list[Any]:
        try:
            with image.open() as source:
                data = source.read()
        except DAMAGED:  # linked, or its part is missing
            self.linked += 1
            return []
        number = str(len(self.found) + 1)
        self.found[number] = Image(data, " ".join((image.alt_text or "").split()))
        return [mammoth.html.element("img", {"src": PLACE + number})]


def read(file: IO[bytes], name: str, new_key: Any) -> Document:
    """Read a document that opening.check() has let through. `new_key` makes the key of each picture."""
    images = Images()
    try:
        result = mammoth.convert(
            file, style_map=STYLES, convert_image=images.take, output_format="html",
            include_embedded_style_map=False, external_file_access=False, id_prefix="",
        )  # fmt: skip
    except (*DAMAGED, AttributeError, IndexError, RecursionError, TypeError) as error:
        raise ValidationError(BROKEN) from error
    keys = {number: new_key() for number in images.found}
    soup = BeautifulSoup(f"<div>{result.value}</div>", "html.parser")
    title = _title(soup)
    for back in soup.find_all("a", href=re.compile(r"#(?:foot|end)note-ref")):
        back.decompose()  # the arrow that leads from a note to its number
    text = mended(str(soup), pasted.real_address, lambda picture: keys.get(_number(picture), ""))
    title = title or _first_heading(text.blocks) or PurePath(name).stem.replace("_", " ")
    used = {keys[number]: image for number, image in images.found.items()}
    said = [*_left_behind(file), *_unlike(result.messages, images.linked)]
    file.seek(0)
    digest = sha256(file.read()).hexdigest()
    return Document(" ".join(title.split())[:LONGEST_TITLE], finished(text.blocks), used, said, digest)


def _number(picture: Picture) -> str:
    return picture.address.removeprefix(PLACE)


def _title(soup: BeautifulSoup) -> str:
    titles = soup.select("p.title")
    words = titles[0].get_text(" ") if titles else ""
    for tag in titles[:1]:
        tag.decompose()
    return words


def _first_heading(blocks: list[Block]) -> str:
    """Take the heading that the text begins with: a post shows its title above the text."""
    if blocks and blocks[0].kind == "h":
        return blocks.pop(0).text
    return next((block.text for block in blocks if block.kind == "h"), "")


def _left_behind(file: IO[bytes]) -> list[str]:
    file.seek(0)
    with ZipFile(file) as package:
        source = package.read("word/document.xml") if "word/document.xml" in package.namelist() else b""
    counts = {words: source.count(mark) for mark, words in _LEFT_BEHIND.items()}
    return [words(count) % {"count": count} for words, count in counts.items() if count]


def _unlike(messages: list[Any], linked: int) -> list[str]:
    styles = Counter(found[1].strip() for message in messages if (found := _UNKNOWN.match(message.message)))
    said = []
    if linked:
        words = ngettext(
            "%(count)d picture that is not in the file itself. Add it under “Pictures”.",
            "%(count)d pictures that are not in the file itself. Add them under “Pictures”.",
            linked,
        )
        said.append(words % {"count": linked})
    if styles:
        said.append(_("The look of these, but not their words: %(styles)s.") % {"styles": ", ".join(sorted(styles))})
    return said
