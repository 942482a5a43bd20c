"""Makers of what people send, for the tests of the staff pages."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

from django.contrib.auth.models import User
from django.test import Client
from django.utils import timezone

from networks.models import Consent, ConsentStatement, Enquiry, Network, Person, SignUp
from tests.factories import make_staff

FACILITATOR = [
    *(f"networks.view_{model}" for model in ("signup", "enquiry", "person", "consent", "network", "group")),
    *(f"networks.change_{model}" for model in ("signup", "enquiry", "network", "group")),
    *("networks.add_group", "networks.delete_group", "networks.delete_signup", "networks.delete_network"),
    "coprod.view_outgoingmail",
]
EDITOR = [
    f"blog.{verb}_{model}" for verb in ("add", "change", "view", "delete") for model in ("post", "author", "byline")
]
PUBLISHER = [*EDITOR, "blog.approve_post", "blog.publish_post"]


def make_person(name: str = "Edith Example", **fields: Any) -> Person:
    person = Person.objects.create(name=name, **fields)
    Consent.objects.create(person=person, statement=ConsentStatement.current("join"), given=True)
    return person


def make_sign_up(network: Network, name: str = "Edith Example", *, days: int = 0, **person: Any) -> SignUp:
    return SignUp.objects.create(
        key=uuid4(),
        person=make_person(name, **person),
        network=network,
        received_at=timezone.now() - timedelta(days=days),
    )


def make_enquiry(network: Network | None, name: str = "Edith Example", **fields: Any) -> Enquiry:
    return Enquiry.objects.create(key=uuid4(), person=make_person(name), network=network, **fields)


def make_facilitator(*networks: Network) -> User:
    user = make_staff(*FACILITATOR)
    for network in networks:
        network.facilitators.add(user)
    return user


def client_of(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def client_of_administrator() -> Client:
    return client_of(User.objects.create_superuser(f"administrator-{User.objects.count()}"))
