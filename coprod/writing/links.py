"""The links of a whole text when it is saved: looked at as the editor's window does, which some have not."""

from bs4 import BeautifulSoup
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from coprod.tidying.well_formed import is_too_deep
from coprod.writing import addresses


def mended(text: str, before: str = "") -> str:
    """Return the text with every new address whole. Raises ValidationError that names the links which lead nowhere.

    Links that were in the text `before` stay as they are: who mends a word need not answer for an old link.
    """
    if "<a" not in text.lower() or is_too_deep(text):
        return text
    soup = BeautifulSoup(text, "html.parser")
    old = {str(link["href"]) for link in BeautifulSoup(before, "html.parser").find_all("a", href=True)}
    problems = []
    for link in soup.find_all("a", href=True):
        address = str(link["href"])
        if address in old:
            continue
        try:
            link["href"] = addresses.mended(address)
        except ValidationError as error:
            words = " ".join(link.get_text(" ").split()) or address
            problems.append(_("The link “%(words)s”: %(problem)s") % {"words": words, "problem": error.messages[0]})
    if problems:
        raise ValidationError(problems)
    return str(soup)


def to_no_page(text: str) -> list[str]:
    """Return the words of the links to pages of this site that are not there."""
    links = BeautifulSoup(text, "html.parser").find_all("a", href=True) if "<a" in text else []
    return [" ".join(link.get_text(" ").split()) for link in links if addresses.leads_nowhere(str(link["href"]))]
