"""What was typed beside the buttons of a post, and went with none of them: a note is kept, a day comes back."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _

from blog import flow
from blog.models import Post

TYPED = "post-typed"  # in the session: what the next page of the post shows again
NOTE, DAY = "move_note", "move_at"
NOT_DONE = {
    "schedule": _("The story is not scheduled for that day. Press “Schedule” to do that."),
    "down-later": _("The story does not come down on that day. Press “Take down on a day” to do that."),
}


def after_save(request: HttpRequest, post: Post, answer: HttpResponse) -> HttpResponse:
    """Keep a note that was typed before “Save”. Stay on the page if a day was: nothing happens on it."""
    if note := request.POST.get(NOTE, "").strip():
        post.keep_note(note, by=request.user)
        messages.success(request, _("Your note is kept with the post."))
    return redirect("admin:blog_post_change", post.pk) if day_unused(request, post, _("Save")) else answer


def day_unused(request: HttpRequest, post: Post, pressed: Any) -> bool:
    """Say that a day was typed which the button does not need, and keep it. False: there is none."""
    if not request.POST.get(DAY):
        return False
    possible = [str(NOT_DONE[move.slug]) for move in flow.moves_for(post, request.user) if move.needs_time]
    said = _("You typed a day, and pressed “%(button)s”. %(so)s")
    messages.warning(request, said % {"button": pressed, "so": " ".join(possible) or _("The day was not used.")})
    keep(request, post, DAY)
    return True


def keep(request: HttpRequest, post: Post, *names: str) -> None:
    request.session[TYPED] = {"post": post.pk, **{name: request.POST.get(name, "") for name in names}}


def take(request: HttpRequest, post: Post | None) -> dict[str, str]:
    """What is shown again in the form of this post, once."""
    if request.method != "GET" or post is None or request.session.get(TYPED, {}).get("post") != post.pk:
        return {}
    return {name: text for name, text in request.session.pop(TYPED).items() if name in {NOTE, DAY}}
