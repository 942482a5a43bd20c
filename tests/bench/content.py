"""Made-up content: posts as long as real ones, with authors and tags, and sign-ups by the million.

`python -m tests.bench.content POSTS SIGN_UPS` fills the empty database of DATABASE_URL, and says how far it is.
"""

import io
import random
import sys
from datetime import timedelta
from itertools import islice
from typing import Any
from uuid import uuid4

WORDS = [
    "people",
    "community",
    "research",
    "group",
    "meeting",
    "story",
    "experience",
    "service",
    "support",
    "project",
    "carer",
    "family",
    "hospital",
    "trial",
    "question",
    "answer",
    "report",
    "idea",
    "plan",
    "change",
    "decision",
    "network",
    "member",
    "council",
    "village",
    "street",
    "market",
    "library",
    "park",
    "workshop",
    "letter",
    "phone",
    "language",
    "travel",
    "payment",
    "training",
    "nurse",
    "doctor",
    "chair",
    "author",
    "poster",
    "summer",
    "winter",
    "morning",
    "evening",
    "month",
    "year",
    "hope",
    "worry",
    "joy",
    "pride",
    "listening",
    "talking",
    "showing",
    "writing",
    "reading",
    "planning",
    "making",
    "honest",
    "clear",
    "simple",
    "open",
    "kind",
    "brave",
    "useful",
    "small",
    "quick",
    "quiet",
    "new",
    "shared",
    "equal",
    "difficult",
    "important",
    "together",
    "memory",
    "sleep",
    "sight",
    "exercise",
    "medicine",
    "record",
    "register",
    "safety",
    "garden",
    "kitchen",
    "table",
    "window",
    "door",
    "road",
    "river",
    "mountain",
    "harbour",
    "station",
    "museum",
    "theatre",
    "music",
    "dance",
    "football",
    "walking",
    "swimming",
    "cooking",
    "painting",
    "film",
    "tea",
    "coffee",
    "lunch",
    "bread",
    "apple",
    "honey",
    "salt",
    "water",
    "light",
    "colour",
    "sound",
    "weather",
    "rain",
    "moon",
    "island",
    "coast",
    "field",
    "bird",
    "horse",
    "dog",
    "bee",
    "oak",
    "rose",
    "stone",
    "glass",
    "paper",
    "cotton",
    "wool",
]
GLUE = [
    "the",
    "of",
    "and",
    "to",
    "in",
    "a",
    "is",
    "that",
    "for",
    "it",
    "as",
    "with",
    "on",
    "by",
    "this",
    "are",
    "we",
    "from",
    "at",
    "our",
    "can",
    "be",
    "or",
    "have",
    "they",
    "when",
    "what",
    "how",
]
TAGS = ["Ageing", "Carers", "Co-production", "Consent", "Data", "Ethics", "Funding", "Housing", "Impact", "Learning"]
TAGS += ["Methods", "Music", "Nursing", "Policy", "Research", "Safety", "Social care", "Training", "Travel", "Walking"]
FIRST = ["Amara", "Bryn", "Chidi", "Dilys", "Esme", "Farah", "Gareth", "Hana", "Idris", "Keziah", "Owen", "Priya"]
LAST = ["Abara", "Bevan", "Dunmore", "Ellery", "Fenwick", "Haddad", "Jessop", "Okafor", "Pritchard", "Thackeray"]
COMMON, MIDDLING, RARE = "community", "lighthouse", "zephyranth"  # in nearly each post, in each 20th, in each 500th
BODIES = 400  # different texts; titles and standfirsts differ from post to post
AT_ONCE = 500
EVERY = timedelta(hours=3)  # between two posts


def words(dice: random.Random, count: int) -> str:
    picked = [dice.choice(GLUE if dice.random() < 0.42 else WORDS) for _ in range(count)]  # about as in English
    return " ".join(picked).capitalize()


