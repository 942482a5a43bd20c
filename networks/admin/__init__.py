"""Staff pages for the networks. Facilitators find their own networks here, and nothing of the others."""

from networks.admin.consents import ConsentAdmin, ConsentStatementAdmin
from networks.admin.involvement import GroupAdmin, NetworkAdmin
from networks.admin.links import AccessLinkAdmin
from networks.admin.people import PersonAdmin
from networks.admin.received import EnquiryAdmin, SignUpAdmin

__all__ = [
    "AccessLinkAdmin",
    "ConsentAdmin",
    "ConsentStatementAdmin",
    "EnquiryAdmin",
    "GroupAdmin",
    "NetworkAdmin",
    "PersonAdmin",
    "SignUpAdmin",
]
