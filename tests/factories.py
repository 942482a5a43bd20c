"""Small makers of rows for the tests: each gives a valid one, and a test names only what it is about."""

from datetime import timedelta
from io import BytesIO
from itertools import count
from typing import Any

from django.contrib.auth.models import Permission, User
from django.core.files.base import ContentFile
from django.utils import timezone
from PIL import Image

from blog.models import Author, ByLine, Post, PostPicture
from coprod import outbox
from coprod.models import Organisation, OutgoingMail
from networks.models import Group, Network, Region

_numbers = count(1)


def make_author(name: str = "", **fields: Any) -> Author:
    return Author.objects.create(name=name or f"Author {next(_numbers)}", **fields)


def make_post(
    title: str = "", *, authors: list[Author] | None = None, tags: list[str] | None = None, **fields: Any
) -> Post:
    """A public post, published an hour ago; with one author, who agreed, unless `authors` says otherwise."""
    fields = {
        "status": Post.Status.PUBLISHED,
        "publish_at": timezone.now() - timedelta(hours=1),
        "standfirst": "What it is about.",
        "body": "<p>Once upon a time.</p>",
        **fields,
    }
    post = Post.objects.create(title=title or f"Post {next(_numbers)}", **fields)
    post.set_by_line(*(agreed(author) for author in ([make_author()] if authors is None else authors)))
    post.tags.set(tags or [])
    return post


def agreed(author: Author) -> ByLine:
    """A line of the author's with all that publishing needs."""
    today = timezone.localdate()
    review = today + timedelta(days=700)
    return ByLine(author=author, consent_given_by=author.name, consented_on=today, consent_review_on=review)


def make_network(name: str = "", **fields: Any) -> Network:
    number = next(_numbers)
    fields = {"slug": f"network-{number}", "summary": "What it is.", **fields}
    return Network.objects.create(name=name or f"Network {number}", **fields)


def make_group(network: Network, name: str = "", **fields: Any) -> Group:
    fields = {"place": "Swansea", "region": Region.WALES, **fields}
    return Group.objects.create(network=network, name=name or f"Group {next(_numbers)}", **fields)


def make_picture(size: tuple[int, int] = (40, 30)) -> ContentFile:
    data = BytesIO()
    Image.new("RGB", size, "teal").save(data, "PNG")
    return ContentFile(data.getvalue(), name="teal.png")


def give_picture(post: Post, *, size: tuple[int, int] = (40, 30), **fields: Any) -> PostPicture:
    """The picture at the top of the post, described unless a test says otherwise."""
    picture = PostPicture(post=post, **{"alt": "Two boats", "is_lead": True, **fields})
    picture.picture.save("boats.png", make_picture(size))
    return picture


def make_staff(*permissions: str) -> User:
    """Someone who may log in to admin and do what the permissions (“blog.view_post”) say."""
    user = User.objects.create_user(f"staff-{next(_numbers)}", is_staff=True)
    for permission in permissions:
        app, codename = permission.split(".")
        user.user_permissions.add(Permission.objects.get(content_type__app_label=app, codename=codename))
    return user


def queue_mail(recipient: str = "ann@example.org", network: str = "Research Network", **fields: Any) -> OutgoingMail:
    """A message that waits in the outbox. Fields are set afterwards, as time or a bad row would have set them."""
    context = {"network": Network(name=network), "organisation": Organisation.current()}
    mail = outbox.queue(event="sign_up_received", recipient=recipient, context=context, reference="AAAA-3333")
    if fields:
        OutgoingMail.objects.filter(pk=mail.pk).update(**fields)
    mail.refresh_from_db()
    return mail
