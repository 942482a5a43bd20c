"""Deleting a post puts it in the bin, from where it can be taken out for 30 days."""

from typing import Any

from django.contrib import admin, messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from blog import flow
from blog.models import Post, PostQuerySet
from coprod.model_admin import CoprodModelAdmin


class BinAdmin(CoprodModelAdmin):
    delete_confirmation_template = "admin/blog/post/delete_confirmation.html"

    def get_actions(self, request: HttpRequest) -> Any:
        actions = super().get_actions(request)
        actions.pop("delete_selected", None)  # ours needs no second page: it can be taken back
        return actions

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> Any:
        return [str(post) for post in objs], {}, set(), []  # all of it stays until the time in the bin is over

    def delete_model(self, request: HttpRequest, obj: Post) -> None:
        flow.put_in_bin(obj, by=request.user)

    def delete_queryset(self, request: HttpRequest, queryset: Any) -> None:
        for post in queryset:
            flow.put_in_bin(post, by=request.user)

    def response_delete(self, request: HttpRequest, obj_display: str, obj_id: Any) -> HttpResponse:
        messages.success(
            request, format_html(str(_("“{}” is in the bin. You can take it out for 30 days.")), obj_display)
        )
        return redirect(self.list_address())

    @admin.action(description=_("Put in the bin"), permissions=["delete"])
    def put_in_bin(self, request: HttpRequest, queryset: PostQuerySet) -> None:
        for post in queryset.kept():
            if flow.may_delete(request.user, post):
                self.log_deletions(request, queryset.filter(pk=post.pk))
                flow.put_in_bin(post, by=request.user)
                self.response_delete(request, str(post), post.pk)
            else:
                why = _("“{}”: only someone who may publish can delete a post that readers see.")
                messages.warning(request, format_html(str(why), post))
