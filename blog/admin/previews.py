"""Seeing a post before readers do: at the width of a phone, a tablet and a desk, and the guest's private link to it."""

import re
from typing import Any

from csp.constants import SELF
from csp.decorators import csp_replace
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import prefetch_related_objects
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_POST, require_safe

from blog.models import Post, PreviewLink
from blog.previews import emails
from blog.previews.forms import PreviewLinkForm
from blog.previews.views import private
from blog.stories import whole_stories
from coprod.model_admin import RichTextAdmin

NUMBER = re.compile(r"[0-9]{1,18}")
WIDTHS = [(320, _("Phone")), (768, _("Tablet")), (1280, _("Desk"))]


class Previews(RichTextAdmin):
    def get_urls(self) -> list[Any]:
        wrap = self.admin_site.admin_view
        # Only the page with the frames may have frames, and only the page in them may be in one of ours.
        frames: Any = private(require_safe(self.preview))
        framed: Any = xframe_options_sameorigin(private(require_safe(self.framed)))
        return [
            path("<int:pk>/preview/", wrap(csp_replace({"frame-src": [SELF]})(frames)), name="blog_post_preview"),
            path(
                "<int:pk>/preview/page/",
                wrap(csp_replace({"frame-ancestors": [SELF]})(framed)),
                name="blog_post_preview_page",
            ),
            path("<int:pk>/preview-link/", wrap(private(require_POST(self.make_link))), name="blog_post_preview_link"),
            path(
                "<int:pk>/preview-link/revoke/",
                wrap(require_POST(self.revoke_link)),
                name="blog_post_preview_revoke",
            ),
            *super().get_urls(),
        ]

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, obj: Any = None, **kwargs: Any
    ) -> HttpResponse:
        if obj is not None and self.has_change_permission(request, obj):
            context["preview_links"] = obj.preview_links.select_related("created_by")
            context["link_form"] = None if obj.is_public else PreviewLinkForm(initial={"name": _guest_of(obj)})
        return super().render_change_form(request, context, *args, obj=obj, **kwargs)

    def preview(self, request: HttpRequest, pk: int) -> HttpResponse:
        context = {"original": self._previewed(request, pk), "widths": WIDTHS, "title": _("Preview"), "opts": self.opts}
        return render(request, "admin/blog/post/preview.html", {**self.admin_site.each_context(request), **context})

    def framed(self, request: HttpRequest, pk: int) -> HttpResponse:
        post = get_object_or_404(whole_stories(), pk=self._previewed(request, pk).pk)
        trail = [(_("Stories"), reverse("posts"))]
        return render(request, "blog/preview/framed.html", {"post": post, "preview": True, "trail": trail})

    def make_link(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Make a link and show its address, this once. The table keeps a digest only."""
        post = self._previewed(request, pk, to_change=True)
        form = PreviewLinkForm(request.POST)
        context = {"original": post, "form": form, "title": _("Private link"), "opts": self.opts}
        if not post.is_public and form.is_valid():
            context |= self._made(request, post, form)
        return render(
            request, "admin/blog/post/preview_link.html", {**self.admin_site.each_context(request), **context}
        )

    @transaction.atomic
    def _made(self, request: HttpRequest, post: Post, form: PreviewLinkForm) -> dict[str, Any]:
        link, token = PreviewLink.make(post, name=form.cleaned_data["name"], by=request.user)
        address = settings.SITE_URL + reverse("preview", args=[token])
        email = form.cleaned_data["email"]
        mail = emails.preview_link_made(link, address, recipient=email) if email else None
        self.log_change(request, post, _("Made private link %s.") % link.pk)
        return {"link": link, "address": address, "mail": mail}

    def revoke_link(self, request: HttpRequest, pk: int) -> HttpResponse:
        post = self._previewed(request, pk, to_change=True)
        number = request.POST.get("link", "")
        found = PreviewLink.objects.usable().filter(post=post, pk=number).first() if NUMBER.fullmatch(number) else None
        if found is not None:
            found.revoke()
            self.log_change(request, post, _("Revoked private link %s.") % found.pk)
            messages.success(request, _("The private link is revoked. It opens nothing any more."))
        return redirect("admin:blog_post_change", pk)

    def _previewed(self, request: HttpRequest, pk: int, *, to_change: bool = False) -> Post:
        post: Post = get_object_or_404(self.get_queryset(request), pk=pk)
        allowed = self.has_change_permission if to_change else self.has_view_permission
        if not allowed(request, post):
            raise PermissionDenied
        return post


def _guest_of(post: Post) -> str:
    prefetch_related_objects([post], "by_line__author")  # the checks in the same form look at it too
    lines = post.by_line.all()
    return lines[0].author.name if lines else ""
