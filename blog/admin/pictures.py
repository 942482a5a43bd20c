"""The pictures in the form of a post: each with what it shows, who is in it, and what must stay in sight."""

from typing import Any, ClassVar

from django.contrib import admin
from django.forms import Script
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from blog.admin.picture_forms import PictureForm, PictureFormSet
from blog.models import Post, PostPicture


class PictureInline(admin.StackedInline):
    model = PostPicture
    form = PictureForm
    formset = PictureFormSet
    template = "admin/blog/post/_pictures.html"
    verbose_name = _("picture")
    verbose_name_plural = _("Pictures")
    view_on_site = False
    fieldsets: ClassVar = [
        (None, {"fields": ["picture", "alt", "decorative", "is_lead"]}),
        (_("Under the picture"), {"fields": ["caption", "credit"]}),
        (_("People in it"), {"fields": ["shows_people", "consent_given_by", "consent_review_on"]}),
        (
            _("More: what must stay in sight, and the order"),
            {
                "fields": [("focal_x", "focal_y"), "position"],
                "description": _(
                    "Lists show only a part of a picture. Click on what matters in it, or say where it is."
                ),
                "classes": ["collapse"],
            },
        ),
    ]

    class Media:
        css = {"all": ["admin/coprod/pictures.css"]}  # noqa: RUF012
        js = (Script("admin/coprod/pictures.js", type="module"),)

    def get_formset(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> Any:
        formset: Any = super().get_formset(request, obj, **kwargs)
        formset.owner = request.user
        return formset

    # Who may change a post, now, may picture it: there is no right for pictures alone.

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.admin_site.get_model_admin(Post).has_view_permission(request, obj)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        posts = self.admin_site.get_model_admin(Post)
        return posts.has_change_permission(request, obj) if obj else posts.has_add_permission(request)

    has_add_permission = has_delete_permission = has_change_permission

    def get_extra(self, request: HttpRequest, obj: Post | None = None, **kwargs: Any) -> int:
        return 0 if obj and obj.pictures.exists() else 1


class HoldsPictures(admin.ModelAdmin):
    """A form that comes back with a question keeps the files that were chosen in it."""

    def get_inline_formsets(self, request: HttpRequest, formsets: Any, *args: Any, **kwargs: Any) -> Any:
        for formset in formsets:
            if isinstance(formset, PictureFormSet) and formset.is_bound:
                formset.hold()
        return super().get_inline_formsets(request, formsets, *args, **kwargs)
