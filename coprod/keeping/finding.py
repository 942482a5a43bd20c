"""Finding whom a command or a button is about: by a person's number, or by the reference of anything that they sent."""

from blog.models import GuestAnswer, Response, Submission
from coprod.inbox.search import spoken_reference
from coprod.keeping.erasing import Subject
from networks.models import Enquiry, Person, SignUp

LONGEST_NUMBER = 18  # digits: what is longer is no row's number


def subject_called(text: str) -> Subject | None:
    """Whoever this is the number or a reference of. A guest piece or a response has no person behind it."""
    text = text.strip()
    if text.isascii() and text.isdigit() and len(text) <= LONGEST_NUMBER:
        person = Person.objects.filter(pk=int(text)).first()
        return Subject(person) if person else None
    reference = spoken_reference(text)
    for model in (SignUp, Enquiry):
        row = model._default_manager.select_related("person").filter(reference=reference).first()
        if row is not None:
            return Subject(row.person)
    pieces = list(Submission.objects.filter(reference=reference))
    responses = list(Response.objects.filter(reference=reference))
    answers = list(GuestAnswer.objects.filter(reference=reference))
    return Subject(None, pieces, responses, answers) if pieces or responses or answers else None


def pieces_of(person: Person) -> list[Submission]:
    """Guest pieces from the person's own e-mail address or number. Whoever looks decides if they are theirs."""
    own = [person.email, person.phone]
    return [
        piece
        for piece in Submission.objects.order_by("received_at", "pk")
        if any(mine and mine.casefold() in {piece.email.casefold(), piece.phone.casefold()} for mine in own)
    ]


def responses_of(person: Person) -> list[Response]:
    """Responses under the person's own name: there is nothing else that leads to them. Whoever looks decides."""
    return list(Response.objects.filter(name__iexact=person.name).order_by("received_at", "pk"))
