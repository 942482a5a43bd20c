"""What the database must say about sign-ups, whatever was killed meanwhile."""

from tests.faults.site import Site
from tests.faults.visitor import Visitor

SIGN_UPS_OF = """
    SELECT sign_up.key::text, sign_up.reference FROM networks_signup sign_up
    JOIN networks_person person ON person.id = sign_up.person_id WHERE person.name = %s
"""
# Each sign-up with its consent, one mail to the person if they chose e-mail, and one to the facilitator.
HALF_STORED = """
    networks_signup sign_up JOIN networks_person person ON person.id = sign_up.person_id WHERE
    (SELECT count(*) FROM networks_consent WHERE person_id = person.id AND given) <> 1
    OR (SELECT count(*) FROM coprod_outgoingmail WHERE reference = sign_up.reference AND event = 'someone_joined') <> 1
    OR (SELECT count(*) FROM coprod_outgoingmail WHERE reference = sign_up.reference AND event = 'sign_up_received'
        AND recipient = person.email) <> ('email' = ANY(person.reach_by))::int
"""
PEOPLE_ALONE = """
    networks_person person WHERE NOT EXISTS (SELECT FROM networks_signup WHERE person_id = person.id)
    AND NOT EXISTS (SELECT FROM networks_enquiry WHERE person_id = person.id)
"""
MAIL_ALONE = """
    coprod_outgoingmail mail WHERE event IN ('sign_up_received', 'someone_joined')
    AND NOT EXISTS (SELECT FROM networks_signup WHERE reference = mail.reference)
"""


def sign_ups_of(site: Site, visitor: Visitor) -> list[tuple[str, str]]:
    """The keys and references stored under exactly this name."""
    return [(key, reference) for key, reference in site.rows(SIGN_UPS_OF, visitor.name)]


def half_stored(site: Site) -> int:
    return sum(site.count(broken) for broken in (HALF_STORED, PEOPLE_ALONE, MAIL_ALONE))


def must_have_one_each(site: Site, thanked: dict[Visitor, str]) -> None:
    """Every visitor was sent to one page of thanks, and stands in the tables once, with the reference shown there."""
    for visitor, location in thanked.items():
        ((key, reference),) = sign_ups_of(site, visitor)
        assert key in location
        assert visitor.reference_at(location) == reference
    assert half_stored(site) == 0
