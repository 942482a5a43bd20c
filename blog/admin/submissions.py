"""Guest pieces that readers offered: read one, answer its writer, and make it a draft post."""

from datetime import timedelta
from typing import Any, ClassVar

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import path, reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from blog.admin.answers import AnswersMixin
from blog.models import Submission
from coprod.inbox.record import RecordAdmin
from coprod.model_admin import Task, mail_link, phone_link
from coprod.models import RetentionPeriod


class BinFilter(admin.SimpleListFilter):
    title = _("deleted")
    parameter_name = "bin"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("1", _("Deleted in the last 30 days"))]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        # The page of one record asks for every row; only a list leaves the deleted ones out.
        return queryset.in_bin() if self.value() else queryset.kept()


@admin.register(Submission)
class SubmissionAdmin(AnswersMixin, RecordAdmin):
    change_form_template = "admin/blog/submission/change_form.html"
    list_display = ("reference", "title_text", "name_text", "waiting", "status", "assignee")
    list_filter: ClassVar = ["status", ("assignee", admin.RelatedOnlyFieldListFilter), "looks_automatic", BinFilter]
    list_select_related: ClassVar = ["assignee"]
    search_fields: ClassVar = ["reference", "title", "name"]
    search_help_text = _("Search by reference, title or name.")
    actions = None
    fieldsets: ClassVar = [
        (_("First of all"), {"fields": ["reference", "status", "waiting", "trouble"]}),
        (_("What you do about it"), {"fields": ["assignee", "staff_notes"]}),
        (_("The piece"), {"fields": ["title_text", "by_line", "piece_text", "picture_shown", "picture_alt"]}),
        (_("The writer"), {"fields": ["name_text", "phone_shown", "email_shown"]}),
        (
            _("What they agreed to"),
            {"fields": ["consent_words", "consent_version", "consented_at", "consent_review_on"]},
        ),
        (_("Record"), {"fields": ["draft", "goes_on", "looks_automatic", "updated_at"]}),
    ]

    def get_urls(self) -> list[Any]:
        wrap = self.admin_site.admin_view
        return [
            *self.answer_urls(),
            path("<int:pk>/picture/", wrap(require_safe(self.show_picture)), name="blog_submission_picture"),
            *super().get_urls(),
        ]

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).select_related("assignee", "post")

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        parts = super().get_fieldsets(request, obj)
        if obj is None or obj.not_me_at is None:
            return parts
        warning = (_("Do not publish this: the owner of the e-mail address did not send it"), {"fields": ["not_me_at"]})
        return [warning, *parts]

    def render_change_form(self, request: HttpRequest, context: Any, *args: Any, obj: Any = None, **kwargs: Any) -> Any:
        context["answers"] = self.answers_to(request, obj) if obj else []
        return super().render_change_form(request, context, *args, obj=obj, **kwargs)

    def close_to(self, request: HttpRequest, rows: Any, words: str) -> list[int]:
        return super().close_to(request, rows.kept(), words)

    def response_change(self, request: HttpRequest, obj: Any) -> HttpResponse:
        """Go on to the answer that was chosen: the buttons are part of the form, so that nothing typed is lost."""
        kind = next((kind for kind in self.answers_to(request, obj) if kind == request.POST.get("answer")), None)
        return (
            redirect(f"admin:blog_submission_{kind.value}", obj.pk) if kind else super().response_change(request, obj)
        )

    def show_picture(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The picture that came with a piece: for staff who may read the piece, at no public address."""
        submission = get_object_or_404(Submission, pk=pk)
        if not self.has_view_permission(request, submission):
            raise PermissionDenied
        if not submission.picture or not submission.picture.storage.exists(str(submission.picture.name)):
            raise Http404
        with submission.picture.open() as picture:
            response = HttpResponse(picture.read(), content_type="image/webp")
        response["Content-Security-Policy"] = "default-src 'none'; sandbox"
        return response

    def tasks(self, request: HttpRequest) -> list[Task]:
        count = Submission.objects.kept().waiting().count()
        words = ngettext("new guest piece", "new guest pieces", count)
        return [Task(count, words, self.list_address(status__exact="new"))]

    @admin.display(description=_("title"))
    def title_text(self, row: Submission) -> str:
        return format_html("<bdi>{}</bdi>", row.title)

    @admin.display(description=_("name"))
    def name_text(self, row: Submission) -> str:
        return format_html("<bdi>{}</bdi>", row.name)

    @admin.display(description=_("by-line"))
    def by_line(self, row: Submission) -> str:
        return format_html("<bdi>{}</bdi>", ", ".join(filter(None, [row.name, row.role, row.organisation])))

    @admin.display(description=_("the piece"))
    def piece_text(self, row: Submission) -> str:
        return format_html('<div class="piece" dir="auto">{}</div>', row.piece)

    @admin.display(description=_("picture"))
    def picture_shown(self, row: Submission) -> str:
        if not row.picture:
            return str(_("None"))
        address = reverse("admin:blog_submission_picture", args=[row.pk])
        return format_html('<img class="picture-now" src="{}" alt="{}">', address, row.picture_alt)

    @admin.display(description=_("phone number"))
    def phone_shown(self, row: Submission) -> str:
        return phone_link(row.phone)

    @admin.display(description=_("e-mail address"))
    def email_shown(self, row: Submission) -> str:
        return mail_link(row.email)

    @admin.display(description=_("when it goes"))
    def goes_on(self, row: Submission) -> str:
        if row.post_id:
            return str(_("With the post that was made from it"))
        days = RetentionPeriod.objects.values_list("days", flat=True).filter(kind="guest-pieces").first()
        if days is None:
            return str(_("Never by itself"))
        when = date_format(timezone.localdate(row.updated_at) + timedelta(days=days))
        return str(_("On %s, if nothing more is done about it") % when)

    @admin.display(description=_("post made from it"))
    def draft(self, row: Submission) -> str:
        if row.post is None:
            return str(_("None"))
        address = reverse("admin:blog_post_change", args=[row.post.pk])
        return format_html('<a href="{}"><bdi>{}</bdi></a>', address, row.post.title)
