"""How it stands with the backups, in words for staff: what an alarm on their front page leads to."""

from collections.abc import Iterator
from datetime import timedelta

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from coprod.backup.models import State, are_watched
from coprod.model_admin import Task

A_DAY = timedelta(days=1)


@require_safe
def backups(request: HttpRequest) -> HttpResponse:
    context = {**admin.site.each_context(request), "title": _("Backups"), "watched": are_watched(), "state": State()}
    return render(request, "admin/backups.html", context)


def tasks() -> Iterator[Task]:
    """The alarm, for all of the staff: whoever sees it first can ring."""
    if not are_watched():
        return
    state = State()
    if state.is_too_old:
        days = state.none_for // A_DAY
        words = ngettext(
            "day without a backup. Tell whoever looks after the server",
            "days without a backup. Tell whoever looks after the server",
            days,
        )
        yield Task(days, words, reverse("admin:backups"))
    elif state.failed:
        words = ngettext(
            "backup that failed. Tell whoever looks after the server",
            "backups that failed. Tell whoever looks after the server",
            state.failed,
        )
        yield Task(state.failed, words, reverse("admin:backups"))
