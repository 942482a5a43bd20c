"""Involvement networks: what people can join, and who asked to.

Two halves. Network, Group and Resource are public (involvement.py). Person, SignUp, Enquiry and Consent hold what
people told us (people.py, received.py): a network's facilitators see their own, and nobody else but administrators.
"""

from networks.models.changes import Change
from networks.models.involvement import PUBLIC_NETWORK, PUBLIC_NETWORKS, Group, Network, Region, Resource
from networks.models.links import AccessLink
from networks.models.people import Consent, ConsentStatement, Person
from networks.models.received import Enquiry, SignUp

__all__ = [
    "PUBLIC_NETWORK",
    "PUBLIC_NETWORKS",
    "AccessLink",
    "Change",
    "Consent",
    "ConsentStatement",
    "Enquiry",
    "Group",
    "Network",
    "Person",
    "Region",
    "Resource",
    "SignUp",
]
