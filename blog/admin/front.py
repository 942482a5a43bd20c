"""What the staff’s front page says of posts: how many wait for what, and what comes out or down on which day."""

import calendar
from datetime import date, datetime
from typing import Any

from django.contrib import admin
from django.db.models import Exists, OuterRef, Q
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from blog.checking.noting import note
from blog.models import ByLine, Post, PostPicture, PostQuerySet
from coprod.model_admin import Coming, CoprodModelAdmin, Task

COMING_SHOWN = 30
MISSING, CONSENT = "missing", "consent"


class CheckFilter(admin.SimpleListFilter):
    title = _("what to look at")
    parameter_name = "check"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [(MISSING, _("Something is missing")), (CONSENT, _("Consent to ask about this month"))]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        found = {MISSING: with_something_missing, CONSENT: with_consent_to_renew}.get(self.value() or "")
        return found(queryset) if found else queryset


def with_something_missing(posts: PostQuerySet) -> PostQuerySet:
    """Posts that readers see or will see, and in which the checks found something missing."""
    return posts.kept().filter(status=Post.Status.PUBLISHED, last_check__missing__gt=0)


def with_consent_to_renew(posts: PostQuerySet) -> PostQuerySet:
    """Posts that readers see or will see, with a consent that is to be asked about by the end of this month."""
    today = timezone.localdate()
    end = date(today.year, today.month, calendar.monthrange(today.year, today.month)[1])
    due = {"post": OuterRef("pk"), "consent_review_on__lte": end}
    asked = Exists(ByLine.objects.filter(**due)) | Exists(PostPicture.objects.filter(**due))
    return posts.kept().filter(asked, status=Post.Status.PUBLISHED)


class FrontAdmin(CoprodModelAdmin):
    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        note(Post.objects.filter(pk=form.instance.pk))

    def tasks(self, request: HttpRequest) -> list[Task]:
        status, rows = Post.Status, Post.objects.kept()
        draft, review = (rows.filter(status=one).count() for one in (status.DRAFT, status.IN_REVIEW))
        missing, consent = with_something_missing(rows).count(), with_consent_to_renew(rows).count()
        found = [
            Task(draft, ngettext("draft post", "draft posts", draft), self.list_address(state=status.DRAFT)),
            Task(
                review, ngettext("post in review", "posts in review", review), self.list_address(state=status.IN_REVIEW)
            ),
        ]
        if missing:
            words = ngettext("post has something missing", "posts have something missing", missing)
            found.append(Task(missing, words, self.list_address(check=MISSING)))
        if consent:
            words = ngettext("consent to ask about this month", "consents to ask about this month", consent)
            found.append(Task(consent, words, self.list_address(check=CONSENT)))
        return found

    def coming_up(self, request: HttpRequest) -> list[Coming]:
        """What readers will see or see no longer, the next first."""
        now = timezone.now()
        posts = Post.objects.kept().filter(status=Post.Status.PUBLISHED)
        posts = posts.filter(Q(publish_at__gt=now) | Q(unpublish_at__gt=now)).only(
            "title", "publish_at", "unpublish_at"
        )
        found = [event for post in posts for event in _events(post, now)]
        return sorted(found, key=lambda event: event.at)[:COMING_SHOWN]


def _events(post: Post, now: datetime) -> list[Coming]:
    address = reverse("admin:blog_post_change", args=[post.pk])
    times = [(post.publish_at, _("is published")), (post.unpublish_at, _("is taken down"))]
    return [Coming(at, post.title, what, address) for at, what in times if at and at > now]
