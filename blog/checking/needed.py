"""What a post needs before readers see it. Each of these keeps it from being published."""

from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from blog.checking.problem import Problem
from blog.checking.text import Piece
from blog.models.pictures import NOT_DESCRIBED

TITLE, SUMMARY, TEXT = "#id_title", "#id_standfirst", "#id_body"
BY_LINE, PICTURES = "#by_line-group", "#pictures-group"


def title(piece: Piece) -> Iterator[Problem]:
    if not piece.post.title.strip():
        yield Problem("no-title", _("Give the post a title."), TITLE, True)


def standfirst(piece: Piece) -> Iterator[Problem]:
    if not piece.post.standfirst.strip():
        words = _("Write the standfirst: one or two sentences that say what the post is about.")
        yield Problem("no-standfirst", words, SUMMARY, True)


def text(piece: Piece) -> Iterator[Problem]:
    if not piece.prose:
        yield Problem("no-text", _("Write the text."), TEXT, True)


def headings(piece: Piece) -> Iterator[Problem]:
    """With h2 and h3 only, one step can be left out: a screen reader then says that a level is missing."""
    for above, heading in piece.steps:
        if heading.tag == "h3" and above.tag == "h1":
            words = _("Make the first heading a “Heading”. A “Smaller heading” comes below one.")
            yield Problem("heading-gap", words, TEXT, True, heading.where)


def links(piece: Piece) -> Iterator[Problem]:
    for block, link in piece.links:
        if not link.words:
            words = _("A link has no words, so nobody can find it. Write what it leads to, or remove it.")
            yield Problem("empty-link", words, TEXT, True, block.where)
        elif not link.address.strip():
            words = _("“%(link)s” is a link to nowhere. Give it an address, or remove the link.")
            yield Problem("no-address", words % {"link": link.words}, TEXT, True, block.where)


def pictures(piece: Piece) -> Iterator[Problem]:
    for picture in piece.post.pictures.all():
        if not picture.decorative and not picture.alt.strip():
            yield Problem("no-alt", NOT_DESCRIBED, PICTURES, True)


def authors(piece: Piece) -> Iterator[Problem]:
    if not piece.post.by_line.all():
        yield Problem("no-author", _("Say who wrote it: add an author."), BY_LINE, True)


CHECKS = [title, standfirst, text, headings, links, pictures, authors]
