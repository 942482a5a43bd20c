"""What happens after someone has asked to join: the same words on the last page and in the e-mail."""

from django.utils.translation import gettext as _

from networks.journey.reaching import ways_in_words
from networks.models import Person, SignUp


def next_steps(sign_up: SignUp, *, to_helper: bool) -> list[str]:
    """Say what comes, to the person, or to the one who filled in the form for them."""
    if sign_up.status == SignUp.Status.WAITING:
        return _while_waiting(sign_up, to_helper=to_helper)
    first = _("A person who looks after the %(network)s reads your answers.") % {"network": sign_up.network}
    how = how_we_contact(sign_up.person, to_helper=to_helper)
    if not to_helper:
        contact = _("They contact you within 5 working days, %(how)s.") % {"how": how}
        return [first, contact, _("They tell you what happens in the network, and you choose what to do.")]
    last = _("They tell you both what happens in the network. The person chooses what to do.")
    return [first, *_to_both(sign_up.person, how), last]


def _to_both(person: Person, how: str) -> list[str]:
    if not how:
        contact = _("They contact you within 5 working days.")
    else:
        contact = _("They contact the person you are helping within 5 working days, %(how)s.") % {"how": how}
    if Person.ReachBy.HELPER not in person.reach_by:
        return [contact, _("They speak with the person you are helping before anything else happens.")]
    if how:
        contact = f"{contact} {_('Or they contact you.')}"
    return [contact, _("They also speak with the person you are helping, before anything else happens.")]


def _while_waiting(sign_up: SignUp, *, to_helper: bool) -> list[str]:
    where = {"group": sign_up.group, "network": sign_up.network}
    how = {"how": how_we_contact(sign_up.person, to_helper=to_helper)}
    if not to_helper:
        return [
            (
                _("There is no place now. You are on the waiting list of %(group)s.")
                if sign_up.group
                else _("There is no place now. You are on the waiting list of the %(network)s.")
            )
            % where,
            _("We contact you as soon as there is a place, %(how)s.") % how,
            _("If you do not want to wait, phone us. We look for something else with you."),
        ]
    through_you = Person.ReachBy.HELPER in sign_up.person.reach_by
    contact = _("We contact you as soon as there is a place.")
    theirs = _("We contact the person you are helping as soon as there is a place, %(how)s.") % how
    return [
        (
            _("There is no place now. The person you are helping is on the waiting list of %(group)s.")
            if sign_up.group
            else _("There is no place now. The person you are helping is on the waiting list of the %(network)s.")
        )
        % where,
        contact if through_you else theirs,
        _("If they do not want to wait, phone us. We look for something else with you both."),
    ]


def how_we_contact(person: Person, *, to_helper: bool) -> str:
    """Say how, without the address itself. To a helper only the ways that do not go through them."""
    own = [way for way in person.reach_by if not (to_helper and way == Person.ReachBy.HELPER)]
    chosen = "" if person.reach_by else _("in the way that you chose")
    return ways_in_words(own) or chosen
