"""Makers of what is kept: everything about one person, each word of it marked with their name."""

from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.auth.models import User
from django.contrib.contenttypes.models import ContentType
from django.contrib.sessions.backends.db import SessionStore
from django.db import models
from django.utils import timezone

from blog.models import GuestAnswer, Post, PreviewLink, Submission
from coprod.models import Draft, RetentionPeriod
from networks import emails
from networks.models import AccessLink, Change, Enquiry, Network, Person, SignUp
from tests.factories import make_network, make_picture, make_post
from tests.networks.your_details.holding import signed_up, wrote


def days_ago(days: float) -> datetime:
    return timezone.now() - timedelta(days=days)


def backdate(row: models.Model, days: float, *fields: str) -> None:
    """Make a row as old as it would be: `update` does not touch “last changed” by itself."""
    when = dict.fromkeys(fields or ("received_at", "updated_at"), days_ago(days))
    type(row)._base_manager.filter(pk=row.pk).update(**when)


def period(kind: str) -> int:
    return RetentionPeriod.objects.get(kind=kind).days


def offered(*, picture: bool = False, **fields: Any) -> Submission:
    fields = {
        "title": "My garden",
        "piece": "It grows.",
        "name": "Ann Lee",
        "consent_words": "You may publish it.",
        "consent_review_on": timezone.localdate() + timedelta(days=365),
        "key": uuid4(),
        **fields,
    }
    piece = Submission(**fields)
    if picture:
        piece.picture.save("mine.png", make_picture(), save=False)
    piece.save()
    return piece


def answered(post: Post | None = None, **fields: Any) -> GuestAnswer:
    """What a guest said of a draft of their piece, by their private link."""
    post = post or make_post(status=Post.Status.DRAFT, authors=[])
    fields = {"kind": "comment", "name": "Ann Lee", "message": "Please change a word.", **fields}
    link, _token = PreviewLink.make(post, name=fields["name"], by=None)
    return GuestAnswer.objects.create(key=uuid4(), post=post, link=link, fingerprint="", **fields)


def note(row: models.Model, words: str, by: User | None = None) -> LogEntry:
    return LogEntry.objects.create(
        user=by or User.objects.create_user(f"staff-{uuid4().hex[:8]}", is_staff=True),
        content_type=ContentType.objects.get_for_model(row),
        object_id=str(row.pk),
        object_repr=str(row),
        action_flag=CHANGE,
        change_message=words,
    )


class Everything:
    """All that the site can hold about one person. `mark` stands in each thing that they or staff have written."""

    def __init__(self, mark: str, network: Network | None = None) -> None:
        self.mark, self.network = mark, network or make_network()
        self.words = {
            "name": f"{mark} Ní Bhriain",
            "email": f"{mark.lower()}@example.org",
            "phone": f"01632 96{sum(mark.encode()):04}",
            "address": f"1 {mark} Street\nBrackenford",
            "support": f"{mark} needs a quiet room",
            "place": f"{mark}town",
            "helper_name": f"Helper of {mark}",
            "helper_email": f"helper-{mark.lower()}@example.org",
            "helper_phone": f"01632 97{sum(mark.encode()):04}",
            "helper_relationship": f"{mark} is my mother",
        }
        self.sign_up: SignUp = signed_up(self.network, reach_by=["email"], said_yes="talked", **self._contact())
        self.person: Person = self.sign_up.person
        self.enquiry = self._enquiry()
        self.piece = offered(
            picture=True,
            title=f"{mark} writes",
            piece=f"{mark} walked",
            name=self.words["name"],
            email=self.words["email"].upper(),
        )
        self.piece.post = make_post(status=Post.Status.DRAFT, authors=[])
        self.piece.save()
        self.answer = answered(self.piece.post, name=self.words["name"], message=f"{mark} would change a word")
        self._traces()

    def _contact(self) -> dict[str, str]:
        return dict(self.words)

    def _enquiry(self) -> Enquiry:
        enquiry = wrote(self.network, message=f"{self.mark} asks", **self._contact())
        person, enquiry.person = enquiry.person, self.person
        enquiry.staff_notes = f"{self.mark} was cheerful"
        enquiry.save()
        person.consents.update(person=self.person)
        person.links.update(person=self.person)
        person.delete()
        return enquiry

    def _traces(self) -> None:
        """What lies elsewhere: answers not sent, the log, sessions, links, mail."""
        Person.objects.filter(pk=self.person.pk).update(other_details=f"Once called {self.mark} Byrne")
        Draft.objects.create(browser="0" * 64, journey="join", answers={"name": {"name": [self.words["name"]]}})
        AccessLink.make(self.person, AccessLink.Purpose.DETAILS)
        Change.objects.create(person=self.person, kind=Change.Kind.CONTACT)
        note(self.person, f"Rang {self.mark}")
        note(self.sign_up, f"Note: {self.mark} is well")
        emails.details_link_asked(self.words["email"])
        emails.details_link_sent(self.words["email"])
        session = SessionStore()
        session.update({"inbox-undo": {"reference": self.sign_up.reference}, "last": self.words["name"]})
        session.save()
