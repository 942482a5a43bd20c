"""Puts the demo content into an empty database: all of it, or nothing."""

from collections import Counter
from contextlib import ExitStack
from datetime import datetime, time, timedelta
from typing import Any
from uuid import uuid4

from django.contrib.auth.models import Group as RoleGroup
from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from blog.models import Author, Post, PostPicture, Response
from coprod.accounts import roles
from coprod.demo.newsroom import agreed, seed_posts_on_their_way
from coprod.demo.pictures import draw
from coprod.demo.reading import Text, table, texts, values
from coprod.models import Organisation, OutgoingMail, Page
from networks.models import ConsentStatement, Enquiry, Group, Network, Person, Resource, SignUp
from networks.receiving import receive_enquiry, receive_sign_up

PUBLISHING_HOUR = time(9)  # UK time
# One account for each role, so that each can be tried.
ROLES = {"editor": roles.EDITOR, "publisher": roles.PUBLISHER, "facilitator": roles.FACILITATOR}
Purpose = ConsentStatement.Purpose


def is_here() -> bool:
    return Post.objects.exists() or Network.objects.exists()


def holds_other_content() -> bool:
    """True when somebody has written posts or networks of their own: then the demo has no business here."""
    on_their_way = [row["slug"] for row in values("newsroom")["post"]]
    posts = Post.objects.exclude(slug__in=[*on_their_way, *(text.name for text in texts("posts"))])
    networks = Network.objects.exclude(slug__in=[text.fields["slug"] for text in texts("networks")])
    return posts.exists() or networks.exists()


def seed(*, now: datetime, staff_password: str = "") -> Counter[str]:
    """Store everything, dated as if the last 14 months had just gone by. Return how much of each kind there is."""
    # The database takes back what a failure leaves half done. It does not know the files of the pictures.
    with ExitStack() as undo, transaction.atomic():
        done = _seed(now, staff_password, undo)
        undo.pop_all()
    return done


def _seed(now: datetime, staff_password: str, undo: ExitStack) -> Counter[str]:
    done: Counter[str] = Counter()
    _tell_who_runs_the_site()
    authors = {slug: Author.objects.create(slug=slug, **about) for slug, about in values("authors").items()}
    for text in texts("posts"):
        picture = _picture(text.fields, _post(text, authors, now))
        undo.callback(picture.picture.delete, save=False)
        done["posts"] += 1
    done["posts on their way"] = seed_posts_on_their_way(authors["joyce-adeyinka"], now)
    for position, text in enumerate(texts("networks"), start=1):
        _network(text, position)
        done["networks"] += 1
    done["local groups"] = _groups(now)
    for position, text in enumerate(texts("resources"), start=1):
        _resource(text, position)
        done["resources"] += 1
    received = values("received")
    for row in received["sign_up"]:
        _sign_up(row, now)
        done["sign-ups"] += 1
    for row in received["enquiry"]:
        _enquiry(row, now)
        done["enquiries"] += 1
    for row in received["response"]:
        _response(row, now)
        done["responses"] += 1
    done["staff accounts"] = _staff(staff_password)
    return done


def _tell_who_runs_the_site() -> None:
    # What staff have filled in already is theirs.
    Organisation.objects.get_or_create(pk=Organisation.ONLY, defaults=values("organisation"))
    for text in texts("pages"):
        about = {"title": text.fields["title"], "summary": text.fields["summary"], "body": text.body}
        Page.objects.get_or_create(address=text.fields["address"], defaults=about)


def _post(text: Text, authors: dict[str, Author], now: datetime) -> Post:
    fields = text.fields
    post = Post(
        slug=text.name,
        title=fields["title"],
        standfirst=fields["standfirst"],
        body=text.body,
        status=fields.get("status", Post.Status.PUBLISHED),
        publish_at=_morning(now, int(fields["age"])) if "age" in fields else None,
    )
    post.save()
    for position, slug in enumerate(fields["authors"].split(", "), start=1):
        line = agreed(authors[slug], post.publish_at or now, position=position)
        line.post = post
        line.save()
    post.tags.add(*fields["tags"].split(", "))
    post.index_words()
    return post


