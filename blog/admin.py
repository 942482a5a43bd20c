"""Staff pages for the blog: write a post, say whose it is, publish it or take it down again."""

from importlib import import_module
from typing import Any, ClassVar, cast

from django.contrib import admin, messages
from django.contrib.admin.views.main import ChangeList
from django.db import transaction
from django.db.models import Count, Model, Q, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from taggit.models import Tag, TaggedItem

from blog import admin_submissions  # noqa: F401  registers the page for guest pieces
from blog.admin_filters import AuthorFilter, StatusFilter, TagFilter
from blog.admin_forms import AuthorForm, ByLineForm, ByLineFormSet, OldAddressForm, PostForm, TagForm
from blog.models import Author, ByLine, OldAddress, Post, PostQuerySet
from coprod.model_admin import CoprodModelAdmin, RichTextAdmin, Task, moment

import_module("taggit.admin")  # registers a page for tags, which ours replaces
admin.site.unregister(Tag)


class ByLineInline(admin.TabularInline):
    model = ByLine
    form = ByLineForm
    formset = ByLineFormSet
    extra = 1
    autocomplete_fields: ClassVar = ["author"]
    verbose_name = _("author")
    verbose_name_plural = _("By-line: who wrote it")
    view_on_site = False

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if db_field.name == "author" and field:  # one thing at a time: a new author can be made here, others elsewhere
            widget = field.widget
            widget.can_change_related = widget.can_delete_related = widget.can_view_related = False
        return field


class PostList(ChangeList):
    def get_queryset(self, *args: Any, **kwargs: Any) -> Any:
        return super().get_queryset(*args, **kwargs).defer("body", "words", "search", "standfirst")


@admin.register(Post)
class PostAdmin(RichTextAdmin):
    form = PostForm
    inlines: ClassVar = [ByLineInline]
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
        (_("Lead picture"), {"fields": ["picture", "picture_alt", "picture_decorative", "picture_caption"]}),
        (_("When readers see it"), {"fields": ["status", "publish_at", "slug"]}),
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


@admin.register(Author)
class AuthorAdmin(CoprodModelAdmin):
    form = AuthorForm
    list_display = (
        "name",
        "role",
        "organisation",
        "post_count",
    )
    search_fields: ClassVar = ["name", "organisation"]
    search_help_text = _("Search by name or organisation.")
    ordering: ClassVar = ["name"]
    fields: ClassVar = ["name", "role", "organisation", "biography", "photo", "slug"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Author]:
        return super().get_queryset(request).annotate(post_total=Count("by_line"))

    def get_readonly_fields(self, request: HttpRequest, obj: Model | None = None) -> list[str]:
        return ["slug"] if obj else []  # links to an author’s page stay good

    def view_on_site(self, obj: Author) -> str:
        return obj.get_absolute_url()

    @admin.display(description=_("posts"), ordering="post_total")
    def post_count(self, author: Any) -> str:
        address = self.admin_site._registry[Post].list_address(author=author.slug)  # type: ignore[attr-defined]
        return format_html('<a href="{}">{}</a>', address, author.post_total) if author.post_total else "0"


@admin.register(Tag)
class TagAdmin(CoprodModelAdmin):
    form = TagForm
    list_display = (
        "name",
        "post_count",
    )
    search_fields: ClassVar = ["name"]
    actions = ("merge",)
    fields: ClassVar = ["name"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Tag]:
        return super().get_queryset(request).annotate(uses=Count("taggit_taggeditem_items"))

    def view_on_site(self, obj: Tag) -> str:
        return reverse("tag", args=[obj.slug])

    def save_model(self, request: HttpRequest, obj: Tag, form: Any, change: bool) -> None:
        super().save_model(request, obj, form, change)
        Post.objects.filter(tags=obj).index_words()

    def delete_model(self, request: HttpRequest, obj: Tag) -> None:
        self.delete_queryset(request, Tag.objects.filter(pk=obj.pk))

    def delete_queryset(self, request: HttpRequest, queryset: Any) -> None:
        with transaction.atomic():
            posts = list(Post.objects.filter(tags__in=queryset.values("pk")).values_list("pk", flat=True))
            super().delete_queryset(request, queryset)
            Post.objects.filter(pk__in=posts).index_words()

    @admin.display(description=_("posts"), ordering="uses")
    def post_count(self, tag: Any) -> int:
        return int(tag.uses)

    @admin.action(description=_("Merge into the one that is used most"), permissions=["change"])
    def merge(self, request: HttpRequest, queryset: QuerySet[Tag]) -> None:
        kept, *others = sorted(queryset, key=lambda tag: (-tag.uses, tag.pk))
        if not others:
            self.message_user(request, _("Tick two tags or more, then choose “Merge”."), messages.WARNING)
            return
        with transaction.atomic():
            for post in Post.objects.filter(tags__in=others).distinct():
                post.tags.add(kept)
            self.log_change(request, kept, f"Merged: {', '.join(tag.name for tag in others)}")
            TaggedItem.objects.filter(tag__in=others).delete()
            Tag.objects.filter(pk__in=[tag.pk for tag in others]).delete()
            Post.objects.filter(tags=kept).index_words()
        self.message_user(request, _("These are one tag now: “%s”.") % kept.name, messages.SUCCESS)


@admin.register(OldAddress)
class OldAddressAdmin(CoprodModelAdmin):
    """Where posts lived before. Add one or remove one; there is nothing to change."""

    form = OldAddressForm
    list_display = (
        "path",
        "post",
    )
    list_select_related: ClassVar = ["post"]
    search_fields: ClassVar = ["path", "post__title"]
    search_help_text = _("Search by old address or title.")
    autocomplete_fields: ClassVar = ["post"]
    view_on_site = False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False
