"""The list of posts, and the form in which one is written."""

from typing import Any, ClassVar, cast

from django.contrib import admin, messages
from django.contrib.admin.views.main import ChangeList
from django.contrib.auth.models import User
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from blog.admin.bin import BinAdmin
from blog.admin.by_lines import ByLineInline
from blog.admin.checking import ChecksInForm
from blog.admin.filters import AuthorFilter, StatusFilter, TagFilter
from blog.admin.forms import PostForm
from blog.admin.from_word import FromWordAdmin
from blog.admin.front import CheckFilter, FrontAdmin
from blog.admin.history import HistoryAdmin
from blog.admin.moving import MovingAdmin, state_in_words
from blog.admin.new_tags import NewTagsAdmin
from blog.admin.pictures import HoldsPictures, PictureInline
from blog.admin.previews import Previews
from blog.admin.revisions import RevisionAdmin
from blog.admin.working_copies import WorkingCopyAdmin
from blog.bodies import body_of
from blog.models import Post, PostQuerySet
from coprod.model_admin import moment
from coprod.writing import links


class PostList(ChangeList):
    def get_queryset(self, *args: Any, **kwargs: Any) -> Any:
        return super().get_queryset(*args, **kwargs).defer("body", "words", "search", "standfirst")


@admin.register(Post)
class PostAdmin(
    HoldsPictures,
    HistoryAdmin,
    MovingAdmin,
    BinAdmin,
    FromWordAdmin,
    RevisionAdmin,
    WorkingCopyAdmin,
    NewTagsAdmin,
    FrontAdmin,
    Previews,
    ChecksInForm,
):
    form = PostForm
    inlines: ClassVar = [ByLineInline, PictureInline]
    list_display = (
        "title",
        "by_line_in_words",
        "status_in_words",
        "length",
        "public_from",
    )
    list_filter: ClassVar = [StatusFilter, CheckFilter, TagFilter, AuthorFilter]
    search_fields: ClassVar = ["title", "words"]
    search_help_text = _("Search by title, author or tag.")
    date_hierarchy = "publish_at"
    ordering: ClassVar = ["-updated_at", "-pk"]
    actions = ("send_for_review", "approve", "publish_now", "take_down", "put_in_bin", "take_out_of_bin")
    fieldsets: ClassVar = [
        (_("Words"), {"fields": ["title", "standfirst", "body", "tags"]}),
        (_("Address, and what readers may do"), {"fields": ["slug", "responses_open"]}),
    ]

    def get_queryset(self, request: HttpRequest) -> PostQuerySet:
        rows: Any = super().get_queryset(request)
        return cast(PostQuerySet, rows.with_names().with_state())

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        """Who may not change the words sees them as readers do, not as HTML."""
        if obj is None or self.has_change_permission(request, obj):
            return self.fieldsets
        shown: dict[Any, Any] = {"body": "words_shown"}
        return [
            (name, {**about, "fields": [shown.get(one, one) for one in about["fields"]]})
            for name, about in self.fieldsets
        ]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        return [] if obj is None or self.has_change_permission(request, obj) else ["words_shown"]

    @admin.display(description=_("text"))
    def words_shown(self, post: Post) -> str:
        return format_html('<div class="words-shown" dir="auto">{}</div>', body_of(post))

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ChangeList]:
        return PostList

    def save_model(self, request: HttpRequest, obj: Post, form: Any, change: bool) -> None:
        if not change:
            obj.created_by = cast(User, request.user)
        super().save_model(request, obj, form, change)
        for words in links.to_no_page(obj.body):
            said = _("The link “%(words)s” leads to a page of this site that is not there.") % {"words": words}
            self.message_user(request, said, messages.WARNING)
        was_public = obj.status in {Post.Status.PUBLISHED, Post.Status.WITHDRAWN}
        if change and was_public and form.initial["slug"] != obj.slug:
            obj.keep_address(form.initial["slug"])

    @admin.display(description=_("by-line"))
    def by_line_in_words(self, post: Any) -> str:
        return ", ".join(post.names) or str(_("No author yet"))

    @admin.display(description=_("status"), ordering="state_now")
    def status_in_words(self, post: Post) -> str:
        return state_in_words(post)

    @admin.display(description=_("length"), ordering="word_count")
    def length(self, post: Post) -> str:
        return _("%(words)s\u00a0words, %(minutes)s\u00a0min") % {
            "words": f"{post.word_count:,}",
            "minutes": post.reading_minutes,
        }

    @admin.display(description=_("publish at"), ordering="publish_at")
    def public_from(self, post: Post) -> str:
        return moment(post.publish_at)
