"""Storing what people send us: the person, what they agreed to, what they asked and the mail about it, all or nothing.

Each form carries a key (coprod/forms.py). The same key twice is the same row: a double click, a retry, a refresh.
"""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.contrib.auth.models import User

from coprod.received import store_once
from networks import emails
from networks.models import Consent, ConsentStatement, Enquiry, Network, Person, SignUp

ABOUT_THE_PERSON = (
    *("name", "describes", "reach_by", "email", "phone", "address", "region", "place", "support"),
    *("helper_name", "helper_relationship", "helper_email", "helper_phone", "said_yes"),
)
Agreed = Mapping[ConsentStatement, bool]


def receive_sign_up(
    *,
    network: Network,
    answers: Mapping[str, Any],
    agreed: Agreed,
    key: UUID,
    looks_automatic: bool,
    status: str = SignUp.Status.NEW,
    route: str = Consent.Route.WEB,
    entered_by: User | None = None,
) -> SignUp:
    """Store someone's wish to join, or return the row that the same form made before."""

    def store() -> SignUp:
        sign_up = SignUp.objects.create(
            key=key,
            network=network,
            group=answers.get("group"),
            status=status,
            person=_new_person(answers, agreed, route=route, recorded_by=entered_by),
            looks_automatic=looks_automatic,
        )
        if not looks_automatic:
            emails.sign_up_received(sign_up)
            emails.someone_joined(sign_up)
        return sign_up

    return store_once(SignUp, key, store)


def receive_enquiry(
    *,
    kind: str,
    network: Network | None,
    answers: Mapping[str, Any],
    agreed: Agreed,
    key: UUID,
    looks_automatic: bool,
) -> Enquiry:
    """Store a message or a wish to be called, or return the row that the same form made before."""

    def store() -> Enquiry:
        enquiry = Enquiry.objects.create(
            key=key,
            kind=kind,
            network=network,
            person=_new_person(answers, agreed),
            message=answers.get("message", ""),
            best_time=answers.get("best_time", ""),
            looks_automatic=looks_automatic,
        )
        if not looks_automatic:
            emails.message_received(enquiry)
            emails.someone_wrote(enquiry)
        return enquiry

    return store_once(Enquiry, key, store)


def _new_person(answers: Mapping[str, Any], agreed: Agreed, **how: Any) -> Person:
    person = Person.objects.create(**{name: answers[name] for name in ABOUT_THE_PERSON if name in answers})
    # A helper's yes never stands in for the person's.
    given_by = Consent.GivenBy.HELPER if person.said_yes else Consent.GivenBy.PERSON
    Consent.objects.bulk_create(
        Consent(person=person, statement=statement, given=yes and person.has_said_yes, given_by=given_by, **how)
        for statement, yes in agreed.items()
    )
    return person
