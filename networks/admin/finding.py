"""Finding a person by what someone has at hand: a name as it looks, a phone number as it is written, a reference."""

from django.db.models import Q, QuerySet

from coprod.inbox import close
from coprod.inbox.search import has_name, has_number, spoken_reference
from networks.admin.walls import User
from networks.models import Enquiry, Person, SignUp


def is_asked_for(words: str, user: User) -> Q:
    """A reference finds a person only for those who may see what it was given for."""
    found = has_name(words, "name") | has_number(words, "phone", "helper_phone")
    if reference := spoken_reference(words):
        for model in (SignUp, Enquiry):
            sent = model.objects.filter(reference=reference).seen_by(user)
            found |= Q(pk__in=sent.values("person"))
    return found


def close_to(rows: QuerySet[Person], words: str, user: User) -> list[int]:
    """Those whose name comes close, or a reference that someone of these may see."""
    ways, by_reference = close.spellings(words), Q(pk__in=[])
    for model in (SignUp, Enquiry):
        by_reference |= Q(pk__in=model.objects.filter(reference__in=ways).seen_by(user).values("person"))
    return close.keys(rows, words, "name", by_reference)
