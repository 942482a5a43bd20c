"""The pages on which staff move an old blog here: choose the file, see what would happen, bring it, read the report."""

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db import models
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import URLPattern, path
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from blog.admin.import_forms import ImportForm
from blog.admin.import_reports import lists_of, page_of_posts
from blog.models import ImportRun
from coprod.model_admin import CoprodModelAdmin, moment

TITLE = _("Move an old blog here")


@admin.register(ImportRun)
class ImportRunAdmin(CoprodModelAdmin):
    change_list_template = "admin/blog/import/list.html"
    list_display = ("name", "state", "by", "chosen")
    list_select_related = ("by",)
    sortable_by = ()
    actions = None

    def has_change_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return False

    def get_queryset(self, request: HttpRequest) -> QuerySet[ImportRun]:
        return super().get_queryset(request).defer("found", "said")

    @admin.display(description=_("chosen"), ordering="created_at")
    def chosen(self, run: ImportRun) -> str:
        return moment(run.created_at)

    def get_urls(self) -> list[URLPattern]:
        pages = [
            ("import", "bring", require_POST(self.bring)),
            ("throw-away", "throw_away", require_POST(self.throw_away)),
            ("progress", "progress", require_safe(self.progress)),
            ("report", "report", require_safe(self.report)),
        ]
        wrap = self.admin_site.admin_view
        own = [path(f"<int:pk>/{address}/", wrap(view), name=f"blog_importrun_{name}") for address, name, view in pages]
        return [*own, *super().get_urls()]

    def add_view(self, request: HttpRequest, form_url: str = "", extra_context: Any = None) -> HttpResponse:
        """Choose the file. Everything else is done by the worker, so that the page answers at once."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        form = ImportForm(request.POST, request.FILES) if request.method == "POST" else ImportForm()
        if request.method == "POST" and form.is_valid():
            run = ImportRun.of(**form.cleaned_data, by=request.user)
            self.log_addition(request, run, str(_("Chosen, to see what would happen.")))
            return redirect(run)
        return self._page(request, "choose", form=form)

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        """One old blog, however far it is."""
        run = self.get_object(request, object_id)
        if request.method == "POST" or not self.has_view_permission(request, run):
            raise PermissionDenied
        if run is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)  # type: ignore[attr-defined]
        return self._page(request, "run", run=run, page_obj=page_of_posts(run, request), lists=lists_of(run), here="")

    def bring(self, request: HttpRequest, pk: int) -> HttpResponse:
        run = self._run(request, pk)
        if run.bring():
            self.log_change(request, run, str(_("Began to bring it here.")))
        else:
            messages.warning(request, _("It could not begin. This page says how far it is."))
        return redirect(run)

    def throw_away(self, request: HttpRequest, pk: int) -> HttpResponse:
        run = self._run(request, pk)
        if run.throw_away():
            self.log_change(request, run, str(_("Threw the file away.")))
            messages.success(request, _("The file is gone from this site."))
        else:
            messages.warning(request, _("The work has begun, so the file is still needed. Wait until it has ended."))
        return redirect(run)

    def progress(self, request: HttpRequest, pk: int) -> HttpResponse:
        """How far it is, for the page that asks every second."""
        run = self._run(request, pk)
        far = {"state": run.state, "over": not run.is_at_work, "done": run.done, "total": run.total}
        response = JsonResponse({**far, "words": str(run.how_far)})
        add_never_cache_headers(response)
        return response

    def report(self, request: HttpRequest, pk: int) -> HttpResponse:
        run = self._run(request, pk)
        response = HttpResponse(run.said, content_type="text/plain; charset=utf-8")
        response["Content-Disposition"] = f'attachment; filename="import-{run.pk}.txt"'
        add_never_cache_headers(response)
        return response

    def _run(self, request: HttpRequest, pk: int) -> ImportRun:
        may = self.has_add_permission if request.method == "POST" else self.has_view_permission
        if not may(request):
            raise PermissionDenied
        return get_object_or_404(ImportRun, pk=pk)

    def _page(self, request: HttpRequest, name: str, **context: Any) -> HttpResponse:
        shared = {**self.admin_site.each_context(request), "opts": self.opts, "title": TITLE}
        shared["may_bring"] = self.has_add_permission(request)
        response = render(request, f"admin/blog/import/{name}.html", {**shared, **context})
        add_never_cache_headers(response)
        return response
