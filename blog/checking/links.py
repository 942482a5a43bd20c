"""What the links of a text say, and whether they lead anywhere on this site. These are hints."""

import re
from collections.abc import Iterator

from django.urls import Resolver404, resolve
from django.utils.translation import gettext_lazy as _

from blog.checking.problem import Problem
from blog.checking.text import Piece
from blog.models import OldAddress, Post
from coprod.writing.addresses import path_here

TEXT = "#id_body"
SAYS_NOTHING = re.compile(
    r"(?:please )?(?:(?:click|tap|press|follow|see|go|read|find out|learn|look) )?(?:on )?"
    r"(?:here|this|more|(?:this |the )?(?:link|page|website|site|article)|on|more info(?:rmation)?)"
)
BARE = re.compile(r"(?:https?://|www\.)\S+|[\w.-]+\.(?:com|org|net|info|uk|wales|scot|cymru|eu|ie)(?:/\S*)?")


def words_of_links(piece: Piece) -> Iterator[Problem]:
    for block, link in piece.links:
        said = link.words.strip(" .,:;!?…›»→>()").casefold()
        if said and SAYS_NOTHING.fullmatch(said):
            words = _("The link “%(link)s” does not say where it leads. Use the name of the page behind it.")
            yield Problem("vague-link", words % {"link": link.words}, TEXT, where=block.where)
        elif BARE.fullmatch(said):
            words = _("The link “%(link)s” is an address. Use the name of the page: a screen reader spells addresses.")
            yield Problem("bare-address", words % {"link": link.words[:80]}, TEXT, where=block.where)


def two_places(piece: Piece) -> Iterator[Problem]:
    """The same words lead to the same place, always: people learn them."""
    first: dict[str, str] = {}
    told = set()
    for block, link in piece.links:
        said = link.words.casefold()
        if said and first.setdefault(said, link.address) != link.address and said not in told:
            told.add(said)
            words = _("“%(link)s” leads to two different places. Give each link words of its own.")
            yield Problem("two-places", words % {"link": link.words}, TEXT, where=block.where)


def posts_of_ours(piece: Piece) -> Iterator[Problem]:
    """A link to a story that readers cannot see. Nothing is fetched: the database knows our own addresses."""
    ours = [(block, link, path) for block, link in piece.links if (path := path_here(link.address))]
    stories = [(block, link, path, slug) for block, link, path in ours if (slug := _story(path))]
    if not stories:
        return
    slugs = {slug for *_rest, slug in stories}
    paths = {path for _block, _link, path, _slug in stories}
    public = Post.objects.public()
    known = set(public.filter(slug__in=slugs).values_list("slug", flat=True))
    moved = set(OldAddress.objects.filter(path__in=paths, post__in=public).values_list("path", flat=True))
    for block, link, path, slug in stories:
        if slug not in known and path not in moved:
            words = _("“%(link)s” leads to a story that readers cannot see now. Choose another, or wait with this one.")
            yield Problem("dead-link", words % {"link": link.words or link.address[:80]}, TEXT, where=block.where)


def _story(path: str) -> str:
    """The last part of a story's address, or nothing for any other page."""
    try:
        found = resolve(path)
    except Resolver404:
        return ""
    return str(found.kwargs["slug"]) if found.url_name == "post" else ""


CHECKS = [words_of_links, two_places, posts_of_ours]
