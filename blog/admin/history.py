"""The versions of a post in admin: a list of them, two side by side, and one put back."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import path
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from blog import flow, versions
from blog.comparing import compared
from blog.models import Post
from coprod.model_admin import CoprodModelAdmin
from coprod.paging import newest_of


class HistoryAdmin(CoprodModelAdmin):
    """Keeps a version at each save, and adds the pages that show them."""

    def get_urls(self) -> list[Any]:
        wrap = self.admin_site.admin_view
        return [
            path("<int:pk>/versions/", wrap(require_safe(self.versions_view)), name="blog_post_versions"),
            path("<int:pk>/versions/compare/", wrap(require_safe(self.compare_view)), name="blog_post_compare"),
            path("<int:pk>/versions/restore/", wrap(require_POST(self.restore_view)), name="blog_post_restore"),
            *super().get_urls(),
        ]

    def save_model(self, request: HttpRequest, obj: Post, form: Any, change: bool) -> None:
        if change:  # what an import or a merge of tags did since the last save is a version of its own
            versions.keep(obj, why=str(_("As it was before")))
        super().save_model(request, obj, form, change)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        made = versions.keep(form.instance, by=request.user)
        if made and change and flow.words_changed(form.instance, by=request.user):
            words = _("The words were approved before you changed them. So the post is in review again.")
            messages.warning(request, words)

    def versions_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        post = self._post(request, pk)
        rows = post.versions.select_related("by").defer("content")
        context = {"page_obj": newest_of(rows, request), "newest": rows.first(), "subtitle": _("Versions")}
        return self._page(request, post, "versions", context)

    def compare_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Show what differs between two versions: `?old=3&new=5`, by themselves the last two."""
        post = self._post(request, pk)
        rows = post.versions.select_related("by")
        new = get_object_or_404(rows, number=_number(request, "new")) if request.GET.get("new") else rows.first()
        if new is None:
            return redirect("admin:blog_post_versions", pk)
        before = rows.filter(number__lt=new.number)
        old = get_object_or_404(rows, number=_number(request, "old")) if request.GET.get("old") else before.first()
        old, new = sorted([old or new, new], key=lambda row: row.number)
        newest = rows.first()
        context = {"old": old, "new": new, "newest": newest, "sections": compared(old.content, new.content)}
        return self._page(request, post, "compare", {**context, "subtitle": _("What changed")})

    def restore_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        post = self._post(request, pk)
        if not self.has_change_permission(request, post):
            raise PermissionDenied
        number, seen = (_number(request, name, request.POST) for name in ("number", "seen"))
        try:
            version = versions.restore(post, number, by=request.user, seen=seen)
        except versions.ChangedMeanwhile:
            words = _("Someone changed this post while you looked. Nothing was put back. Look again, then choose.")
            messages.error(request, words)
            return redirect("admin:blog_post_versions", pk)
        self.log_change(request, post, str(_("%(version)s put back") % {"version": version}))
        messages.success(request, _("%(version)s is back. The one before it is kept too.") % {"version": version})
        return redirect("admin:blog_post_change", pk)

    def _post(self, request: HttpRequest, pk: int) -> Post:
        post = get_object_or_404(Post, pk=pk)
        if not self.has_view_permission(request, post):
            raise PermissionDenied
        return post

    def _page(self, request: HttpRequest, post: Post, name: str, context: dict[str, Any]) -> HttpResponse:
        may_restore = self.has_change_permission(request, post)
        more = {"post": post, "title": post.title, "opts": self.opts, "may_restore": may_restore}
        more["what_follows"] = _what_follows(post, request.user)
        page = {**self.admin_site.each_context(request), **more, **context}
        return TemplateResponse(request, f"admin/blog/post/{name}.html", page)


def _what_follows(post: Post, user: Any) -> Any:
    """What it means for readers to put a version back."""
    if post.is_public:
        return _("Readers see it at once.")
    if post.state in flow.READY and not flow.may_approve(user, Post()):  # the words are theirs after it
        return _("The post then has to be approved again.")
    if post.is_scheduled:
        return _("Readers see it on the day that is set.")
    return _("It publishes nothing.")


def _number(request: HttpRequest, name: str, sent: Any = None) -> int:
    """A version's number, or one that no version has."""
    text = (request.GET if sent is None else sent).get(name, "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 9 else 0
