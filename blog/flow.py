"""Who may move a post where, and what keeps it from going: buttons, list actions and every other road ask here."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from blog.checking import Problem, noting, problems_of
from blog.models import NotNow, Post, State
from coprod.models import Organisation

APPROVE, PUBLISH, CHANGE, DELETE = (f"blog.{verb}_post" for verb in ("approve", "publish", "change", "delete"))
READY = frozenset({State.APPROVED, State.SCHEDULED})
WRITTEN = frozenset({State.DRAFT, State.IN_REVIEW})  # publishing from here approves as well
UP = frozenset({State.PUBLISHED, State.SCHEDULED})


class Refused(Exception):
    """The post stays where it is. Says why, and which problems of the post stand in the way."""

    def __init__(self, words: Any, problems: Iterable[Problem] = ()) -> None:
        super().__init__(str(words))
        self.problems = list(problems)


@dataclass(frozen=True)
class Move:
    slug: str
    label: str | Promise
    right: str
    states: frozenset[State]
    verb: Callable[..., None]
    needs_note: bool = False
    needs_time: bool = False
    shows_it: bool = False  # readers see the post after it

    def is_possible(self, post: Post, user: Any) -> bool:
        state = post.state if post.pk else State.DRAFT
        if state not in self.states or not user.has_perm(self.right):
            return False
        if self.slug == "approve" or (self.shows_it and state in WRITTEN):
            return may_approve(user, post)
        return self.slug != "stay" or post.unpublish_at is not None


MOVES = {
    move.slug: move
    for move in (
        Move("review", _("Send for review"), CHANGE, frozenset({State.DRAFT}), Post.send_for_review),
        Move("approve", _("Approve"), APPROVE, frozenset({State.IN_REVIEW}), Post.approve),
        Move(
            *("changes", _("Ask for changes"), APPROVE, frozenset({State.IN_REVIEW, State.APPROVED})),
            *(Post.ask_for_changes, True),
        ),
        Move("publish", _("Publish now"), PUBLISH, WRITTEN | READY, Post.publish_now, shows_it=True),
        Move(
            *("schedule", _("Schedule"), PUBLISH, WRITTEN | READY, Post.schedule),
            needs_time=True,
            shows_it=True,
        ),
        Move("unschedule", _("Do not publish on that day"), PUBLISH, frozenset({State.SCHEDULED}), Post.unschedule),
        Move("down", _("Take down"), PUBLISH, frozenset({State.PUBLISHED}), Post.withdraw),
        Move("down-later", _("Take down on a day"), PUBLISH, UP, Post.take_down_at, needs_time=True),
        Move("stay", _("Leave it up"), PUBLISH, UP, Post.leave_up),
        Move("back", _("Put back"), PUBLISH, frozenset({State.WITHDRAWN}), Post.put_back, shows_it=True),
        Move("restore", _("Take out of the bin"), DELETE, frozenset({State.BIN}), Post.take_out_of_bin),
    )
}


def moves_for(post: Post, user: Any) -> list[Move]:
    """The moves that are possible now, and that this person may make."""
    return [move for move in MOVES.values() if move.is_possible(post, user)]


def is_own(post: Post, user: Any) -> bool:
    """Whether this person wrote the post, or changed it last."""
    if post.pk is None or post.created_by_id == user.pk:
        return True
    changes = post.versions.exclude(by=None).values_list("by", flat=True)
    return changes.first() == user.pk


def may_approve(user: Any, post: Post) -> bool:
    if not user.has_perm(APPROVE):
        return False
    return not (is_own(post, user) and Organisation.current().second_person_approves)


def may_change(user: Any, post: Post) -> bool:
    """Readers see at once what changes in a post that is up, so that is for those who may publish."""
    state = post.state
    return state != State.BIN and (state not in UP or user.has_perm(PUBLISH))


@transaction.atomic
def make(slug: str, post: Post, *, by: Any, note: str = "", at: datetime | None = None) -> Move:
    """Make one move, or raise Refused with the reason in plain words."""
    Post.objects.select_for_update().get(pk=post.pk)  # what is asked below stays true until it is done
    post.__dict__.pop("state_now", None)  # a list read it a while ago
    move = MOVES.get(slug)
    if move is None or not move.is_possible(post, by):
        raise Refused(_("That is not possible now. Someone else may have moved the post."))
    if move.needs_note and not note:
        raise Refused(_("Say in a note what should change."))
    if move.needs_time and (at is None or at <= timezone.now()):
        raise Refused(_("Choose a day and time that is still to come."))
    if slug == "down-later" and at and post.publish_at and at <= post.publish_at:
        raise Refused(_("Choose a time to take it down that is after the time it is published."))
    if move.shows_it:
        _check(post)
    try:
        if move.shows_it and post.state in WRITTEN:
            post.approve(by=by)
        move.verb(post, *([at] if move.needs_time else []), by=by, note=note)
    except NotNow as problem:
        raise Refused(_("That is not possible now. Someone else has moved the post.")) from problem
    noting.note(Post.objects.filter(pk=post.pk))
    return move


def _check(post: Post) -> None:
    blocking = [problem for problem in problems_of(post) if problem.blocks]
    if blocking:
        raise Refused(_("Not published yet. Mend this first:"), blocking)


def put_in_bin(post: Post, *, by: Any) -> None:
    if not may_delete(by, post):
        raise Refused(_("Only someone who may publish can delete a post that readers see."))
    post.put_in_bin(by=by)


def may_delete(user: Any, post: Post) -> bool:
    return user.has_perm(DELETE) and may_change(user, post)


def words_changed(post: Post, *, by: Any) -> bool:
    """Undo an approval of words that are not the same any more. Say whether there was one."""
    if post.state not in READY or may_approve(by, post):
        return False
    post.reopen(by=by)
    return True
