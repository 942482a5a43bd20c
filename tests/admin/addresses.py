"""Every address of the staff pages, as the resolver knows it, and rows to put into them."""

from collections.abc import Iterator
from typing import Any
from uuid import uuid4

from django.contrib import admin
from django.contrib.auth.models import AnonymousUser
from django.urls import URLPattern, URLResolver, get_resolver

from blog.models import GuestAnswer, ImportRun, OldAddress, Post, Submission
from coprod.models import Erasure, Organisation, OutgoingMail, Page, StaffAccess
from networks.models import AccessLink
from tests.admin.rows import make_enquiry, make_sign_up
from tests.blog.responses.responding import make_response
from tests.factories import make_group, make_network, make_picture, make_post, make_staff


class Side:
    """One network and everything that belongs to it, each text with the same name in it."""

    def __init__(self, name: str) -> None:
        self.network = make_network(f"{name} network", summary=name, contact_role=name)
        self.group = make_group(self.network, f"{name} group")
        address = f"{name.replace(' ', '')}@example.org"
        self.sign_up = make_sign_up(self.network, name, support=f"{name} support", email=address)
        self.enquiry = make_enquiry(self.network, name, message=f"{name} asks")
        AccessLink.make(self.sign_up.person, AccessLink.Purpose.DETAILS)
        self.mail = OutgoingMail.objects.create(
            recipient=address, subject=name, text=name, event="e",
            message_id=f"<{uuid4()}>", reference=self.sign_up.reference, is_unverified=True,
        )  # fmt: skip

    def numbers(self) -> dict[str, list[int]]:
        consents = list(self.sign_up.person.consents.values_list("pk", flat=True))
        return {
            "networks_signup": [self.sign_up.pk],
            "networks_enquiry": [self.enquiry.pk],
            "networks_person": [self.sign_up.person_id, self.enquiry.person_id],
            "networks_consent": consents,
            "networks_network": [self.network.pk],
            "networks_group": [self.group.pk],
            "coprod_outgoingmail": [self.mail.pk],
        }


def make_side() -> Side:
    """A row of everything that staff may open."""
    side = Side("Olive Ours")
    make_staff()
    post = make_post(tags=["tea"], status=Post.Status.DRAFT)  # words that readers see are not an editor's to change
    Organisation.objects.get_or_create(pk=Organisation.ONLY)
    Erasure.objects.create()
    OldAddress.objects.get_or_create(path="/2018/06/old.html", defaults={"post": post})
    Page.objects.get_or_create(address="about", defaults={"title": "About"})
    StaffAccess.record(AnonymousUser(), StaffAccess.Action.VIEWED, "networks.person", [1])
    make_response(post)
    ImportRun.objects.create(name="feed.atom", state=ImportRun.State.THROWN_AWAY)
    Submission.objects.create(
        key=uuid4(), title="A walk", piece="By the sea.", name="Greta", picture=make_picture(),
        consent_words="Yes.", consent_review_on="2027-11-01",
    )  # fmt: skip
    GuestAnswer.objects.create(key=uuid4(), kind="comment", name="Greta", message="Hello", fingerprint="", post=post)
    return side


def row_of(label: str) -> Any:
    rows = admin.site._registry
    model = next(model for model in rows if model._meta.label_lower == label)
    row = model._default_manager.order_by("pk").first()
    assert row is not None, f"Make a row of {label} in tests/admin/addresses.py: its pages are asked for."
    return row


def patterns() -> Iterator[tuple[str, str]]:
    """Every address below /admin/, as (name, route)."""

    def walk(found: Any, route: str) -> Iterator[tuple[str, str]]:
        for item in found:
            here = route + str(item.pattern)
            if isinstance(item, URLResolver):
                yield from walk(item.url_patterns, here)
            elif isinstance(item, URLPattern):
                yield str(item.name), here

    pages: Any = next(item for item in get_resolver().url_patterns if str(item.pattern) == "admin/")
    yield from walk(pages.url_patterns, "/admin/")


def filled(route: str, values: dict[str, Any]) -> str:
    for name, value in values.items():
        for kind in ("int:", "path:", "slug:", "str:", ""):
            route = route.replace(f"<{kind}{name}>", str(value))
    return route
