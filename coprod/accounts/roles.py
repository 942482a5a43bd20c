"""Who of the staff may open which page: the one written matrix. README.md explains the roles in words.

Each letter is a role. LISTS has a line for each list of the staff pages, PAGES one for each page beside those, FURTHER
one for each right that no page of its own stands for. A migration gives the roles their rights (granting.py), and a
test walks every address as each role: whoever adds a page or a list adds its line here and a migration with it.
"""

from dataclasses import dataclass
from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.auth.models import AbstractUser, AnonymousUser, User
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

EDITOR, PUBLISHER, FACILITATOR, ADMINISTRATOR = "Editor", "Publisher", "Facilitator", "Administrator"
LETTERS = {"E": EDITOR, "P": PUBLISHER, "F": FACILITATOR, "A": ADMINISTRATOR}
STAFF = "EPFA"  # all of the staff, those without a role too
ANY_ROLE = "AEFP"
NOBODY = ""

IN_WORDS = {
    EDITOR: _(
        "Writes posts, sends them for review, and looks after readers’ responses. Sees no people, publishes no posts."
    ),
    PUBLISHER: _("Does what an editor does, approves and publishes posts, and answers guest writers."),
    FACILITATOR: _("Looks after their own networks, and the people of those. Publishes no posts."),
    ADMINISTRATOR: _("May do everything, accounts and records included."),
}

# Whoever may change accounts can make themselves anything: that is what makes an administrator.
ADMINISTER = "auth.change_user"
BACKEND = "coprod.accounts.backends.RolesBackend"


@dataclass(frozen=True)
class Records:
    """What each role may do with the records of one list."""

    see: str = NOBODY
    add: str = NOBODY
    change: str = NOBODY
    delete: str = NOBODY


@dataclass(frozen=True)
class Page:
    """Who may open a page (GET), and who may send something to it (POST)."""

    opens: str = NOBODY
    sends: str = NOBODY


LISTS = {
    "auth.user": Records("A", "A", "A", NOBODY),
    "blog.author": Records("EPA", "EPA", "EPA", "PA"),
    "blog.importrun": Records("PA", "PA", NOBODY, NOBODY),
    "blog.guestanswer": Records("PA", NOBODY, "PA", NOBODY),
    "blog.oldaddress": Records("A", "A", NOBODY, "A"),
    "blog.post": Records("EPA", "EPA", "EPA", "PA"),
    "blog.response": Records("EPA", NOBODY, "EPA", NOBODY),
    "blog.submission": Records("PA", NOBODY, "PA", NOBODY),
    "coprod.erasure": Records("A"),
    "coprod.organisation": Records("A", NOBODY, "A", NOBODY),
    "coprod.outgoingmail": Records("FA"),
    "coprod.page": Records("PA", "A", "PA", NOBODY),
    "coprod.retentionperiod": Records("A", NOBODY, "A", NOBODY),
    "coprod.staffaccess": Records("A"),
    "networks.accesslink": Records("FA"),
    "networks.consent": Records("FA"),
    "networks.consentstatement": Records("A", "A", NOBODY, NOBODY),
    "networks.enquiry": Records("FA", NOBODY, "FA", NOBODY),
    "networks.group": Records("FA", "FA", "FA", "FA"),
    "networks.network": Records("FA", "A", "FA", "A"),
    "networks.person": Records("FA"),
    "networks.signup": Records("FA", NOBODY, "FA", NOBODY),
    "taggit.tag": Records("EPA", "EPA", "PA", "PA"),
}

