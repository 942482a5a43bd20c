"""Finding a person by what someone has at hand: a name as it looks, a phone number as it is written, a reference."""

from django.db.models import Q

from coprod.inbox.search import has_name, has_number


def is_asked_for(words: str) -> Q:
    return has_name(words, "name") | has_number(words, "phone", "helper_phone")