def paragraph(dice: random.Random, count: int) -> str:
    return " ".join(f"{words(dice, dice.randint(9, 20))}." for _ in range(count // 14))


def body(number: int) -> str:
    """About 430 words, with headings, a list, a quotation and a link."""
    dice = random.Random(f"body {number}")
    section = "<h2>{}</h2><p>{}</p><p>{}</p>"
    parts = [f"<p>Our {COMMON} says: {paragraph(dice, 60)}</p>"]
    for _ in range(3):
        parts.append(section.format(words(dice, 4), paragraph(dice, 60), paragraph(dice, 45)))
    parts.append("<ul>" + "".join(f"<li>{words(dice, 9)}.</li>" for _ in range(5)) + "</ul>")
    parts.append(f"<blockquote><p>{words(dice, 15)}.</p></blockquote>")
    parts.append(f'<p><a href="https://example.org/{number}">{words(dice, 4)}</a></p>')
    return "".join(parts)


def fill(posts: int, sign_ups: int) -> None:
    from django.core.management import call_command

    call_command("seed_demo", verbosity=0, stdout=io.StringIO())
    _posts(posts)
    _sign_ups(sign_ups)
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")


def _posts(count: int) -> None:
    from django.db import transaction
    from django.utils import timezone
    from taggit.models import Tag

    from blog.models import Author, Post

    Post.objects.all().delete()
    Author.objects.all().delete()
    Tag.objects.all().delete()
    bodies = [body(number) for number in range(BODIES)]
    names = [f"{first} {last}" for first in FIRST for last in LAST]
    authors = Author.objects.bulk_create(
        [
            Author(name=name, slug=name.lower().replace(" ", "-"), role="Carer", biography="Likes hills.")
            for name in names
        ]
    )
    tags = Tag.objects.bulk_create([Tag(name=name, slug=name.lower().replace(" ", "-")) for name in TAGS])
    now = timezone.now()
    numbers = iter(range(count))
    while batch := list(islice(numbers, AT_ONCE)):
        with transaction.atomic():
            made = Post.objects.bulk_create([_post(number, bodies, now) for number in batch])
            _relate(made, authors, tags)
        _tell("posts", batch[-1] + 1, count)


def _post(number: int, bodies: list[str], now: Any) -> Any:
    from blog.models import Post

    dice = random.Random(f"post {number}")
    special = f" A {MIDDLING} stood by." if number % 20 == 7 else f" A {RARE} flowered." if number % 500 == 11 else ""
    at = now - EVERY * number - timedelta(minutes=dice.randrange(60) + 1)
    return Post(
        title=words(dice, dice.randint(4, 9)),
        slug=f"{words(dice, 4).lower().replace(' ', '-')}-story-{number}",
        standfirst=paragraph(dice, 28) + special,
        body=bodies[number % BODIES],
        status=Post.Status.PUBLISHED,
        publish_at=at,
        created_at=at,
        words="",
    )


def _relate(posts: list[Any], authors: list[Any], tags: list[Any]) -> None:
    from django.contrib.contenttypes.models import ContentType
    from taggit.models import TaggedItem

    from blog.models import ByLine, Post

    kind = ContentType.objects.get_for_model(Post)
    dice = random.Random(f"relations {posts[0].slug}")
    ByLine.objects.bulk_create([ByLine(post=post, author=dice.choice(authors), role="Carer") for post in posts])
    TaggedItem.objects.bulk_create(
        [TaggedItem(tag=tag, content_type=kind, object_id=post.pk) for post in posts for tag in dice.sample(tags, 3)]
    )
    Post.objects.filter(pk__in=[post.pk for post in posts]).index_words()


def _sign_ups(count: int) -> None:
    """Store one sign-up as the form does, and copy its rows."""
    from networks.models import Consent, ConsentStatement, Network, Person, SignUp
    from networks.receiving import receive_sign_up

    if not count:
        return
    agreed = dict.fromkeys(ConsentStatement.objects.current(ConsentStatement.Purpose.JOIN), True)
    answers = {"name": "Ann Lee", "reach_by": ["phone"], "phone": "01632 960001", "region": "wales"}
    network = Network.objects.order_by("pk")[0]
    first = receive_sign_up(network=network, answers=answers, agreed=agreed, key=uuid4(), looks_automatic=False)
    done, step = 1, max(1, count // 20)
    while done < count:
        more = min(step, count - done)
        own = {"id": f"{done} + row.id + copy", "person_id": f"{done} + row.person_id + copy"}
        _copy(Person, first.person_id, more, {"id": own["id"], "email": "'ann' || copy || '@example.org'"})
        _copy(SignUp, first.pk, more, {**own, "key": "gen_random_uuid()", "reference": f"'B' || {done} + copy"})
        for consent in Consent.objects.filter(person_id=first.person_id):
            _copy(Consent, consent.pk, more, {"id": None, "person_id": own["person_id"]})
        done += more
        _tell("sign-ups", done, count)
    for model in (Person, SignUp, Consent):
        _next_number_is_free(model)


def _copy(model: Any, pk: int, times: int, changed: dict[str, str | None]) -> None:
    """Store the row so many times more. A column is what `changed` says in SQL, None for the database's own default."""
    from django.db import connection, models

    table = connection.ops.quote_name(model._meta.db_table)
    columns = [
        field.column
        for field in model._meta.concrete_fields
        if not isinstance(field, models.GeneratedField) and changed.get(field.column, "") is not None
    ]
    values = [changed.get(column) or f'row."{column}"' for column in columns]
    names = ", ".join(f'"{column}"' for column in columns)
    source = f"{table} AS row, generate_series(1, %s) AS copy WHERE row.id = %s"
    with connection.cursor() as cursor:
        cursor.execute("SET statement_timeout = 0")
        cursor.execute(f"INSERT INTO {table} ({names}) SELECT {', '.join(values)} FROM {source}", [times, pk])


def _next_number_is_free(model: Any) -> None:
    from django.db import connection

    table = model._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), (SELECT max(id) FROM {table}))")


def _tell(what: str, done: int, of: int) -> None:
    full = 30 * done // of
    end = "\n" if done >= of else "\r"
    print(f"  {what:9} {'#' * full}{'.' * (30 - full)} {done:,} of {of:,}", end=end, flush=True)


if __name__ == "__main__":
    import django

    django.setup()
    fill(int(sys.argv[1]), int(sys.argv[2]))
