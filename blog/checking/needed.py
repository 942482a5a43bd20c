"""What a post needs before readers see it. Each of these keeps it from being published."""

from collections.abc import Iterator

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from blog.checking.problem import Problem
from blog.checking.text import Piece
from blog.models.pictures import NOT_DESCRIBED

TITLE, SUMMARY, TEXT = "#id_title", "#id_standfirst", "#id_body"
BY_LINE = "#by_line-group"


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


def pictures(piece: Piece) -> Iterator[Problem]:
    today = timezone.localdate()
    for number, picture in enumerate(piece.post.pictures.all()):
        if not picture.decorative and not picture.alt.strip():
            yield Problem("no-alt", NOT_DESCRIBED, f"#id_pictures-{number}-alt", True, picture.caption)
        if picture.consent_review_on is not None and picture.consent_review_on <= today:
            words = _("Ask the people in the picture again: this was to be done on %(day)s. Write down the new day.")
            place = f"#id_pictures-{number}-consent_review_on"
            yield Problem(
                "old-consent", words % {"day": date_format(picture.consent_review_on)}, place, True, str(picture)
            )


def authors(piece: Piece) -> Iterator[Problem]:
    if not piece.by_line:
        yield Problem("no-author", _("Say who wrote it: add an author."), BY_LINE, True)


def consent(piece: Piece) -> Iterator[Problem]:
    today = timezone.localdate()
    for number, line in enumerate(piece.by_line):
        values = {
            "name": line.author.name,
            "day": date_format(line.consent_review_on) if line.consent_review_on else "",
        }
        if line.consented_on is None:
            words = _("Ask %(name)s if we may publish this. Write down who said yes, and when.")
            yield Problem("no-consent", words % values, f"#id_by_line-{number}-consented_on", True)
        elif not line.agrees_on(today):
            words = _("Ask %(name)s again: the consent was to be reviewed on %(day)s. Write down the new days.")
            yield Problem("old-consent", words % values, f"#id_by_line-{number}-consent_review_on", True)


CHECKS = [title, standfirst, text, headings, links, pictures, authors, consent]