def _picture(fields: dict[str, str], post: Post) -> PostPicture:
    picture = PostPicture(post=post, alt=fields["alt"], caption=fields["caption"], is_lead=True)
    drawn = draw(fields["picture"])
    picture.picture.save(str(drawn.name), drawn)
    return picture


def _morning(now: datetime, days_ago: int) -> datetime:
    day = timezone.localdate(now) - timedelta(days=days_ago)
    return datetime.combine(day, PUBLISHING_HOUR, timezone.get_current_timezone())


def _network(text: Text, position: int) -> Network:
    about: dict[str, Any] = {**text.fields, **text.parts}
    about["contact_address"] = about["contact_address"].replace(" / ", "\n")
    network = Network.objects.create(**about, position=position)
    facilitator = User.objects.create_user(
        f"{network.slug}-facilitator",
        network.contact_email,
        first_name=network.name,
        last_name="facilitator",
        is_staff=True,
    )
    facilitator.groups.add(RoleGroup.objects.get(name=roles.FACILITATOR))
    network.facilitators.add(facilitator)
    return network


def _groups(now: datetime) -> int:
    network = Network.objects.get(slug="focus-on-dementia-network")
    today = timezone.localdate(now)
    groups = []
    for row in table("groups"):
        is_full, checked = row.pop("full") == "full", int(row.pop("checked"))
        groups.append(Group(network=network, is_full=is_full, checked_on=today - timedelta(days=checked), **row))
    return len(Group.objects.bulk_create(groups))


def _resource(text: Text, position: int) -> None:
    about: dict[str, Any] = {"position": position, "body": text.body, **text.fields}
    Resource.objects.create(**{**about, "network": Network.objects.get(slug=about["network"])})


def _sign_up(row: dict[str, Any], now: datetime) -> None:
    network = Network.objects.get(slug=row["network"])
    answers = dict(row["answers"])
    if "group" in row:
        answers["group"] = network.groups.get(name=row["group"])
    speaks_of_health = bool(answers.get("support")) or Person.Describes.LIVING_WITH_DEMENTIA in answers["describes"]
    shown = ConsentStatement.objects.current(Purpose.JOIN, Purpose.HEALTH)
    agreed = {statement: statement.purpose == Purpose.JOIN or speaks_of_health for statement in shown}
    received = receive_sign_up(network=network, answers=answers, agreed=agreed, key=uuid4(), looks_automatic=False)
    _as_if_it_came_earlier(received, row, now)


def _enquiry(row: dict[str, Any], now: datetime) -> None:
    network = Network.objects.get(slug=row["network"]) if "network" in row else None
    received = receive_enquiry(
        kind=row["kind"],
        network=network,
        answers=row["answers"],
        agreed=dict.fromkeys(ConsentStatement.objects.current(Purpose.CONTACT), True),
        key=uuid4(),
        looks_automatic=False,
    )
    _as_if_it_came_earlier(received, row, now)


def _response(row: dict[str, Any], now: datetime) -> None:
    story = Post.objects.get(slug=row["story"])
    Post.objects.filter(pk=story.pk).update(responses_open=True)
    said = {name: row[name] for name in ("name", "message", "status") if name in row}
    Response.objects.create(post=story, key=uuid4(), received_at=now - timedelta(days=row["age"], hours=2), **said)


def _as_if_it_came_earlier(received: SignUp | Enquiry, row: dict[str, Any], now: datetime) -> None:
    at = now - timedelta(days=row["age"], hours=2)
    changes = {name: row[name] for name in ("status", "staff_notes") if name in row}
    type(received)._default_manager.filter(pk=received.pk).update(received_at=at, **changes)
    Person.objects.filter(pk=received.person_id).update(created_at=at)
    # Nobody waits for these answers: no mail about invented people leaves the site.
    OutgoingMail.objects.filter(reference=received.reference).delete()


def _staff(password: str) -> int:
    if password and not User.objects.filter(username="staff").exists():
        User.objects.create_superuser("staff", "staff@together.example.org", password)
        for username, role in ROLES.items():
            address = f"{username}@together.example.org"
            account = User.objects.create_user(username, address, password, is_staff=True)
            account.groups.add(RoleGroup.objects.get(name=role))
            if role == roles.FACILITATOR:
                account.networks.set(Network.objects.all())
    return User.objects.filter(is_staff=True).count()
