"""The staff side: its name, its front page, and the order in which it shows things. What is used daily comes first."""

from collections.abc import Iterable
from datetime import date
from functools import update_wrapper
from itertools import groupby
from typing import Any

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.response import TemplateResponse
from django.urls import URLPattern, URLResolver, path, reverse
from django.utils.functional import Promise
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from coprod.model_admin import Coming, CoprodModelAdmin, Task

# Each heading, and the models below it in order. What is not named here comes last, so that nothing can be lost.
HEADINGS: list[tuple[str, str | Promise, list[str]]] = [
    (
        "came-in",
        _("What came in"),
        [
            *("networks.SignUp", "networks.Enquiry", "networks.Person"),
            *("blog.Submission", "blog.GuestAnswer", "blog.Response"),
        ],
    ),
    ("stories", _("Stories"), ["blog.Post", "blog.Author", "taggit.Tag", "blog.ImportRun"]),
    ("networks", _("Networks"), ["networks.Network", "networks.Group"]),
    ("site", _("This site"), ["coprod.Page", "coprod.Organisation", "coprod.RetentionPeriod", "coprod.OutgoingMail"]),
    ("accounts", _("Staff accounts"), ["auth.User"]),
    (
        "records",
        _("Records"),
        [
            "networks.Consent",
            "networks.ConsentStatement",
            "networks.AccessLink",
            "coprod.StaffAccess",
            "coprod.Erasure",
            "blog.OldAddress",
        ],
    ),
]


class CoprodAdminSite(admin.AdminSite):
    site_header = _("Staff pages")
    site_title = _("Staff pages")
    index_title = _("What would you like to do?")

    def get_urls(self) -> list[URLPattern | URLResolver]:
        from coprod.accounts import urls
        from coprod.backup.views import backups
        from coprod.inbox import views  # it knows every app, and this module is read before they are
        from coprod.writing import views as writing

        return [
            *urls.patterns(self.admin_view),
            path("writing/link/", self.admin_view(writing.check_link), name="check_link"),
            path("writing/paste/", self.admin_view(writing.tidy_paste), name="tidy_paste"),
            path("how-do-i/", self.admin_view(require_safe(self.how_do_i)), name="how_do_i"),
            path("backups/", self.admin_view(backups), name="backups"),
            path("inbox/", self.admin_view(views.inbox), name="inbox"),
            path("inbox/<slug:model>/<int:pk>/", self.admin_view(views.inbox_move), name="inbox_move"),
            *(page for page in super().get_urls() if getattr(page, "name", "") != "view_on_site"),  # model_admin.py
        ]

    def admin_view(self, view: Any, cacheable: bool = False) -> Any:
        inner = super().admin_view(view, cacheable)

        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
            if self.has_permission(request) or request.path == reverse("admin:logout"):
                return inner(request, *args, **kwargs)
            from coprod.accounts import sessions

            return sessions.to_log_in(request)

        return update_wrapper(guarded, inner)

    def login(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> Any:
        from coprod.accounts import views

        return views.log_in(request)

    def password_change(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> Any:
        from coprod.accounts.passwords import PasswordChange

        return PasswordChange.as_view()(request)

    def index(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> TemplateResponse:
        waits = {"tasks": list(self.tasks(request)), "coming_up": self.coming_up(request)}
        return super().index(request, {**waits, **(extra_context or {})})

    def how_do_i(self, request: HttpRequest) -> HttpResponse:
        """Say in a few steps how the commonest things are done: those that this person may do."""
        return render(request, "admin/how_do_i.html", {**self.each_context(request), "title": _("How do I…")})

    def tasks(self, request: HttpRequest) -> Iterable[Task]:
        """What waits for this person, in the order of the headings."""
        from coprod.backup.views import tasks as alarm
        from coprod.inbox import views

        yield from alarm()
        yield from views.tasks(request)
        for model_admin in self._in_order(request):
            yield from model_admin.tasks(request)

    def coming_up(self, request: HttpRequest) -> list[tuple[date, list[Coming]]]:
        """What will happen by itself, day by day."""
        events = [event for model_admin in self._in_order(request) for event in model_admin.coming_up(request)]
        events.sort(key=lambda event: event.at)
        return [(day, list(of_day)) for day, of_day in groupby(events, lambda event: localtime(event.at).date())]

    def _in_order(self, request: HttpRequest) -> Iterable[CoprodModelAdmin]:
        """Our lists that this person may look at."""
        by_label = {model._meta.label: model_admin for model, model_admin in self._registry.items()}
        for label in (label for _key, _name, labels in HEADINGS for label in labels):
            model_admin = by_label.get(label)
            if isinstance(model_admin, CoprodModelAdmin) and model_admin.has_view_permission(request):
                yield model_admin

    def get_app_list(self, request: HttpRequest, app_label: str | None = None) -> list[Any]:
        apps = super().get_app_list(request, app_label)
        if app_label is not None:
            return apps
        rows = {model["model"]._meta.label: model for app in apps for model in app["models"]}
        found = [
            self._section(key, name, [rows.pop(label) for label in labels if label in rows])
            for key, name, labels in HEADINGS
        ]
        found.append(self._section("other", _("Everything else"), list(rows.values())))
        return [section for section in found if section["models"]]

    def _section(self, key: str, name: str | Promise, models: list[Any]) -> dict[str, Any]:
        return {"name": name, "app_label": key, "app_url": "", "has_module_perms": True, "models": models}
