"""The list of posts, and the form in which one is written."""

from typing import Any, ClassVar, cast

from django.contrib import admin, messages
from django.contrib.admin.views.main import ChangeList
from django.db import transaction
from django.db.models import Count, Q
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from blog.admin.by_lines import ByLineInline
from blog.admin.filters import AuthorFilter, StatusFilter, TagFilter
from blog.admin.forms import PostForm
from blog.admin.pictures import PictureInline
from blog.models import Post, PostQuerySet
from coprod.model_admin import RichTextAdmin, Task, moment


class PostList(ChangeList):
    def get_queryset(self, *args: Any, **kwargs: Any) -> Any:
        return super().get_queryset(*args, **kwargs).defer("body", "words", "search", "standfirst")


@admin.register(Post)
class PostAdmin(RichTextAdmin):
    form = PostForm
    inlines: ClassVar = [ByLineInline, PictureInline]
    list_display = (
        "title",
        "by_line_in_words",
        "status_in_words",
        "public_from",
    )
    list_filter: ClassVar = [StatusFilter, TagFilter, AuthorFilter]
    search_fields: ClassVar = ["title", "words"]
    search_help_text = _("Search by title, author or tag.")
    date_hierarchy = "publish_at"
    ordering: ClassVar = ["-updated_at", "-pk"]
    actions = (
        "publish_now",
        "take_down",
    )
    fieldsets: ClassVar = [
        (_("Words"), {"fields": ["title", "standfirst", "body", "tags"]}),
        (_("When readers see it"), {"fields": ["status", "publish_at", "slug", "responses_open"]}),
    ]

    def get_queryset(self, request: HttpRequest) -> PostQuerySet:
        rows: Any = super().get_queryset(request)
        return cast(PostQuerySet, rows.with_by_line())

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ChangeList]:
        return PostList

    def view_on_site(self, obj: Post) -> str:
        return obj.get_absolute_url()

    def save_model(self, request: HttpRequest, obj: Post, form: Any, change: bool) -> None:
        super().save_model(request, obj, form, change)
        was_public = form.initial.get("status") in {Post.Status.PUBLISHED, Post.Status.WITHDRAWN}
        if was_public and form.initial["slug"] != obj.slug:
            obj.keep_address(form.initial["slug"])

    def tasks(self, request: HttpRequest) -> list[Task]:
        status = Post.Status
        counts = Post.objects.aggregate(
            draft=Count("pk", Q(status=status.DRAFT)),
            review=Count("pk", Q(status=status.IN_REVIEW)),
        )
        draft, review, scheduled = counts["draft"], counts["review"], Post.objects.scheduled().count()
        return [
            Task(draft, ngettext("draft post", "draft posts", draft), self.list_address(state=status.DRAFT)),
            Task(
                review, ngettext("post in review", "posts in review", review), self.list_address(state=status.IN_REVIEW)
            ),
            Task(
                scheduled,
                ngettext("scheduled post", "scheduled posts", scheduled),
                self.list_address(state="scheduled"),
            ),
        ]

    @admin.display(description=_("by-line"))
    def by_line_in_words(self, post: Any) -> str:
        return ", ".join(line["name"] for line in post.credits) or str(_("No author yet"))

    @admin.display(description=_("status"), ordering="status")
    def status_in_words(self, post: Post) -> str:
        if post.is_scheduled:
            return format_html("<strong>{}</strong>", _("Scheduled for %s") % moment(post.publish_at))
        return post.get_status_display()

    @admin.display(description=_("publish at"), ordering="publish_at")
    def public_from(self, post: Post) -> str:
        return moment(post.publish_at)

    @admin.action(description=_("Publish now"), permissions=["change"])
    def publish_now(self, request: HttpRequest, queryset: PostQuerySet) -> None:
        changed = [post for post in queryset if not post.is_public]
        self._apply(request, changed, Post.publish_now, _("Published"))
        said = ngettext("%(count)d post is public now.", "%(count)d posts are public now.", len(changed))
        self._say(request, said, len(changed))

    @admin.action(description=_("Take down"), permissions=["change"])
    def take_down(self, request: HttpRequest, queryset: PostQuerySet) -> None:
        changed = [post for post in queryset if post.status != Post.Status.WITHDRAWN]
        self._apply(request, changed, Post.withdraw, _("Taken down"))
        said = ngettext("%(count)d post was taken down.", "%(count)d posts were taken down.", len(changed))
        self._say(request, said, len(changed))

    def _apply(self, request: HttpRequest, posts: list[Post], verb: Any, note: Any) -> None:
        with transaction.atomic():
            for post in posts:
                verb(post)
                self.log_change(request, post, str(note))

    def _say(self, request: HttpRequest, said: str, count: int) -> None:
        nothing = _("Nothing had to change.")
        self.message_user(
            request, said % {"count": count} if count else nothing, messages.SUCCESS if count else messages.WARNING
        )
