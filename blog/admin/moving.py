"""The buttons that move a post from draft to readers and back, on its form and in the list."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import path
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from blog import flow
from blog.admin import leftovers
from blog.models import Post, PostQuerySet, State
from coprod.model_admin import CoprodModelAdmin, UKTimeField, moment

BUTTON = "_move"  # the name of every such button


class MoveForm(forms.Form):
    """What goes with a move. It is a part of the form of the post, and a form of its own where words may not change."""

    move_note = forms.CharField(
        label=_("Note"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Optional, but say what should change when you ask for changes. Staff see it, readers never do."),
    )
    move_at = UKTimeField(
        label=_("Day and time"),
        required=False,
        help_text=_("UK time. Only for “Schedule” and “Take down on a day”."),
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        move = flow.MOVES.get(self.data.get(BUTTON, ""))
        if move and move.needs_note and not data.get("move_note"):
            self.add_error("move_note", _("Say what should change."))
        if move and move.needs_time and not data.get("move_at") and "move_at" not in self.errors:
            self.add_error("move_at", _("Enter the day and the time."))
        return data


class MovingAdmin(CoprodModelAdmin):
    """Adds the buttons, the address that they post to, and the same moves for many posts at once."""

    def get_urls(self) -> list[Any]:
        view = self.admin_site.admin_view(require_POST(self.move_view))
        return [path("<int:pk>/move/", view, name="blog_post_move"), *super().get_urls()]

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_change_permission(request, obj) and (obj is None or flow.may_change(request.user, obj))

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_delete_permission(request, obj) and (obj is None or flow.may_delete(request.user, obj))

    def render_change_form(self, request: HttpRequest, context: Any, *args: Any, obj: Any = None, **kwargs: Any) -> Any:
        post = obj or Post()
        context["moves"] = flow.moves_for(post, request.user)
        may_write = self.has_change_permission(request, obj) if obj else True
        form = context["adminform"].form if may_write else MoveForm()
        form.initial.update(leftovers.take(request, obj))
        needs_time = any(move.needs_time for move in context["moves"])
        fields = [form["move_note"], *([form["move_at"]] if needs_time else [])]
        context["may_write"], context["move_fields"] = may_write, fields
        context["steps"] = obj.moves.select_related("by") if obj else []
        context["waits_for_another"] = _waits_for_another(post, request.user)
        context["post_is"] = state_in_words(post)
        return super().render_change_form(request, context, *args, obj=obj, **kwargs)

    def response_add(self, request: HttpRequest, obj: Post, *args: Any, **kwargs: Any) -> HttpResponse:
        return self._moved(request, obj) or leftovers.after_save(
            request, obj, super().response_add(request, obj, *args, **kwargs)
        )

    def response_change(self, request: HttpRequest, obj: Post) -> HttpResponse:
        return self._moved(request, obj) or leftovers.after_save(request, obj, super().response_change(request, obj))

    def move_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Move a post whose words this person may not change."""
        post = get_object_or_404(Post, pk=pk)
        if not self.has_view_permission(request, post):
            raise PermissionDenied
        return self._moved(request, post) or redirect("admin:blog_post_change", post.pk)

    def _moved(self, request: HttpRequest, post: Post) -> HttpResponse | None:
        if BUTTON not in request.POST:
            return None
        form, slug = MoveForm(request.POST), request.POST[BUTTON]
        if not form.is_valid():
            messages.error(request, " ".join(str(word) for words in form.errors.values() for word in words))
            leftovers.keep(request, post, *MoveForm.base_fields)
        elif not self.move(request, post, slug, note=form.cleaned_data["move_note"], at=form.cleaned_data["move_at"]):
            leftovers.keep(request, post, *MoveForm.base_fields)
        elif not flow.MOVES[slug].needs_time:
            leftovers.day_unused(request, post, flow.MOVES[slug].label)
        return redirect("admin:blog_post_change", post.pk)

    def move(self, request: HttpRequest, post: Post, slug: str, **more: Any) -> bool:
        try:
            made = flow.make(slug, post, by=request.user, **more)
        except flow.Refused as refused:
            messages.error(request, _why(post, refused))
            return False
        self.log_change(request, post, str(made.label))
        messages.success(request, format_html("“{}”: {}", post.title, state_in_words(post)))
        return True

    @admin.action(description=_("Send for review"), permissions=["change"])
    def send_for_review(self, request: HttpRequest, queryset: PostQuerySet) -> None:
        self._move_all(request, queryset, "review")

    @admin.action(description=_("Approve"), permissions=["approve"])
    def approve(self, request: HttpRequest, queryset: PostQuerySet) -> None:
        self._move_all(request, queryset, "approve")

    @admin.action(description=_("Publish now"), permissions=["publish"])
    def publish_now(self, request: HttpRequest, queryset: PostQuerySet) -> None:
        self._move_all(request, queryset, "publish")

    @admin.action(description=_("Take down"), permissions=["publish"])
    def take_down(self, request: HttpRequest, queryset: PostQuerySet) -> None:
        self._move_all(request, queryset, "down")

    @admin.action(description=_("Take out of the bin"), permissions=["delete"])
    def take_out_of_bin(self, request: HttpRequest, queryset: PostQuerySet) -> None:
        self._move_all(request, queryset, "restore")

    def has_approve_permission(self, request: HttpRequest) -> bool:
        return bool(request.user.has_perm(flow.APPROVE))

    def has_publish_permission(self, request: HttpRequest) -> bool:
        return bool(request.user.has_perm(flow.PUBLISH))

    def _move_all(self, request: HttpRequest, queryset: PostQuerySet, slug: str) -> None:
        ready = [post for post in queryset if flow.MOVES[slug].is_possible(post, request.user)]
        left = len(queryset) - len(ready)
        for post in ready:
            self.move(request, post, slug)
        if left:
            said = ngettext(
                "%(count)d post stays as it is: this is not possible for it now, or not allowed to you.",
                "%(count)d posts stay as they are: this is not possible for them now, or not allowed to you.",
                left,
            )
            messages.warning(request, said % {"count": left})


def state_in_words(post: Post) -> str:
    state = post.state if post.pk else State.DRAFT
    if state == State.SCHEDULED:
        return str(_("Scheduled for %s") % moment(post.publish_at))
    if state == State.PUBLISHED and post.unpublish_at:
        return str(_("Published. Comes down on %s") % moment(post.unpublish_at))
    return str(state.label)


def _waits_for_another(post: Post, user: Any) -> bool:
    """Whether this person could approve the post, had they not written it."""
    state = post.state if post.pk else State.DRAFT
    return state in flow.WRITTEN and bool(user.has_perm(flow.APPROVE)) and not flow.may_approve(user, post)


def _why(post: Post, refused: flow.Refused) -> str:
    links = ((problem.place, problem.words) for problem in refused.problems)
    if not refused.problems:
        return format_html("“{}”: {}", post.title, str(refused))
    return format_html(
        "“{}”: {}<ul>{}</ul>",
        post.title,
        str(refused),
        format_html_join("", '<li><a href="{}">{}</a></li>', links),
    )
