"""How long what people told the networks is kept. A person goes with the last thing that they sent."""

from collections import Counter

from django.db.models import DateTimeField, Exists, F, OuterRef, Q, QuerySet
from django.db.models.functions import Cast, Coalesce
from django.utils import timezone

from coprod.keeping.records import Records, Rows, about_row, forget_received
from coprod.models import RetentionPeriod
from coprod.received import Received
from networks.models import AccessLink, Enquiry, Person, SignUp

Status = SignUp.Status
SINCE = Coalesce(Cast(F("keep_until"), DateTimeField()), F("created_at"))
past = RetentionPeriod.objects.past
# Staff who have been in touch with someone know that it is no robot.
BY_A_ROBOT = Q(looks_automatic=True, status__in=[Status.NEW, Status.CLOSED])


def _without_a_day_of_their_own(rows: Rows) -> Rows:
    return rows.filter(person__keep_until=None)


def _by_people(rows: Rows) -> Rows:
    return _without_a_day_of_their_own(rows).exclude(BY_A_ROBOT)


def former_members() -> Rows:
    return past(_by_people(SignUp.objects.exclude(left_at=None)), "former-members", "left_at")


def waiting_list() -> Rows:
    return past(_by_people(SignUp.objects.filter(left_at=None, status=Status.WAITING)), "waiting-list", "updated_at")


def never_joined() -> Rows:
    others = SignUp.objects.filter(left_at=None).exclude(status__in=[Status.JOINED, Status.WAITING])
    return past(_by_people(others), "sign-ups", "updated_at")


def messages() -> Rows:
    return past(_by_people(Enquiry.objects.filter(kind=Enquiry.Kind.MESSAGE)), "messages", "updated_at")


def call_backs() -> Rows:
    return past(_by_people(Enquiry.objects.filter(kind=Enquiry.Kind.CALL_BACK)), "call-backs", "updated_at")


def robots_sign_ups() -> Rows:
    return past(_without_a_day_of_their_own(SignUp.objects.filter(BY_A_ROBOT)), "robots", "received_at")


def robots_enquiries() -> Rows:
    return past(_without_a_day_of_their_own(Enquiry.objects.filter(BY_A_ROBOT)), "robots", "received_at")


def people() -> QuerySet[Person]:
    """Those whose own day has come, and those of whom nothing is left but the record."""
    rows = Person.objects.exclude(
        Exists(SignUp.objects.filter(person=OuterRef("pk"))) | Exists(Enquiry.objects.filter(person=OuterRef("pk")))
    )
    empty = past(rows.filter(keep_until=None), "people", "created_at").values("pk")
    whose_day_came = Q(keep_until__lt=timezone.localdate())
    found = Person.objects.filter(Q(pk__in=empty) | whose_day_came)
    return found.annotate(since=SINCE).order_by("since", "pk")


def access_links() -> Rows:
    return past(AccessLink.objects.all(), "links", "expires_at")


def lock_person(row: SignUp | Enquiry) -> None:
    """Person first, then what they sent: as when two records are made one, so that neither blocks the other."""
    Person.objects.select_for_update().filter(pk=row.person_id).first()


def forget_with_person(row: SignUp | Enquiry) -> None:
    person = row.person
    forget_received(row)
    if not received_from(person):
        forget_person(person)


def forget_person(person: Person) -> Counter[str]:
    """Remove a person and everything of theirs. Return how many of each kind went."""
    gone: Counter[str] = Counter()
    for row in received_from(person):
        gone.update(forget_received(row))
    for other in [*person.consents.all(), *person.links.all(), *person.changes.all()]:
        gone["log"] += about_row(other).delete()[0]
        gone[str(other._meta.verbose_name)] += 1
    gone["log"] += about_row(person).delete()[0]
    gone[str(person._meta.verbose_name)] += 1
    person.delete()
    return gone


def received_from(person: Person) -> list[Received]:
    return [*SignUp.objects.filter(person=person), *Enquiry.objects.filter(person=person)]


KINDS = [
    Records("links", access_links),
    *(
        Records(slug, expired, forget_with_person, lock_person)
        for slug, expired in [
            ("former-members", former_members),
            ("waiting-list", waiting_list),
            ("sign-ups", never_joined),
            ("messages", messages),
            ("call-backs", call_backs),
            ("robots", robots_sign_ups),
            ("robots", robots_enquiries),
        ]
    ),
    Records("people", people, forget_person),
]