PAGES = {
    "index": Page(STAFF, STAFF),
    "how_do_i": Page(STAFF, NOBODY),
    "backups": Page(STAFF, NOBODY),
    "recovery_codes": Page(STAFF, STAFF),
    "kept": Page(STAFF, STAFF),
    "account_invite": Page(NOBODY, "A"),
    "second_step_reset": Page(NOBODY, "A"),
    "jsi18n": Page(STAFF, NOBODY),
    "password_change": Page(STAFF, STAFF),
    "password_change_done": Page(STAFF, NOBODY),
    "autocomplete": Page(NOBODY, NOBODY),  # asked without saying for which field; test_walls.py asks for fields
    "check_link": Page(NOBODY, STAFF),
    "tidy_paste": Page(NOBODY, STAFF),
    "blog_importrun_bring": Page(NOBODY, "PA"),
    "blog_importrun_throw_away": Page(NOBODY, "PA"),
    "blog_importrun_progress": Page("PA", NOBODY),
    "blog_importrun_report": Page("PA", NOBODY),
    "blog_post_from_word": Page("EPA", "EPA"),
    "blog_post_keep": Page(NOBODY, "EPA"),
    "blog_post_throw_away": Page(NOBODY, "EPA"),
    "inbox": Page(ANY_ROLE, NOBODY),
    "inbox_move": Page(NOBODY, "FA"),  # of a sign-up
    "blog_post_move": Page(NOBODY, "EPA"),  # and which move, blog/flow.py says
    "blog_post_versions": Page("EPA", NOBODY),
    "blog_post_compare": Page("EPA", NOBODY),
    "blog_post_restore": Page(NOBODY, "EPA"),
    **{f"blog_submission_{answer}": Page("PA", "PA") for answer in ("accept", "changes", "decline")},
    "blog_post_preview": Page("EPA", NOBODY),
    "blog_post_preview_page": Page("EPA", NOBODY),
    "blog_post_preview_link": Page(NOBODY, "EPA"),
    "blog_post_preview_revoke": Page(NOBODY, "EPA"),
    "blog_submission_picture": Page("PA", NOBODY),
    "keeping_person_export": Page(NOBODY, "A"),
    "keeping_person_erase": Page("A", "A"),
    "keeping_piece_delete": Page(NOBODY, "PA"),
    "keeping_piece_restore": Page(NOBODY, "PA"),
    "keeping_response_erase": Page("PA", "PA"),
    "networks_network_members": Page(NOBODY, "FA"),
    "networks_consent_take_back": Page("FA", "FA"),
    **{f"networks_person_{asked}": Page("FA", "FA") for asked in ("break", "health", "helper")},
    "networks_person_merge": Page("FA", "FA"),
    "networks_person_put_right": Page("FA", "FA"),
    "networks_person_same": Page("FA", NOBODY),
    "networks_person_spoken": Page(NOBODY, "FA"),
    "networks_signup_enter": Page("FA", "FA"),
    "networks_signup_entered": Page("FA", NOBODY),
    "networks_signup_left": Page("FA", "FA"),
}

FURTHER = {
    "blog.approve_post": "PA",
    "blog.publish_post": "PA",
    "blog.delete_response": "PA",  # erase
    "blog.delete_submission": "PA",  # into the bin
    **{f"blog.{verb}_byline": "EPA" for verb in ("view", "add", "change", "delete")},
    "coprod.change_outgoingmail": "FA",  # try again
    "networks.add_signup": "FA",  # enter what someone said by phone
    "networks.change_accesslink": "FA",  # turn off
    "networks.export_members": "FA",
    "networks.merge_people": "FA",
    **{f"networks.{verb}_resource": "FA" for verb in ("view", "add", "change", "delete")},
}


def is_administrator(user: AbstractUser | AnonymousUser) -> bool:
    return user.has_perm(ADMINISTER)


def in_words(user: Any) -> list[Any]:
    """What each role of this person allows."""
    names = [ADMINISTRATOR] if is_administrator(user) else user.groups.order_by("pk").values_list("name", flat=True)
    return [IN_WORDS[name] for name in names if name in IN_WORDS]


def administrators() -> QuerySet[User]:
    users: Any = get_user_model()
    may = Q(is_superuser=True) | Q(groups__name=ADMINISTRATOR)
    return users.objects.filter(may, is_active=True, is_staff=True).distinct()
