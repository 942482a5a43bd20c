"""What is typed into the form of a post is kept every half minute, beside the post, and offered when it is needed."""

import json
import re
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import BadRequest, PermissionDenied
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import URLPattern, path
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from blog.models import Post, WorkingCopy
from coprod.model_admin import CoprodModelAdmin

LONGEST = 1_000_000  # letters; a book has half of that
KEY = re.compile(r"[0-9a-f]{32}")
NOT_WORDS = ("_", "csrf", "copy_key", "form_key", "replaces")  # buttons and the like


def _user(request: HttpRequest) -> Any:
    return request.user  # somebody: the admin has asked


def name_of(user: Any) -> str:
    return user.get_full_name() or user.get_username()


class WorkingCopyAdmin(CoprodModelAdmin):
    def get_urls(self) -> list[URLPattern]:
        wrap = self.admin_site.admin_view
        return [
            path("working-copy/", wrap(require_POST(self.keep)), name="blog_post_keep"),
            path("working-copy/throw-away/", wrap(require_POST(self.throw_away)), name="blog_post_throw_away"),
            *super().get_urls(),
        ]

    def keep(self, request: HttpRequest) -> HttpResponse:
        """A form says that it is open and what is new in it, or that it closes. The post is never touched."""
        post = self._post_of(request)
        key = str(post.pk) if post else request.POST.get("key", "")
        if not key:
            return JsonResponse({})
        if not post and not KEY.fullmatch(key):
            raise BadRequest
        if "leaving" in request.POST:
            for copy in WorkingCopy.objects.filter(user=_user(request), key=key):
                copy.leave()
            return JsonResponse({})
        copy = WorkingCopy.note(user=request.user, key=key, post=post, words=_words(request.POST.get("words")))
        said = _("Saved as a draft at %(time)s.") % {"time": copy.kept_in_words} if "words" in request.POST else ""
        is_open = post is None or self.has_change_permission(request, post)
        others = others_in_words(post, request.user) if is_open else _moved_on()
        return JsonResponse({"said": said, "others": others})

    def throw_away(self, request: HttpRequest) -> HttpResponse:
        post = self._post_of(request)
        WorkingCopy.objects.with_words().filter(user=_user(request), post=post).delete()
        self.message_user(request, _("We threw away what you had not saved."))
        return redirect("admin:blog_post_change", post.pk) if post else redirect("admin:blog_post_add")

    def _post_of(self, request: HttpRequest) -> Post | None:
        number = request.POST.get("post", "")
        post = get_object_or_404(Post, pk=number) if number.isdecimal() and len(number) < 16 else None
        # Of a post that was moved on while someone wrote, the words are still theirs to keep.
        may = self.has_change_permission(request) if post else self.has_add_permission(request)
        if not may:
            raise PermissionDenied
        return post

    def change_view(self, request: HttpRequest, object_id: str, *args: Any, **kwargs: Any) -> HttpResponse:
        """Meet someone who saves what meanwhile is not theirs to change: nothing of it is lost."""
        post = self.get_object(request, object_id) if request.method == "POST" else None
        if post is None or self.has_change_permission(request, post) or not self.has_change_permission(request):
            return super().change_view(request, object_id, *args, **kwargs)
        words = {name: value for name, value in request.POST.items() if not name.startswith(NOT_WORDS)}
        WorkingCopy.note(user=request.user, key=str(post.pk), post=post, words=_words(json.dumps(words)))
        self.message_user(request, _moved_on(), messages.WARNING)
        return redirect("admin:blog_post_change", post.pk)

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        form = super().get_form(request, obj, change, **kwargs)
        copy = self._chosen(request, obj)
        return _restored(form, copy.words) if copy else form

    def _chosen(self, request: HttpRequest, post: Any) -> WorkingCopy | None:
        number = request.GET.get("copy", "")
        if request.method != "GET" or not number.isdecimal() or len(number) >= 16:
            return None
        return WorkingCopy.objects.with_words().filter(user=_user(request), post=post, pk=number).first()

    def render_change_form(self, request: HttpRequest, context: Any, *args: Any, obj: Any = None, **kwargs: Any) -> Any:
        if self.has_change_permission(request, obj) if obj else self.has_add_permission(request):
            chosen = self._chosen(request, obj)
            offered = WorkingCopy.objects.with_words().filter(user=_user(request), post=obj)
            if chosen and not obj:
                context["form_key"] = chosen.key  # it may have been saved meanwhile
            context["working_copy"] = {
                "offered": None if chosen or request.method != "GET" else offered.first(),
                "chosen": chosen,
                "rows": {name: value for name, value in (chosen.words if chosen else {}).items() if "-" in name},
                "key": chosen.key if chosen else context.get("form_key", ""),
                "others": others_in_words(obj, request.user),
                "cookie": settings.CSRF_COOKIE_NAME,
            }
        return super().render_change_form(request, context, *args, obj=obj, **kwargs)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        keys = [str(form.instance.pk), *filter(KEY.fullmatch, request.POST.getlist("copy_key"))]
        WorkingCopy.objects.filter(user=_user(request), key__in=keys).delete()


def _moved_on() -> str:
    return _("Someone moved this post on while you wrote. You cannot save it now, but we keep your words.")


def others_in_words(post: Post | None, user: Any) -> str:
    """Who else has the post open, or an empty text."""
    if post is None:
        return ""
    copies = list(post.working_copies.open_now().exclude(user=user).select_related("user").order_by("opened_at"))
    names = [
        _("%(name)s (since %(time)s)") % {"name": name_of(one.user), "time": one.opened_in_words} for one in copies
    ]
    words = ngettext(
        "%(names)s has this post open too. Whoever saves second will be asked first.",
        "%(names)s have this post open too. Whoever saves second will be asked first.",
        len(names),
    )
    return words % {"names": ", ".join(names)} if names else ""


def _words(sent: str | None) -> dict[str, Any] | None:
    """What was typed, by the names of the fields. None if nothing is new."""
    if sent is None:
        return None
    try:
        words: dict[str, Any] = json.loads(sent) if len(sent) <= LONGEST else {}
        typed = "".join(text for pair in words.items() for text in pair)
        typed.encode()  # half a letter has no place in a row
    except (ValueError, RecursionError, TypeError, AttributeError) as error:
        raise BadRequest from error
    if len(sent) > LONGEST or "\0" in typed:
        raise BadRequest
    return words


def _restored(form: Any, words: dict[str, str]) -> Any:
    """The form, filled with what was kept."""

    class Restored(form):
        def __init__(self, *args: Any, **kwargs: Any) -> None:
            kept = {name: value for name, value in words.items() if name in self.base_fields}
            super().__init__(*args, **{**kwargs, "initial": {**(kwargs.get("initial") or {}), **kept}})

    return Restored
